import type { Clock } from '@rechka/core';

/**
 * The same clock in whole ms. A stream keeps a dozen moments for as long as it lasts, and a moment with a fraction is an
 * object of the heap, where one without is none.
 */
export function inWholeMs(clock: Clock): Clock {
  return {
    now: () => Math.trunc(clock.now()),
    setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
  };
}
