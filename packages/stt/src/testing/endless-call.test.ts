import { describe, expect, it } from 'vitest';
import { endlessCall } from './endless-call.js';

describe('somebody who talks without a pause', () => {
  it.each([
    [8000, 3],
    [16_000, 3],
    [48_000, 2],
  ] as const)('is heard at %i Hz: every word once, in order, in its place', async (rateHz, minutes) => {
    const report = await endlessCall({ rateHz, minutes, seed: rateHz });
    const { lost, doubled, invented, misplaced, worstMs, said, sessions, longestUtteranceMs, timesRealTime } =
      report;
    console.log({
      said,
      sessions,
      worstMs,
      longestUtteranceMs,
      timesRealTime,
      lost,
      doubled,
      invented,
      kept: report.mostKeptBytes,
    });
    expect({ lost, doubled, invented, misplaced }).toEqual({
      lost: [],
      doubled: [],
      invented: [],
      misplaced: 0,
    });
    expect(worstMs).toBeLessThanOrEqual(40);
  });
});
