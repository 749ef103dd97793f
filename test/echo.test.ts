import { describe, expect, it } from 'vitest';
import { echoTrial } from '../bench/echo-trial.mjs';

// The whole table is printed by `node bench/echo.mjs`; here is a corner of it, with the same calls.
describe('a line that gives the bot its own voice back', () => {
  it.each([
    { leakDb: 0, delayMs: 120 },
    { leakDb: -12, delayMs: 400 },
    { leakDb: -30, delayMs: 50 },
  ])('echo at $leakDb dB, $delayMs ms late: is not obeyed, and callers are', async (line) => {
    const result = await echoTrial({ ...line, speechMinutes: 0.7, bargeIns: 6 });
    expect(result.utterances, 'the recogniser never heard the echo').toBeGreaterThan(5);
    expect(result.falseBargeIns).toBe(0);
    expect(result.bargeIns).toBe(6);
    expect(result.missed).toBe(0);
  });

  it('without a guard obeys its echo: the line of these calls is a bad one', async () => {
    const result = await echoTrial({ leakDb: -12, delayMs: 120, speechMinutes: 0.4, guard: { mode: 'off' } });
    expect(result.falseBargeIns).toBe(result.utterances);
    expect(result.utterances).toBeGreaterThan(2);
  });

  it('knows no word timings: is not obeyed either', async () => {
    const result = await echoTrial({ leakDb: -6, delayMs: 120, speechMinutes: 0.7, wordTimings: false });
    expect(result.utterances).toBeGreaterThan(5);
    expect(result.falseBargeIns).toBe(0);
  });
});

describe('a line without an echo', () => {
  it('hears every interruption', async () => {
    const result = await echoTrial({ leakDb: Number.NEGATIVE_INFINITY, delayMs: 0, bargeIns: 8 });
    expect(result).toMatchObject({ bargeIns: 8, missed: 0 });
  });
});
