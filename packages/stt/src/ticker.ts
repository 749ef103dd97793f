import type { Clock, ClockTimer } from '@rechka/core';

export interface TickListener {
  /** Told the time, on the clock of the {@link Ticker}. */
  ticked(nowMs: number): void;
}

/**
 * Tells all who listen what time it is, every `periodMs`, by one timer: with one for each call the process would wake up
 * as often as there are calls. Without listeners there is no timer.
 */
export class Ticker {
  readonly #clock: Clock;
  readonly #periodMs: number;
  readonly #listeners = new Set<TickListener>();
  #timer: ClockTimer | undefined;

  constructor(clock: Clock, periodMs: number) {
    this.#clock = clock;
    this.#periodMs = periodMs;
  }

  add(listener: TickListener): void {
    this.#listeners.add(listener);
    if (this.#timer === undefined) this.#arm();
  }

  remove(listener: TickListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    this.#timer = this.#clock.setTimeout(() => this.#tick(), this.#periodMs);
  }

  #tick(): void {
    // Before anybody is told: whoever is the last to leave ends it.
    this.#arm();
    const nowMs = this.#clock.now();
    for (const listener of this.#listeners) listener.ticked(nowMs);
  }
}
