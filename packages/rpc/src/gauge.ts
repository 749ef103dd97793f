import { abortError } from '@rechka/core';
import type { Limiter, Permit, Priority } from './limiter.js';
import { WaitingLine } from './waiting-line.js';

/** At most so many at once: a permit is held until released. */
export class Gauge implements Limiter {
  readonly #line = new WaitingLine();
  #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get available(): number {
    return Math.max(0, this.#limit - this.#held);
  }

  acquire({
    priority = 'committed',
    signal,
  }: { priority?: Priority; signal?: AbortSignal } = {}): Promise<Permit> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    if (this.available > 0 && this.#line.length === 0) return Promise.resolve(this.#permit());
    return this.#line.join(priority, signal, () => undefined);
  }

  /** A new limit; permits already given stay good. */
  setLimit(limit: number): void {
    this.#limit = limit;
    this.#admit();
  }

  #permit(): Permit {
    this.#held++;
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        this.#held--;
        this.#admit();
      },
    };
  }

  #admit(): void {
    while (this.available > 0 && this.#line.length > 0) this.#line.admitNext(this.#permit());
  }
}
