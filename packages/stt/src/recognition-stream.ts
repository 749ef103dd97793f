import {
  AsyncQueue,
  VoiceError,
  checkNumber,
  isVoiceError,
  msToBytes,
  sleep,
  type AudioFormat,
  type Clock,
  type ClockTimer,
  type Endpointing,
  type SttEvent,
  type SttStream,
} from '@rechka/core';
import type { StreamingResponse } from '@rechka/proto/stt';
import { AudioBacklog, type Stretch } from './audio-backlog.js';
import { initialState, normalise, type NormaliserInput, type NormaliserState } from './event-normaliser.js';
import type { RecognitionSession } from './recognition-session.js';
import { sessionWear } from './session-limits.js';

/**
 * The service aborts a session after 5 s without a message from us (source: its streaming documentation). Not much
 * sooner: a line that comes back with the rest of a word would find silence in the middle of it.
 */
const keepAliveMs = 3500;
/** An utterance without an end is ended by us. */
const maxUtteranceMs = 30_000;
/** How long a session that was replaced may take to send its last final. */
const drainMs = 5000;
/** A session that lived longer than this has worked: its death begins a new row of failures. */
const youngMs = 5000;
/** A row of failures as long as this, and of so many, is the end: by then a caller has hung up. */
const giveUp = { afterMs: 30_000, failures: 3 };
const backoff = { firstMs: 100, maxMs: 2000 };
/** Audio handed to the network at once; the rest waits with us, where it can still go to another session. */
const windowMs = 200;

interface StreamParts {
  /** Opens a session, once the quota permits. Rejects only when `signal` aborts. */
  open: (signal: AbortSignal) => Promise<RecognitionSession>;
  format: AudioFormat;
  endpointing: Endpointing;
  chunkMs: number;
  bufferMs: number;
  connectBufferMs: number;
  clock: Clock;
  random: () => number;
  signal: AbortSignal | undefined;
}

/**
 * The recognition that never ends: one session after another behind one timeline. A session is replaced in
 * a pause before its limits, when an utterance has lasted 30 s, and when it fails. Then what was said up to
 * the last partial becomes a final, audio still kept is sent to the next session, and the rest is a `gap`.
 */
export class RecognitionStream implements SttStream {
  readonly #parts: StreamParts;
  readonly #events: AsyncQueue<SttEvent>;
  readonly #backlog: AudioBacklog;
  readonly #windowBytes: number;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #state: NormaliserState;
  /** The session that gets the audio; the one that is read may be its predecessor. */
  #sending: RecognitionSession | undefined;
  #replacing = false;
  #recovering = false;
  #finishing = false;
  /** `endUtterance` came while there was no session. */
  #endWanted = false;
  /** Failures in a row, and since when nothing worked. */
  #failures = 0;
  #failingSinceMs: number | undefined;
  /** The credentials were refused and a fresh token was asked for; not done twice in a row. */
  #reauthorised = false;
  /** Silence made up since the open utterance began, in ms. */
  #silenceMs = 0;
  #keepAlive: ClockTimer | undefined;
  #pump: ClockTimer | undefined;
  #drain: ClockTimer | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#backlog = new AudioBacklog(parts);
    this.#windowBytes = msToBytes(Math.min(windowMs, parts.bufferMs / 2), parts.format);
    this.#state = initialState(parts.endpointing.type === 'external' ? 'requested' : 'classifier');
    this.#events = new AsyncQueue<SttEvent>({ onReturn: () => this.#abort() });
    const onAbort = () => void this.#abort();
    parts.signal?.addEventListener('abort', onAbort, { once: true });
    if (parts.signal?.aborted === true) onAbort();
    this.#ended = this.#run().finally(() => parts.signal?.removeEventListener('abort', onAbort));
  }

  write(chunk: Uint8Array): void {
    if (this.#finishing) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message: 'Audio was written after finish(); open another stream.',
      });
    }
    if (!this.#events.isOpen) return;
    const inFlightBytes = this.#sending?.unsentBytes ?? 0;
    const connected = this.#sending?.connected ?? false;
    this.#tellGap(this.#backlog.write(chunk, { inFlightBytes, connected }));
    this.#send();
    this.#considerReplacing();
  }

  endUtterance(): void {
    // The server's own classifier ignores the message.
    if (this.#parts.endpointing.type !== 'external' || this.#finishing) return;
    if (this.#sending === undefined) this.#endWanted = true;
    else {
      this.#sendAll(this.#sending);
      this.#sending.sendEndOfUtterance();
    }
  }

  async finish({ deadlineMs }: { deadlineMs: number }): Promise<void> {
    checkNumber('deadlineMs', deadlineMs, { min: 0, max: 600_000 });
    if (!this.#finishing) {
      this.#finishing = true;
      this.#tellGap(this.#backlog.end());
      if (this.#sending !== undefined) this.#finishSession(this.#sending);
    }
    const deadline = this.#parts.clock.setTimeout(() => {
      this.#step({ type: 'session-ended', cause: 'requested' });
      void this.#abort();
    }, deadlineMs);
    await this.#ended;
    deadline.cancel();
  }

  [Symbol.asyncIterator](): AsyncIterator<SttEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  async #run(): Promise<void> {
    try {
      this.#armKeepAlive();
      let session: RecognitionSession | undefined = await this.#open();
      while (session !== undefined) session = await this.#live(session);
      this.#events.end();
    } catch (error) {
      this.#events.fail(error);
    } finally {
      this.#keepAlive?.cancel();
      this.#pump?.cancel();
      this.#drain?.cancel();
      this.#stop.abort();
    }
  }

  /** Reads a session to its end. Returns the one to read next, if any. */
  async #live(session: RecognitionSession): Promise<RecognitionSession | undefined> {
    this.#step({ type: 'session-started', requestId: session.requestId });
    const error = await this.#read(session);
    if (this.#stop.signal.aborted) return undefined;

    if (session !== this.#sending) {
      this.#step({ type: 'session-ended' });
      this.#drain?.cancel();
      if (error !== undefined) this.#tellUnheard(session);
      return this.#sending;
    }
    this.#sending = undefined;
    this.#step({ type: 'session-ended', ...(this.#finishing ? { cause: 'requested' } : {}) });
    if (error !== undefined && !this.#isRecoverable(error)) throw error;
    if (this.#finishing) {
      if (error !== undefined) this.#tellUnheard(session);
      return undefined;
    }
    return this.#recover(session, error ?? endedByServer(session.requestId));
  }

  /** Tells what the session says until it ends. Returns why, unless it ended well. */
  async #read(session: RecognitionSession): Promise<VoiceError | undefined> {
    try {
      for await (const response of session) {
        if (this.#stop.signal.aborted) return undefined;
        this.#hear(session, response);
      }
      return undefined;
    } catch (error) {
      if (isVoiceError(error)) return error;
      throw error;
    }
  }

  #hear(session: RecognitionSession, response: StreamingResponse): void {
    if (this.#recovering) {
      this.#recovering = false;
      this.#events.push({ type: 'recovered' });
    }
    const told = this.#step({ type: 'response', response, timeline: session.timeline });
    if (told.length > 0 || session.livedMs >= youngMs) {
      this.#failures = 0;
      this.#failingSinceMs = undefined;
      this.#reauthorised = false;
    }
    this.#considerReplacing({ utteranceEnded: told.some(({ type }) => type === 'utterance-end') });
  }

  async #recover(session: RecognitionSession, error: VoiceError): Promise<RecognitionSession> {
    if (!this.#recovering) {
      this.#recovering = true;
      this.#events.push({ type: 'recovering', error });
    }
    this.#tellGap(
      this.#backlog.rewind(this.#state.floorMs, Math.max(this.#state.processedMs, this.#state.floorMs)),
    );
    this.#countFailure(session, error);
    // A session that reached its limit has a successor at once; not one that is at its limit from the start.
    if (error.code !== 'ERR_STREAM_LIMIT' || this.#failures > 1) {
      const { clock, random } = this.#parts;
      const delayMs = Math.min(backoff.firstMs * 2 ** (this.#failures - 1), backoff.maxMs);
      await sleep(clock, delayMs * (0.5 + random() / 2), this.#stop.signal).catch(ignoreAbort);
    }
    return this.#open();
  }

  /** Throws when nothing has worked for too long. */
  #countFailure(session: RecognitionSession, error: VoiceError): void {
    const nowMs = this.#parts.clock.now();
    if (session.connected && session.livedMs >= youngMs) {
      this.#failures = 1;
      this.#failingSinceMs = nowMs;
      return;
    }
    this.#failures += 1;
    this.#failingSinceMs ??= session.openedAtMs;
    const failingMs = nowMs - this.#failingSinceMs;
    if (this.#failures >= giveUp.failures && failingMs >= giveUp.afterMs) {
      throw hopeless(error, this.#failures, failingMs);
    }
  }

  /** A token may be revoked or expire between two sessions: refused credentials are asked for anew, once. */
  #isRecoverable(error: VoiceError): boolean {
    if (error.code !== 'ERR_UNAUTHENTICATED') return error.retryable || error.code === 'ERR_STREAM_LIMIT';
    if (this.#reauthorised || this.#finishing) return false;
    this.#reauthorised = true;
    return true;
  }

  async #open(): Promise<RecognitionSession> {
    const session = await this.#parts.open(this.#stop.signal);
    this.#sending = session;
    if (this.#endWanted) {
      this.#endWanted = false;
      this.#sendAll(session);
      session.sendEndOfUtterance();
    }
    if (this.#finishing) this.#finishSession(session);
    else this.#send();
    return session;
  }

  #considerReplacing({ utteranceEnded = false } = {}): void {
    const session = this.#sending;
    if (session === undefined || this.#replacing || this.#finishing) return;
    const { open } = this.#state;
    if (open === undefined) {
      this.#silenceMs = 0;
      const wear = sessionWear(session, this.#parts.format);
      // Nobody is heard, but somebody may have begun to speak: after an utterance that is least likely.
      if (wear === 'exhausted' || (wear === 'worn' && utteranceEnded)) void this.#replace(session, false);
    } else if (
      this.#state.causeOnce === undefined &&
      this.#writtenMs - open.startMs + this.#silenceMs >= maxUtteranceMs
    ) {
      void this.#replace(session, true);
    }
  }

  /**
   * Lets another session take over from the next sample on. The end of the old one makes the service end an
   * open utterance, which is how one is ended by `force`: a server's classifier takes no orders.
   */
  async #replace(session: RecognitionSession, force: boolean): Promise<void> {
    this.#replacing = true;
    try {
      const next = await this.#parts.open(this.#stop.signal);
      const pause = this.#state.open === undefined;
      if (this.#sending !== session || this.#finishing || !(pause || force)) {
        next.cancel();
        return;
      }
      if (force && !pause) this.#step({ type: 'end-requested', cause: 'timeout' });
      this.#silenceMs = 0;
      this.#sending = next;
      session.halfClose();
      this.#drain?.cancel();
      this.#drain = this.#parts.clock.setTimeout(() => session.cancel(), drainMs);
      this.#send();
    } catch (error) {
      this.#events.fail(error);
      void this.#abort();
    } finally {
      this.#replacing = false;
    }
  }

  get #writtenMs(): number {
    return (this.#backlog.writtenSamples / this.#parts.format.sampleRateHz) * 1000;
  }

  /** Hands over what the network takes now, and comes back for the rest. */
  #send(): void {
    const session = this.#sending;
    if (session === undefined) return;
    while (session.unsentBytes < this.#windowBytes) {
      const piece = this.#backlog.take();
      if (piece === undefined) return;
      session.sendAudio(piece);
    }
    this.#pump ??= this.#parts.clock.setTimeout(() => {
      this.#pump = undefined;
      this.#send();
    }, this.#parts.chunkMs);
  }

  #sendAll(session: RecognitionSession): void {
    for (let piece = this.#backlog.take(true); piece !== undefined; piece = this.#backlog.take(true)) {
      session.sendAudio(piece);
    }
  }

  #finishSession(session: RecognitionSession): void {
    this.#sendAll(session);
    this.#step({ type: 'end-requested', cause: 'requested' });
    session.halfClose();
  }

  /** Whenever the source has been silent for {@link keepAliveMs}, the session gets silence instead. */
  #armKeepAlive(): void {
    const session = this.#sending;
    this.#keepAlive = this.#parts.clock.setTimeout(
      () => {
        if (this.#sending !== undefined && this.#sending.idleMs >= keepAliveMs)
          this.#keepSessionAlive(this.#sending);
        this.#armKeepAlive();
      },
      // Not at once even if it is due: a stalled session gets none.
      Math.max(keepAliveMs / 8, keepAliveMs - (session?.idleMs ?? 0)),
    );
  }

  #keepSessionAlive(session: RecognitionSession): void {
    if (this.#finishing || session.unsentBytes > 0) return;
    this.#send();
    if (session.idleMs < keepAliveMs) return;
    this.#sendAll(session);
    // An open utterance gets as much silence as time has passed, so that its end can be recognised.
    const durationMs = this.#state.open === undefined ? this.#parts.chunkMs : keepAliveMs;
    session.sendSilence(this.#backlog.writtenSamples, durationMs);
    this.#silenceMs += durationMs;
    this.#considerReplacing();
  }

  #step(input: NormaliserInput): readonly SttEvent[] {
    const { state, events } = normalise(this.#state, input);
    this.#state = state;
    for (const event of events) this.#events.push(event);
    return events;
  }

  /** Tells what the session was sent and has not heard; it will not be sent again. */
  #tellUnheard({ timeline }: RecognitionSession): void {
    const { processedMs, floorMs } = this.#state;
    const startMs = Math.max(processedMs, floorMs, timeline.toCallerMs(0, 'start'));
    const endMs = timeline.toCallerMs(Infinity, 'end');
    if (endMs > startMs) this.#tellGap({ startMs, endMs });
  }

  #tellGap(gap: Stretch | undefined): void {
    if (gap !== undefined) this.#events.push({ type: 'gap', ...gap });
  }

  async #abort(): Promise<void> {
    this.#events.end();
    this.#stop.abort();
    await this.#ended;
  }
}

function endedByServer(requestId: string): VoiceError {
  return new VoiceError({
    code: 'ERR_UNAVAILABLE',
    message: 'The recogniser ended the stream while audio was still coming.',
    retryable: true,
    requestId,
  });
}

function hopeless(error: VoiceError, failures: number, failingMs: number): VoiceError {
  const seconds = Math.round(failingMs / 1000);
  return new VoiceError({
    code: error.code,
    message: `Recognition failed ${failures} times in ${seconds} s, each time before it heard anything. Last: ${error.message}`,
    requestId: error.requestId,
    cause: error,
  });
}

/** The stream is ending: its loop sees that for itself. */
function ignoreAbort(): void {}
