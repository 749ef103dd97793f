import { checkNumber } from '../errors/validate.js';

/**
 * What came of running a tool.
 * - `done`: `result` is what the model is told.
 * - `failed`: the handler threw. Nothing was done, so the model may call again.
 * - `unknown`: it timed out, or the call ended meanwhile. It may have been done: nobody runs it again.
 */
export type ToolOutcome =
  { status: 'done'; result: string } | { status: 'failed'; reason: string } | { status: 'unknown' };

/** What a store knows of a key. `new`: nobody has run it, or it failed; it is the asker's to run now. */
export type ToolBegun =
  { state: 'new' } | { state: 'running' | 'unknown' } | { state: 'done'; result: string };

/**
 * Remembers which tools have been run, so that none is run twice. Put it where your bookings are: a table
 * with a unique key serves processes that share the calls of a line, and survives their death.
 */
export interface IdempotencyStore {
  /**
   * Takes the key, if it is free or failed, and marks it `running` before it resolves; otherwise tells what is
   * known. Atomic: of several that ask at once, one gets `new`. A key that was left `running` by a process that
   * died stays so, and is never given again. A rejection means that the tool is not run.
   */
  begin(key: string): Promise<ToolBegun>;
  /**
   * Records what came of it. May come a second time, with `done` after `unknown`, from a handler that finished
   * after its time.
   */
  finish(key: string, outcome: ToolOutcome): Promise<void>;
}

/**
 * An {@link IdempotencyStore} in memory: enough for one process. It keeps the last `capacity` outcomes
 * (default 10 000); throws `ERR_INVALID_OPTION` for a capacity below 1.
 */
export function memoryIdempotency({ capacity = 10_000 }: { capacity?: number } = {}): IdempotencyStore {
  checkNumber('capacity', capacity, { min: 1, max: Number.MAX_SAFE_INTEGER, integer: true });
  const running = new Set<string>();
  const finished = new Map<string, ToolBegun>();
  return {
    async begin(key) {
      const known = finished.get(key);
      if (known) return known;
      if (running.has(key)) return { state: 'running' };
      running.add(key);
      return { state: 'new' };
    },
    async finish(key, outcome) {
      running.delete(key);
      finished.delete(key);
      if (outcome.status === 'failed') return;
      finished.set(
        key,
        outcome.status === 'done' ? { state: 'done', result: outcome.result } : { state: 'unknown' },
      );
      for (const oldest of finished.keys()) {
        if (finished.size <= capacity) break;
        finished.delete(oldest);
      }
    },
  };
}
