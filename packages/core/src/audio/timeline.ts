import { checkNumber } from '../errors/validate.js';

/**
 * How fast the device's clock may run away from ours: 0.2 %, the worst that browsers and sound cards were
 * measured at. A wrong estimate is given up no faster than this.
 */
const maxDrift = 0.002;

/**
 * Maps the caller's audio (ms from its first sample) to {@link Clock} time (ms) and back.
 *
 * The two differ by an offset that is constant but for the drift of the sound card, and that cannot be
 * seen directly: networks deliver late and in bursts. What is certain is that a sample was captured *no
 * later than it arrived*. So the offset is the least (arrival − position) seen: one chunk that came
 * without delay sets it, late ones and bursts do not move it. It is let go upwards by 0.2 % of time, so
 * that a device whose clock is slow is followed. The mapping is a straight line at any moment, hence
 * monotone, and tells a time that is late by no more than the least delay of the line.
 *
 * A chunk's position is its end: the last sample of a 20 ms chunk is the one just captured.
 */
export class Timeline {
  #takenMs = 0;
  #offsetMs: number;
  #seenMs: number | undefined;

  /** @param startMs Clock time that stands for position 0 until the first audio comes. */
  constructor(startMs: number) {
    this.#offsetMs = startMs;
  }

  /** Audio taken so far, in ms: the position of the next sample. */
  get takenMs(): number {
    return this.#takenMs;
  }

  /**
   * `ms` more of audio arrived at clock time `nowMs`. Loss filled with silence counts: add it to the chunk
   * that came after it, for it did not arrive by itself.
   */
  advance(ms: number, nowMs: number): void {
    checkNumber('ms', ms, { min: 0, max: Number.MAX_SAFE_INTEGER });
    this.#takenMs += ms;
    const offsetMs = nowMs - this.#takenMs;
    if (this.#seenMs === undefined) {
      this.#offsetMs = offsetMs;
    } else {
      const released = this.#offsetMs + Math.max(0, nowMs - this.#seenMs) * maxDrift;
      this.#offsetMs = Math.min(offsetMs, released);
    }
    this.#seenMs = nowMs;
  }

  /** When the sample at position `audioMs` was captured. */
  toClock(audioMs: number): number {
    return audioMs + this.#offsetMs;
  }

  /** Which position was being captured at `clockMs`: beyond {@link Timeline.takenMs} if it has not come yet. */
  toAudio(clockMs: number): number {
    return clockMs - this.#offsetMs;
  }
}
