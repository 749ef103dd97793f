import type { Clock } from '../time/clock.js';
import { leaveEarly } from './leave-early.js';

/** Stands for time in which nothing came. */
export const pause = Symbol('pause');

/**
 * Passes a source on, and tells once of each item that is late: by what `waitMs` says when it begins to be waited
 * for, in ms; undefined if it may be as late as it likes.
 */
export async function* withPauses<T>(
  source: AsyncIterable<T>,
  clock: Clock,
  waitMs: () => number | undefined,
): AsyncGenerator<T | typeof pause> {
  const iterator = source[Symbol.asyncIterator]();
  let over = false;
  try {
    for (;;) {
      const next = iterator.next();
      const result = await orPause(next, clock, waitMs());
      if (result === pause) yield pause;
      const item = result === pause ? await next : result;
      if (item.done === true) {
        over = true;
        return;
      }
      yield item.value;
    }
  } catch (error) {
    over = true;
    throw error;
  } finally {
    if (!over) void leaveEarly(() => iterator);
  }
}

async function orPause<T>(
  next: Promise<T>,
  clock: Clock,
  delayMs: number | undefined,
): Promise<T | typeof pause> {
  if (delayMs === undefined) return next;
  const waiting: { stop?: () => void } = {};
  const late = new Promise<typeof pause>((resolve) => {
    const timer = clock.setTimeout(() => resolve(pause), delayMs);
    waiting.stop = () => timer.cancel();
  });
  // Should it fail after the pause was told, nobody may be there yet to hear it.
  next.catch(() => undefined);
  try {
    return await Promise.race([next, late]);
  } finally {
    waiting.stop?.();
  }
}
