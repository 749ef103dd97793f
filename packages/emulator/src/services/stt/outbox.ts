import type { Clock, ClockTimer } from '@rechka/core';

interface Item {
  dueAt: number;
  provisional: boolean;
  send: () => void;
}

/** Sends things some time after they are posted, in the order in which they were posted. */
export class Outbox {
  readonly #clock: Clock;
  readonly #items: Item[] = [];
  #timer: ClockTimer | undefined;
  #onDrained: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Calls `send` in `delayMs`, or when all posted before is sent, if that is later. At once if it can be. What is
   * provisional is dropped instead when something that is not would have to wait for it.
   */
  post(delayMs: number, send: () => void, { provisional = false } = {}): void {
    const dueAt = this.#clock.now() + delayMs;
    if (!provisional) this.#dropProvisional(dueAt);
    this.#items.push({ dueAt: Math.max(this.#items.at(-1)?.dueAt ?? dueAt, dueAt), provisional, send });
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

  #dropProvisional(afterMs: number): void {
    for (
      let last = this.#items.at(-1);
      last?.provisional === true && last.dueAt > afterMs;
      last = this.#items.at(-1)
    )
      this.#items.pop();
    if (this.#items.length > 0) return;
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
