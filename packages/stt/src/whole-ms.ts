import type { Clock } from '@rechka/core';

/**
 * A clock that goes as this one, in whole ms from now on. A stream keeps a dozen moments for as long as it lasts, and a moment with a fraction is an
 * object of the heap, as is one beyond 2³¹; others are none.
 */
export function inWholeMs(clock: Clock): Clock {
  const startMs = clock.now();
  return {
    now: () => Math.trunc(clock.now() - startMs),
    setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
  };
}
