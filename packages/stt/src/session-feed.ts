import type { Clock } from '@rechka/core';
import type { AudioKeeper } from './audio-keeper.js';
import { isSilent } from './loudness.js';
import type { Pace } from './pace.js';
import type { RecognitionSession } from './recognition-session.js';

/** Audio handed to the network at once; the rest waits with us, where it can still go to another session. */
const windowMs = 200;
/** A session this far behind catches up: faster than real time where it may, and without long silences. */
export const behindMs = 500;
/** Silence that is sent in any case, in ms, beyond the pause that ends an utterance. */
const silenceMarginMs = 300;

interface FeedParts {
  session: RecognitionSession;
  keeper: AudioKeeper;
  /** The first sample it gets. */
  from: number;
  /** Samples at which the utterance is to be ended, in order; more may come. */
  ends: readonly number[];
  pace: Pace;
  chunkMs: number;
  /** The pause that ends an utterance; longer silences are cut when catching up. Infinite: never. */
  pauseMs: number;
  clock: Clock;
}

interface FeedListener {
  /** Audio was forgotten before it could be sent to `session`, in samples. */
  missed(session: RecognitionSession, from: number, until: number): void;
}

/** Brings kept audio to one session: in pieces, in order, at its pace, no more at once than the network takes. */
export class SessionFeed {
  readonly session: RecognitionSession;
  // Each by itself: looked up for every piece, and an object put together of others is slow to look into.
  readonly #keeper: AudioKeeper;
  readonly #ends: readonly number[];
  readonly #pace: Pace;
  readonly #clock: Clock;
  readonly #pauseMs: number;
  readonly #listener: FeedListener;
  readonly #chunk: number;
  /** Most samples of a piece that has just been written. */
  readonly #most: number;
  readonly #behind: number;
  readonly #windowBytes: number;
  #from: number;
  #cursor: number;
  /** Ends before this sample were sent, or belong to who was fed before. */
  #endedThrough: number;
  /** How much silence there was before the cursor, in ms. */
  #silentMs = 0;
  #soundMs = 0;
  #takenBytes = 0;
  // Begin as numbers, as below: decision 32.
  #progressAtMs = 0;
  #hasty = false;
  #connectedAtMs = 0;

  constructor(parts: FeedParts, listener: FeedListener) {
    const { session, keeper, from, chunkMs, clock } = parts;
    this.session = session;
    this.#keeper = keeper;
    this.#ends = parts.ends;
    this.#pace = parts.pace;
    this.#clock = clock;
    this.#pauseMs = parts.pauseMs;
    this.#listener = listener;
    this.#from = this.#cursor = from;
    this.#endedThrough = from - 1;
    this.#chunk = keeper.samples(chunkMs);
    this.#most = Math.max(this.#chunk, keeper.samples(windowMs));
    this.#behind = keeper.samples(behindMs);
    this.#windowBytes = Math.max(keeper.samples(windowMs) * 2, this.#chunk * 4);
    this.#progressAtMs = this.#connectedAtMs = clock.now();
  }

  /** The first sample since which it got everything. */
  get from(): number {
    return this.#from;
  }

  /** The next sample to be sent. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Audio that is there and has not been sent. */
  get lagMs(): number {
    return this.#keeper.ms(this.#keeper.written - this.#cursor);
  }

  /** How much of what was sent is sound. */
  get soundMs(): number {
    return this.#soundMs;
  }

  /** Whether it was given more audio than time had passed for: what the service may object to. */
  get hasty(): boolean {
    return this.#hasty;
  }

  /** How long the network has taken nothing of what it was given; 0 while there is nothing to take. */
  get stalledMs(): number {
    const { session } = this;
    const takenBytes = session.sentBytes - session.unsentBytes;
    if (session.unsentBytes === 0 || takenBytes > this.#takenBytes) {
      this.#takenBytes = takenBytes;
      this.#progressAtMs = this.#clock.now();
    }
    return session.connected ? this.#clock.now() - this.#progressAtMs : 0;
  }

  /** Sends what may be sent now; `all`: also a piece that is not whole yet. Returns whether there is more. */
  advance(all = false): boolean {
    const { session } = this;
    const keeper = this.#keeper;
    // Before there is a connection, time does not count.
    if (!session.connected) this.#connectedAtMs = this.#clock.now();
    for (;;) {
      this.#sendEnd();
      if (this.#nextLength(all) === 0) return false;
      if (session.unsentBytes >= this.#windowBytes) return true;
      this.#leaveForgotten();
      const length = this.#nextLength(all);
      const durationMs = keeper.ms(length);
      const data = keeper.read(this.#cursor, length);
      const silent = isSilent(data);
      if (this.#skips(silent)) {
        this.#cursor += length;
        continue;
      }
      if (!this.#pace.spend(durationMs)) return true;
      session.sendAudio({ start: this.#cursor, data });
      this.#cursor += length;
      if (!silent) this.#soundMs += durationMs;
      this.#silentMs = silent ? this.#silentMs + durationMs : 0;
      this.#hasty ||= session.timeline.sentMs > this.#clock.now() - this.#connectedAtMs + 2 * behindMs;
    }
  }

  /** Sends all there is and then `durationMs` of silence that takes no time on the caller's timeline. */
  sendSilence(durationMs: number): void {
    if (this.advance(true)) return;
    this.session.sendSilence(this.#cursor, durationMs);
  }

  /**
   * Samples of the next piece: a chunk or, of what has just been written, all there is, for more messages cost more
   * and the rest of a chunk would wait. Never beyond where an utterance is to be ended; 0 if there is none yet.
   */
  #nextLength(all: boolean): number {
    const ends = this.#ends;
    const there = this.#keeper.written - this.#cursor;
    const most = there > this.#behind ? this.#chunk : this.#most;
    const end = ends.length === 0 ? undefined : ends.find((at) => at > this.#cursor);
    if (end !== undefined && end - this.#cursor <= Math.min(most, there)) return end - this.#cursor;
    return all || there >= this.#chunk ? Math.min(most, there) : 0;
  }

  /** Audio may have been forgotten while there was no connection. */
  #leaveForgotten(): void {
    const { oldest } = this.#keeper;
    if (this.#cursor >= oldest) return;
    this.#listener.missed(this.session, this.#cursor, oldest);
    this.#from = this.#cursor = oldest;
  }

  #sendEnd(): void {
    if (this.#ends.length === 0) return;
    // An end may be asked for where all that there is was sent before.
    const due = this.#ends.findLast((at) => at > this.#endedThrough && at <= this.#cursor);
    if (due === undefined) return;
    this.#endedThrough = due;
    this.session.sendEndOfUtterance();
  }

  /** Silence that nobody needs while there is audio to catch up with. */
  #skips(silent: boolean): boolean {
    return silent && this.lagMs > behindMs && this.#silentMs > this.#pauseMs + silenceMarginMs;
  }
}
