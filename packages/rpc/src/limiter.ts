/**
 * What work is worth to those who share a quota.
 *
 * - `committed`: for a turn that was taken. Waits if it must, and is served first.
 * - `prefetch`: for such a turn too, but ahead of need. Waits behind all that is committed.
 * - `speculative`: for a turn that may never be. Does not wait: it gets a permit while at least 30 % of the quota
 *   remains after it, else it is refused. Committed work that finds no permit takes one away from it.
 */
export type Priority = 'committed' | 'prefetch' | 'speculative';

/** A right to use a share of a quota, until released. Releasing twice is harmless. */
export interface Permit {
  /**
   * Aborts when committed work has taken the share away; the work must end then, with its reason, a `VoiceError`
   * `ERR_QUOTA`. Nothing need be released after it. `undefined` where that cannot happen: for committed work and
   * prefetch, and for a rate, where what was given has been used.
   */
  readonly preempted: AbortSignal | undefined;
  /** Speculative work has become committed: its share is not taken away any more. Else it does nothing. */
  promote(): void;
  /** Gives the share back, where it is held (a gauge); a rate has none to give back. */
  release(): void;
}

/** How to ask for a {@link Permit}. */
export interface AcquireOptions {
  /** Default `committed`. */
  priority?: Priority;
  /** Gives the place in the queue up. */
  signal?: AbortSignal | undefined;
}

/** One quota, shared by all calls of the process: first come, first served within a priority. */
export interface Limiter {
  /** Permits to be had at this moment without waiting. */
  readonly available: number;
  /**
   * Waits for its turn; speculative work does not wait. Rejects with `ERR_ABORTED` when `signal` aborts, and
   * with `ERR_QUOTA` when there is nothing to spare for speculative work.
   */
  acquire(options?: AcquireOptions): Promise<Permit>;
}
