import type { Clock, ClockTimer } from '@rechka/core';

interface Item {
  dueAt: number;
  send: () => void;
}

/** Sends things some time after they are posted, in the order in which they were posted. */
export class Outbox {
  readonly #clock: Clock;
  readonly #items: Item[] = [];
  #timer: ClockTimer | undefined;
  #lastDueAt = Number.NEGATIVE_INFINITY;
  #onDrained: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `send` in `delayMs`, or when all posted before is sent, if that is later. At once if it can be. */
  post(delayMs: number, send: () => void): void {
    const dueAt = Math.max(this.#lastDueAt, this.#clock.now() + delayMs);
    this.#lastDueAt = dueAt;
    this.#items.push({ dueAt, send });
    if (this.#timer === undefined) this.#sendDue();
  }

  /** Resolves when nothing is left to send. */
  async drained(): Promise<void> {
    if (this.#items.length > 0) await new Promise<void>((resolve) => (this.#onDrained = resolve));
  }

  /** Forgets what is not sent yet. */
  close(): void {
    this.#items.length = 0;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #sendDue(): void {
    this.#timer = undefined;
    for (let item = this.#items[0]; item !== undefined; item = this.#items[0]) {
      const waitMs = item.dueAt - this.#clock.now();
      if (waitMs > 0) {
        // Rounded up, since timers cut fractions and would fire too early.
        this.#timer = this.#clock.setTimeout(() => this.#sendDue(), Math.ceil(waitMs));
        return;
      }
      this.#items.shift();
      item.send();
    }
    this.#onDrained?.();
  }
}
