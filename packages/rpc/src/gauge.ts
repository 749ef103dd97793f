import { abortError } from '@rechka/core';
import type { AcquireOptions, Limiter, Permit } from './limiter.js';
import { canSpare, nothingToSpare, preemptedError } from './spare-permits.js';
import { WaitingLine } from './waiting-line.js';

/** At most so many at once: a permit is held until released, or taken from speculative work for committed. */
export class Gauge implements Limiter {
  readonly #line = new WaitingLine();
  readonly #quota: string;
  /** How to take each speculative permit away, the oldest first. */
  readonly #preemptions = new Set<() => void>();
  #limit: number;
  #held = 0;

  /** `quota` says in errors what there are `limit` of. */
  constructor(limit: number, quota: string) {
    this.#limit = limit;
    this.#quota = quota;
  }

  get available(): number {
    return Math.max(0, this.#limit - this.#held);
  }

  /**
   * Committed work is admitted at once in place of the speculative work that it pre-empts. The service may count
   * that for a moment longer, and refuse: then the call is tried again a little later, as after any such refusal.
   * To wait here instead would be to guess for how long, every time.
   */
  acquire({ priority = 'committed', signal }: AcquireOptions = {}): Promise<Permit> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const { available } = this;
    if (priority === 'speculative') {
      return canSpare(available, this.#limit)
        ? Promise.resolve(this.#speculativePermit())
        : Promise.reject(nothingToSpare(this.#quota, available, this.#limit));
    }
    if (available > 0) return Promise.resolve(this.#permit());
    const permit = this.#line.join(priority, signal);
    this.#preempt();
    return permit;
  }

  /** A new limit; permits already given stay good, the speculative ones until committed work needs them. */
  setLimit(limit: number): void {
    this.#limit = limit;
    this.#admit();
  }

  #permit(): Permit {
    this.#held++;
    let held = true;
    return {
      preempted: undefined,
      promote: () => undefined,
      release: () => {
        if (!held) return;
        held = false;
        this.#held--;
        this.#admit();
      },
    };
  }

  #speculativePermit(): Permit {
    const permit = this.#permit();
    const controller = new AbortController();
    const preempt = () => {
      release();
      controller.abort(preemptedError(this.#quota));
    };
    const promote = () => void this.#preemptions.delete(preempt);
    const release = () => {
      promote();
      permit.release();
    };
    this.#preemptions.add(preempt);
    return { preempted: controller.signal, promote, release };
  }

  /** Takes speculative permits away until no committed work waits; those who wait are served by the release. */
  #preempt(): void {
    for (const preempt of this.#preemptions) {
      if (this.#line.committed === 0) return;
      preempt();
    }
  }

  #admit(): void {
    while (this.available > 0 && this.#line.length > 0) this.#line.admitNext(this.#permit());
  }
}
