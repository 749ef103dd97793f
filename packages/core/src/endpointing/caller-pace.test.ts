import { describe, expect, it } from 'vitest';
import { CallerPace } from './caller-pace.js';

function paceOf(ms: number, times: number): number {
  const pace = new CallerPace();
  for (let i = 0; i < times; i++) pace.paused(ms);
  return pace.factor;
}

describe('the pace of a caller', () => {
  it('is the usual one until it is known', () => {
    expect(paceOf(0, 0)).toBeCloseTo(1);
  });

  it('is longer for who pauses longer, by little for one pause, and never by more than 15 or less than −10 %', () => {
    expect(paceOf(700, 1)).toBeGreaterThan(1);
    expect(paceOf(700, 1)).toBeLessThan(paceOf(700, 2));
    expect(paceOf(1200, 100)).toBe(1.15);
    expect(paceOf(200, 100)).toBe(0.9);
  });

  it.each([199, 1201, 10_000])('is not told by a gap of %i ms', (ms) => {
    expect(paceOf(ms, 100)).toBeCloseTo(1);
  });
});
