import { isVoiceError, type StreamListener, type VoiceError } from '@rechka/core';
import type { StreamingResponse } from '@rechka/proto/stt';
import type { SessionFeed } from './session-feed.js';

interface LegListener {
  responded(leg: SessionLeg, response: StreamingResponse): void;
  /** The session is over; `error` unless it ended well. */
  ended(leg: SessionLeg, error: VoiceError | undefined): void;
  /** What was said could not be dealt with: a mistake of ours. */
  broken(error: unknown): void;
}

/** One session with its audio and its answers, which can be held back until it is known what they are good for. */
export class SessionLeg implements StreamListener<StreamingResponse> {
  readonly feed: SessionFeed;
  readonly #listener: LegListener;
  #held: StreamingResponse[] | undefined;
  #end: 'well' | 'failed' | 'dropped' | undefined;
  #answeredMs = 0;
  #lateMs = 0;
  #receivedMs = 0;

  constructor(feed: SessionFeed, listener: LegListener) {
    this.feed = feed;
    this.#listener = listener;
    this.session.listen(this);
  }

  get session() {
    return this.feed.session;
  }

  /** Whether it has said its last, well. */
  get endedWell(): boolean {
    return this.#end === 'well';
  }

  /** How much sound, in ms, the service was sent since it last said anything. */
  get unansweredMs(): number {
    return this.feed.soundMs - this.#answeredMs;
  }

  /** How old the newest audio was, in ms, that its last answer knew of. */
  get lateMs(): number {
    return this.#lateMs;
  }

  /** Up to where the service has acknowledged what it was sent, in caller ms. */
  get receivedMs(): number {
    return this.#receivedMs;
  }

  /** What was said since {@link hold}. */
  get held(): readonly StreamingResponse[] {
    return this.#held ?? [];
  }

  /** From now on answers are kept, not told. */
  hold(): void {
    this.#held ??= [];
  }

  /** Tells what was held, and what comes from now on. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const response of held) this.#listener.responded(this, response);
  }

  /** Nothing of it is wanted any more. */
  drop(options?: { distrust?: boolean }): void {
    this.#end ??= 'dropped';
    this.session.cancel(options);
  }

  /** @internal Of the session. */
  next(response: StreamingResponse): void {
    if (this.#end !== undefined) return;
    try {
      this.#respond(response);
    } catch (error) {
      this.session.cancel();
      this.#fail(error);
    }
  }

  /** @internal Of the session. */
  ended(error: unknown): void {
    if (this.#end !== undefined) return;
    if (error !== undefined) this.#fail(error);
    else {
      this.#end = 'well';
      this.#listener.ended(this, undefined);
    }
  }

  #noteDelay({ audioCursors }: StreamingResponse): void {
    const receivedMs = audioCursors?.receivedDataMs ?? 0;
    this.#lateMs = 0;
    if (receivedMs <= 0) return;
    const { timeline } = this.session;
    const agoMs = this.session.sentAgoMs(receivedMs);
    if (receivedMs < timeline.sentMs) this.#lateMs = agoMs;
    this.#receivedMs = timeline.toCallerMs(receivedMs, 'end');
  }

  #fail(error: unknown): void {
    this.#end = 'failed';
    if (isVoiceError(error)) this.#listener.ended(this, error);
    else {
      this.drop();
      this.#listener.broken(error);
    }
  }

  #respond(response: StreamingResponse): void {
    this.#answeredMs = this.feed.soundMs;
    this.#noteDelay(response);
    if (this.#held === undefined) this.#listener.responded(this, response);
    else this.#held.push(response);
  }
}
