import { abortError } from '../time/sleep.js';

interface Waiter {
  most: number;
  resolve(): void;
}

/**
 * Those who wait until little enough of a sink's audio is unheard: what its `write()` and `drain()` resolve by.
 * For writers of an {@link AudioSink}; the unit is theirs, ms or samples.
 */
export class UnheardWaiters {
  readonly #waiters = new Set<Waiter>();

  /** `unheard` is what has been written and not yet heard. */
  constructor(private readonly unheard: () => number) {}

  /** Resolves once `most` or less is unheard; rejects with `ERR_ABORTED` when `signal` aborts before. */
  atMost(most: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        most,
        resolve: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = () => {
        this.#waiters.delete(waiter);
        reject(abortError(signal));
      };
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiters.add(waiter);
      this.settle();
    });
  }

  /** To be called whenever less may be unheard than before. */
  settle(): void {
    const unheard = this.unheard();
    for (const waiter of this.#waiters) {
      if (unheard > waiter.most) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
