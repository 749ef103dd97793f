import { abortError } from '@rechka/core';
import type { Permit, Priority } from './limiter.js';

/** Speculative work never waits. */
type WaitingPriority = Exclude<Priority, 'speculative'>;

interface Waiter {
  admit(permit: Permit): void;
}

/** Those who wait for a permit: first come, first served within a priority, committed before prefetch. */
export class WaitingLine {
  readonly #waiters: Record<WaitingPriority, Set<Waiter>> = { committed: new Set(), prefetch: new Set() };

  get length(): number {
    return this.#waiters.committed.size + this.#waiters.prefetch.size;
  }

  /** How many of them are committed. */
  get committed(): number {
    return this.#waiters.committed.size;
  }

  /** Waits for {@link WaitingLine.admitNext}; `onLeave` is told when an abort ended the wait. */
  join(
    priority: WaitingPriority,
    signal: AbortSignal | undefined,
    onLeave: () => void = () => undefined,
  ): Promise<Permit> {
    return new Promise((resolve, reject) => {
      const line = this.#waiters[priority];
      const onAbort = () => {
        line.delete(waiter);
        reject(abortError(signal));
        onLeave();
      };
      const waiter: Waiter = {
        admit(permit) {
          signal?.removeEventListener('abort', onAbort);
          line.delete(waiter);
          resolve(permit);
        },
      };
      line.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  admitNext(permit: Permit): void {
    const { committed, prefetch } = this.#waiters;
    const line = committed.size > 0 ? committed : prefetch;
    for (const next of line) {
      next.admit(permit);
      return;
    }
  }
}
