import { abortError } from '@rechka/core';
import type { Permit, Priority } from './limiter.js';

interface Waiter {
  admit(permit: Permit): void;
}

/** Those who wait for a permit: first come, first served within a priority, committed before speculative. */
export class WaitingLine {
  readonly #waiters: Record<Priority, Set<Waiter>> = { committed: new Set(), speculative: new Set() };

  get length(): number {
    return this.#waiters.committed.size + this.#waiters.speculative.size;
  }

  /** Waits for {@link WaitingLine.admitNext}; `onLeave` is told when an abort ended the wait. */
  join(priority: Priority, signal: AbortSignal | undefined, onLeave: () => void): Promise<Permit> {
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
    const { committed, speculative } = this.#waiters;
    const line = committed.size > 0 ? committed : speculative;
    for (const next of line) {
      next.admit(permit);
      return;
    }
  }
}
