/** A right to use a share of a quota, until released. Releasing twice is harmless. */
export interface Permit {
  /** Gives the share back, where it is held (a gauge); a rate has none to give back. */
  release(): void;
}

/** Committed work is served first; speculation gets what is left over. */
export type Priority = 'committed' | 'speculative';

/** One quota, shared by all calls of the process: first come, first served within a priority. */
export interface Limiter {
  /** Permits to be had at this moment without waiting. */
  readonly available: number;
  /** Waits for its turn. An aborted `signal` rejects with `ERR_ABORTED` and gives the place in the queue up. */
  acquire(options?: { priority?: Priority; signal?: AbortSignal }): Promise<Permit>;
}
