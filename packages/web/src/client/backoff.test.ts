import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.js';

describe('backoffMs', () => {
  it('is nothing at first, then doubles up to 2 s', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoffMs(attempt, 0));
    expect(waits).toEqual([0, 250, 500, 1000, 2000, 2000, 2000, 2000]);
  });

  it('spreads clients over half of the time', () => {
    expect([backoffMs(3, 0.5), backoffMs(3, 1)]).toEqual([750, 500]);
  });
});
