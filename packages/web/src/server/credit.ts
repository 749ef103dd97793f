import type { Clock } from '@rechka/core';

/** How a {@link Credit} fills. */
export interface CreditOptions {
  clock: Clock;
  /** How much is credited per second. */
  perSecond: number;
  /** The most that is ever credited: what may be spent at once after a long time of nothing. */
  most: number;
  /** Credited at the beginning. */
  first: number;
}

/** What somebody may spend: it grows with time, up to a bound. */
export class Credit {
  #left: number;
  #atMs: number;

  constructor(private readonly options: CreditOptions) {
    this.#left = options.first;
    this.#atMs = options.clock.now();
  }

  /** Spends `amount`; false, and nothing is spent, if that is more than there is. */
  take(amount: number): boolean {
    this.#fill();
    if (amount > this.#left) return false;
    this.#left -= amount;
    return true;
  }

  /** Spends up to `amount`; returns how much. */
  takeUpTo(amount: number): number {
    this.#fill();
    const taken = Math.min(amount, this.#left);
    this.#left -= taken;
    return taken;
  }

  #fill(): void {
    const { clock, perSecond, most } = this.options;
    const nowMs = clock.now();
    this.#left = Math.min(most, this.#left + ((nowMs - this.#atMs) / 1000) * perSecond);
    this.#atMs = nowMs;
  }
}
