import type { Clock } from '@rechka/core';

/** What may be sent at once after a pause, in ms of audio: jitter of the network and of timers is no haste. */
const burstMs = 1000;

/**
 * How fast audio may go to the service: `speed` times real time. The service wants about real time, and says so by a
 * `WARNING` (its streaming documentation); what it does besides is not known. So haste ends at the first sign that
 * it is not wanted.
 */
export class Pace {
  readonly #clock: Clock;
  #speed: number;
  #creditMs = burstMs;
  // Begins as a number: decision 32.
  #atMs = 0;

  constructor(speed: number, clock: Clock) {
    this.#speed = speed;
    this.#clock = clock;
    this.#atMs = clock.now();
  }

  get speed(): number {
    return this.#speed;
  }

  /** From now on not faster than real time. */
  slowDown(): void {
    this.#earn();
    this.#speed = 1;
  }

  /** Takes the right to send so much audio, if there is one. */
  spend(audioMs: number): boolean {
    this.#earn();
    if (this.#creditMs < audioMs) return false;
    this.#creditMs -= audioMs;
    return true;
  }

  #earn(): void {
    const nowMs = this.#clock.now();
    this.#creditMs = Math.min(burstMs, this.#creditMs + (nowMs - this.#atMs) * this.#speed);
    this.#atMs = nowMs;
  }
}
