import { abortError, type Clock, type ClockTimer } from '@rechka/core';
import type { AcquireOptions, Limiter, Permit } from './limiter.js';
import { canSpare, nothingToSpare } from './spare-permits.js';
import { WaitingLine } from './waiting-line.js';

const windowMs = 1000;
/** Its request has been made: there is nothing to take away or to give back. */
const used: Permit = { preempted: undefined, promote: () => undefined, release: () => undefined };

/**
 * At most so many in any one second, whenever that second begins: unlike a bucket of tokens it never lets two
 * bursts into one second. Releasing a permit gives nothing back: the request has been made.
 */
export class RateLimiter implements Limiter {
  readonly #line = new WaitingLine();
  readonly #quota: string;
  readonly #clock: Clock;
  #limit: number;
  /** When the permits of the last second were given, oldest first. */
  #given: number[] = [];
  #timer: ClockTimer | undefined;

  /** `quota` says in errors what there are `limit` of. */
  constructor(limit: number, quota: string, clock: Clock) {
    this.#limit = limit;
    this.#quota = quota;
    this.#clock = clock;
  }

  get available(): number {
    const nowMs = this.#clock.now();
    // A time in the future means that the clock under us was exchanged: such a permit binds nobody any more.
    this.#given = this.#given.filter((atMs) => atMs <= nowMs && nowMs - atMs < windowMs);
    return Math.max(0, this.#limit - this.#given.length);
  }

  acquire({ priority = 'committed', signal }: AcquireOptions = {}): Promise<Permit> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    // What those who wait are about to be given is not available.
    const available = Math.max(0, this.available - this.#line.length);
    if (priority === 'speculative') {
      return canSpare(available, this.#limit)
        ? Promise.resolve(this.#permit())
        : Promise.reject(nothingToSpare(this.#quota, available, this.#limit));
    }
    if (available > 0) return Promise.resolve(this.#permit());
    const permit = this.#line.join(priority, signal, () => this.#schedule());
    this.#schedule();
    return permit;
  }

  /** A new limit, effective at once. */
  setLimit(limit: number): void {
    this.#limit = limit;
    this.#admit();
  }

  #permit(): Permit {
    this.#given.push(this.#clock.now());
    return used;
  }

  #admit(): void {
    while (this.#line.length > 0 && this.available > 0) this.#line.admitNext(this.#permit());
    this.#schedule();
  }

  /** One timer, and only while somebody waits. */
  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#line.length === 0) return;
    const oldest = this.#given[this.#given.length - this.#limit] ?? this.#clock.now();
    const waitMs = Math.max(0, oldest + windowMs - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => this.#admit(), waitMs);
  }
}
