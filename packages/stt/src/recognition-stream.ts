import {
  AsyncQueue,
  VoiceError,
  checkNumber,
  type AudioFormat,
  type Clock,
  type ClockTimer,
  type Endpointing,
  type StreamListener,
  type SttEvent,
  type SttStream,
} from '@rechka/core';
import { AudioKeeper } from './audio-keeper.js';
import { resumeMs } from './coverage.js';
import type { HearingPhase } from './hearing-phase.js';
import { breaksOff } from './loudness.js';
import { Pace } from './pace.js';
import type { RecognitionSession } from './recognition-session.js';
import { Recovery } from './recovery.js';
import { RotationClock } from './rotation-clock.js';
import type { SessionLimits } from './session-limits.js';
import { Succession } from './succession.js';
import { Teller } from './teller.js';
import type { Ticker, TickListener } from './ticker.js';

/**
 * The service aborts a session after 5 s without a message from us (source: its streaming documentation). Not much
 * sooner: a line that comes back with the rest of a word would find silence in the middle of it.
 */
const keepAliveMs = 3500;
/**
 * A source that broke off in mid-word is waited for so long, from its last audio on, before the word is told as it is: a
 * page that has lost its connection for 10 s needs some more to be back.
 */
const patienceMs = 15_000;
/** How often it is seen to what time has brought: not much less often, whoever does it. */
export const tickMs = 250;

interface StreamParts {
  /** Opens a session, once the quota permits. Rejects only when `signal` aborts or the client is closed. */
  open: (signal: AbortSignal) => Promise<RecognitionSession>;
  format: AudioFormat;
  endpointing: Endpointing;
  limits: SessionLimits;
  chunkMs: number;
  bufferMs: number;
  replayMs: number;
  replaySpeed: number;
  clock: Clock;
  /** Ticks every {@link tickMs}. */
  ticker: Ticker;
  random: () => number;
  signal: AbortSignal | undefined;
}

/** A recognition by SpeechKit: what every `SttStream` is, and what it costs in memory and is doing. */
export interface SpeechKitStream extends SttStream {
  listen(listener: StreamListener<SttEvent>): void;
  /** Memory taken by audio that is kept because no final covers it yet, in bytes. */
  readonly keptBytes: number;
  /** What it is doing at this moment. */
  readonly phase: HearingPhase;
}

/**
 * The recognition that never ends: the caller's audio on one timeline, kept until a final covers it, and whoever
 * listens to it. Here is the side of the source, which may be silent, broken off or late; the side of the service is
 * {@link Succession}.
 */
export class RecognitionStream implements SpeechKitStream, TickListener {
  readonly #clock: Clock;
  readonly #ticker: Ticker;
  readonly #signal: AbortSignal | undefined;
  readonly #chunkMs: number;
  /** Utterances are ended by whoever writes, not by the server's classifier. */
  readonly #endedByUs: boolean;
  readonly #events: AsyncQueue<SttEvent>;
  readonly #keeper: AudioKeeper;
  readonly #teller: Teller;
  readonly #succession: Succession;
  readonly #rotation: RotationClock;
  readonly #ends: number[] = [];
  /** Whoever awaits the end. */
  #awaiting: (() => void)[] | undefined;
  #finishing = false;
  // Begin as numbers: decision 32.
  #writtenAtMs = 0;
  /** When it was last seen to what time has brought. */
  #seenToAtMs = 0;
  /** For audio that may not be sent yet. */
  #timer: ClockTimer | undefined;
  #onAbort: (() => void) | undefined;

  constructor(parts: StreamParts) {
    const { open, format, endpointing, limits, chunkMs, bufferMs } = parts;
    const { replayMs, replaySpeed, clock, ticker, random, signal } = parts;
    const over = (error?: unknown) => this.#over(error);
    this.#clock = clock;
    this.#ticker = ticker;
    this.#signal = signal;
    this.#chunkMs = chunkMs;
    this.#endedByUs = endpointing.type === 'external';
    this.#writtenAtMs = this.#seenToAtMs = clock.now();
    this.#events = new AsyncQueue<SttEvent>({ onReturn: over });
    this.#keeper = new AudioKeeper(format, replayMs);
    this.#teller = new Teller(this.#events, this.#endedByUs ? 'requested' : 'classifier');
    this.#rotation = new RotationClock({ format, limits, keeper: this.#keeper, random });
    const pace = new Pace(replaySpeed, clock);
    this.#succession = new Succession({
      open,
      keeper: this.#keeper,
      teller: this.#teller,
      pace,
      recovery: new Recovery({ pace, replayMs, clock, random }),
      ends: this.#ends,
      chunkMs,
      pauseMs: endpointing.type === 'external' ? Number.POSITIVE_INFINITY : (endpointing.pauseMs ?? 0),
      stallMs: bufferMs,
      clock,
      over,
    });
    if (signal !== undefined) {
      this.#onAbort = () => this.#over();
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    if (signal?.aborted === true) this.#over();
    else {
      ticker.add(this);
      this.#succession.listen();
      this.#seeTo(this.#seenToAtMs);
    }
  }

  get keptBytes(): number {
    return this.#keeper.bytes;
  }

  get phase(): HearingPhase {
    return this.#succession.phase;
  }

  write(chunk: Uint8Array): void {
    if (this.#finishing) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message: 'Audio was written after finish(); open another stream.',
      });
    }
    if (this.#isOver()) return;
    this.#keeper.write(chunk);
    const nowMs = this.#clock.now();
    this.#writtenAtMs = nowMs;
    this.#succession.listen();
    // Here, where all that is needed has just been used.
    if (nowMs - this.#seenToAtMs >= tickMs) this.#seeTo(nowMs);
    else if (this.#succession.send()) this.#seeToSoon();
  }

  endUtterance(): void {
    // The server's own classifier ignores the message.
    if (!this.#endedByUs || this.#finishing || this.#isOver()) return;
    if (this.#succession.retired) this.#succession.settle('requested');
    else this.#ends.push(this.#keeper.written);
    this.#seeTo(this.#clock.now());
  }

  async finish({ deadlineMs }: { deadlineMs: number }): Promise<void> {
    checkNumber('deadlineMs', deadlineMs, { min: 0, max: 600_000 });
    const deadline = this.#clock.setTimeout(() => {
      this.#succession.abandon('requested');
      this.#over();
    }, deadlineMs);
    if (!this.#finishing) {
      this.#finishing = true;
      this.#succession.finish();
      this.#seeTo(this.#clock.now());
    }
    if (!this.#isOver()) await new Promise<void>((resolve) => (this.#awaiting ??= []).push(resolve));
    deadline.cancel();
  }

  listen(listener: StreamListener<SttEvent>): void {
    this.#events.listen(listener);
  }

  [Symbol.asyncIterator](): AsyncIterator<SttEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  /** @internal By the ticker. */
  ticked(nowMs: number): void {
    // Whoever is given audio sees to it with that.
    if (nowMs - Math.max(this.#writtenAtMs, this.#seenToAtMs) >= tickMs / 2) this.#seeTo(nowMs);
  }

  #seeTo(nowMs: number): void {
    if (this.#isOver()) return;
    this.#seenToAtMs = nowMs;
    const waits = this.#succession.tick();
    this.#considerRotation();
    this.#keepAlive(nowMs);
    this.#forgetEnds();
    // What was done may have ended it.
    if (waits && !this.#isOver()) this.#seeToSoon();
  }

  #seeToSoon(): void {
    this.#timer ??= this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#seeTo(this.#clock.now());
    }, this.#chunkMs);
  }

  #considerRotation(): void {
    const { open, utterance } = this.#teller.state;
    const reason = this.#rotation.reason(this.#succession.listening, this.#teller.state);
    if (reason === undefined || !this.#succession.mayRotate) return;
    this.#succession.rotate(reason === 'utterance' && open !== undefined ? { cutUtterance: utterance } : {});
  }

  /** A session whose source is silent gets silence; one whose source broke off in mid-word gets nothing more. */
  #keepAlive(nowMs: number): void {
    const silentMs = nowMs - this.#writtenAtMs;
    if (silentMs < keepAliveMs || this.#finishing) return;
    if (this.#succession.retired) {
      if (silentMs >= patienceMs) this.#succession.settle('timeout');
      return;
    }
    const { listening } = this.#succession;
    if (listening === undefined || listening.session.idleMs < keepAliveMs) return;
    // A session that takes nothing, or is not there yet, needs no keeping alive.
    if (listening.session.unsentBytes > 0 || !listening.session.connected) return;
    if (this.#keeper.written > 0 && breaksOff(this.#keeper)) this.#succession.retire();
    else {
      // An open utterance gets as much silence as time has passed, so that its end can be recognised.
      const durationMs = this.#teller.state.open === undefined ? this.#chunkMs : keepAliveMs;
      this.#succession.sendSilence(durationMs);
      this.#rotation.passed(durationMs);
    }
  }

  #forgetEnds(): void {
    const from = this.#keeper.samples(resumeMs(this.#teller.state));
    while (this.#ends.length > 0 && (this.#ends[0] ?? 0) < from) this.#ends.shift();
  }

  #isOver(): boolean {
    return !this.#events.isOpen;
  }

  #over(error?: unknown): void {
    if (error === undefined) this.#events.end();
    else this.#events.fail(error);
    this.#timer?.cancel();
    this.#ticker.remove(this);
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#succession.stop();
    this.#keeper.close();
    for (const resolve of this.#awaiting ?? []) resolve();
  }
}
