import {
  type AudioChunk,
  AsyncQueue,
  type AudioFormat,
  type AudioSource,
  bytesToMs,
  type Clock,
  type ClockTimer,
  silence,
} from '@rechka/core';
import { micOutboxMs } from '../protocol/index.js';
import { Credit } from './credit.js';

/**
 * How much audio a microphone may make per second, in ms: a clock that is off, and a page that catches up after a
 * stall of its main thread.
 */
const creditPerSecondMs = 1500;
/** What a resume may bring at once: all that a page keeps, and what its microphone makes meanwhile. */
const mostCreditMs = micOutboxMs + 2000;
/** Loss is told by the page, and made up for by silence: it may not be more than the time that has passed. */
const mostLossMs = 60_000;
/** Audio that nobody reads is kept for so long. */
const mostUnreadMs = 30_000;

/** What was on its way when the microphone was switched off has come when nothing has come for so long. */
const settledMs = 300;
/** A microphone that is off is silence: as much as ends any utterance, in pieces of this length. */
const offSilenceMs = 5000;
const silencePieceMs = 100;

/** The caller's voice as it comes in frames, in order, each sample once, over any number of sockets. */
export class MicInput implements AudioSource {
  readonly format: AudioFormat;
  readonly #queue = new AsyncQueue<AudioChunk>();
  readonly #credit: Credit;
  readonly #lossCredit: Credit;
  #seq = 0;
  #lostMs = 0;
  #unreadMs = 0;
  /** Where in time the audio so far ends, once something has come. */
  #endsAtMs: number | undefined;
  #offTimer: ClockTimer | undefined;

  constructor(
    format: AudioFormat,
    private readonly clock: Clock,
  ) {
    this.format = format;
    this.#credit = new Credit({ clock, perSecond: creditPerSecondMs, most: mostCreditMs, first: 2000 });
    this.#lossCredit = new Credit({ clock, perSecond: 1000, most: mostLossMs, first: 1000 });
  }

  /** Samples that are here or given up. */
  get seq(): number {
    return this.#seq;
  }

  /**
   * Takes a frame whose first sample is the `seq`th: what is here already is dropped, what was skipped is lost.
   * False, and nothing is taken, if more came than a microphone can have made.
   */
  receive(seq: number, pcm: Uint8Array): boolean {
    const known = Math.max(0, this.#seq - seq) * 2;
    if (known >= pcm.byteLength) return true;
    // A copy: the socket's buffer may be a part of a larger one.
    const data = new Uint8Array(pcm.subarray(known));
    const audioMs = bytesToMs(data.byteLength, this.format);
    if (!this.#credit.take(audioMs)) return false;
    const skipped = Math.max(0, seq - this.#seq) * 2;
    if (skipped > 0) this.#lostMs += this.#lossCredit.takeUpTo(bytesToMs(skipped, this.format));
    this.#seq = seq + pcm.byteLength / 2;
    this.#endsAtMs = this.clock.now();
    if (this.#unreadMs > mostUnreadMs) {
      this.#lostMs += audioMs;
      return true;
    }
    this.#unreadMs += audioMs;
    this.#queue.push(this.#lostMs > 0 ? { data, lostMs: this.#lostMs } : { data });
    this.#lostMs = 0;
    return true;
  }

  /**
   * The person has switched the microphone off, or on again. What they had begun to say ends as if they had fallen
   * silent: a recogniser that hears nothing at all would wait for the rest.
   */
  switched(on: boolean): void {
    this.#offTimer?.cancel();
    this.#offTimer = undefined;
    if (!on && this.#endsAtMs !== undefined) this.#beSilent(offSilenceMs);
  }

  #beSilent(leftMs: number): void {
    if (leftMs <= 0) return;
    this.#offTimer = this.clock.setTimeout(() => {
      const nowMs = this.clock.now();
      const silentMs = nowMs - (this.#endsAtMs ?? nowMs);
      if (silentMs < settledMs && leftMs === offSilenceMs) return this.#beSilent(leftMs);
      const data = silence(silentMs, this.format);
      this.#endsAtMs = nowMs;
      this.#unreadMs += silentMs;
      this.#queue.push({ data });
      this.#beSilent(leftMs - silentMs);
    }, silencePieceMs);
  }

  /** The caller is gone. */
  end(): void {
    this.#offTimer?.cancel();
    this.#queue.end();
  }

  [Symbol.asyncIterator](): AsyncIterator<AudioChunk, undefined> {
    const chunks = this.#queue[Symbol.asyncIterator]();
    return {
      next: async () => {
        const next = await chunks.next();
        if (!next.done) this.#unreadMs -= bytesToMs(next.value.data.byteLength, this.format);
        return next;
      },
      return: async () => {
        await chunks.return?.();
        return { done: true, value: undefined };
      },
    };
  }
}
