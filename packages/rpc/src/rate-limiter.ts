import { abortError, type Clock, type ClockTimer } from '@rechka/core';
import type { Limiter, Permit, Priority } from './limiter.js';
import { WaitingLine } from './waiting-line.js';

const windowMs = 1000;
const used: Permit = { release: () => undefined };

/**
 * At most so many in any one second, whenever that second begins: unlike a bucket of tokens it never lets two
 * bursts into one second. Releasing a permit gives nothing back: the request has been made.
 */
export class RateLimiter implements Limiter {
  readonly #line = new WaitingLine();
  readonly #clock: Clock;
  #limit: number;
  /** When the permits of the last second were given, oldest first. */
  #given: number[] = [];
  #timer: ClockTimer | undefined;

  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  get available(): number {
    const nowMs = this.#clock.now();
    // A time in the future means that the clock under us was exchanged: such a permit binds nobody any more.
    this.#given = this.#given.filter((atMs) => atMs <= nowMs && nowMs - atMs < windowMs);
    return Math.max(0, this.#limit - this.#given.length);
  }

  acquire({
    priority = 'committed',
    signal,
  }: { priority?: Priority; signal?: AbortSignal } = {}): Promise<Permit> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    if (this.available > 0 && this.#line.length === 0) return Promise.resolve(this.#permit());
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
