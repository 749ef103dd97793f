import type { Clock } from '@rechka/core';

/** How long a session that was half-closed may say nothing before it sends its last final. */
const drainMs = 3000;

/** Until when a session that was half-closed must have ended its stream. */
export class DrainDeadline {
  readonly #clock: Clock;
  #atMs: number | undefined;
  /** For the last session of all; more with each that was given up, for it may be slow. */
  #lastMs = drainMs;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get passed(): boolean {
    return this.#atMs !== undefined && this.#clock.now() >= this.#atMs;
  }

  /** It was half-closed, for another. */
  set(): void {
    this.#atMs = this.#clock.now() + drainMs;
  }

  /** The last of all was half-closed, or is still answering. */
  setLast(): void {
    this.#atMs = this.#clock.now() + this.#lastMs;
  }

  /** The last of all was given up; another will be. */
  extendLast(): void {
    this.#lastMs *= 2;
  }

  /** It has ended, or is listened to again. */
  clear(): void {
    this.#atMs = undefined;
  }
}
