import { manualClock } from '@rechka/core/testing';
import { expect, it } from 'vitest';
import { inWholeMs } from './whole-ms.js';

it('goes as the clock that it is made of, in whole ms, from whatever that shows', async () => {
  let offMs = 1_764_600_000_000.75;
  const fired: number[] = [];
  const clock = manualClock();
  const whole = inWholeMs({
    now: () => offMs + clock.now(),
    setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
  });
  whole.setTimeout(() => fired.push(whole.now()), 100);
  offMs += 0.5;
  expect(whole.now()).toBe(0);
  await clock.advance(99);
  expect([whole.now(), fired]).toEqual([99, []]);
  offMs += 0.5;
  expect(whole.now()).toBe(100);
  await clock.advance(1);
  expect(fired).toEqual([101]);
});
