import { manualClock } from '@rechka/core/testing';
import { expect, it } from 'vitest';
import { Ticker } from './ticker.js';

const periodMs = 250;

it('tells all who listen the time, by one timer, which ends with the last of them', async () => {
  const clock = manualClock();
  const ticker = new Ticker(clock, periodMs);
  expect(clock.pendingTimers).toBe(0);
  const told: number[][] = [[], [], []];
  const listeners = told.map((times) => ({ ticked: (nowMs: number) => void times.push(nowMs) }));
  for (const listener of listeners) ticker.add(listener);
  expect(clock.pendingTimers).toBe(1);
  await clock.advance(2 * periodMs);
  const twice = [periodMs, 2 * periodMs];
  expect(told).toEqual([twice, twice, twice]);

  for (const listener of listeners) ticker.remove(listener);
  expect(clock.pendingTimers).toBe(0);
  await clock.advance(10 * periodMs);
  expect(told).toEqual([twice, twice, twice]);

  for (const listener of listeners.slice(0, 1)) ticker.add(listener);
  await clock.advance(periodMs);
  expect(told.map((times) => times.length)).toEqual([3, 2, 2]);
});

it('ends also when the last of them leaves while it is told', async () => {
  const clock = manualClock();
  const ticker = new Ticker(clock, periodMs);
  let told = 0;
  const once = {
    ticked: () => {
      told++;
      ticker.remove(once);
    },
  };
  ticker.add(once);
  await clock.advance(10 * periodMs);
  expect([told, clock.pendingTimers]).toEqual([1, 0]);
});
