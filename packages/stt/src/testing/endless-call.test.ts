import { describe, expect, it } from 'vitest';
import { endlessCall } from './endless-call.js';

/** `HEARING_MINUTES`: how long the calls are; 30 is what a soak runs. */
const minutes = Number(process.env['HEARING_MINUTES'] ?? 1.5);

describe('somebody who talks without a pause', () => {
  it.each([8000, 16_000, 48_000] as const)(
    'is heard at %i Hz: every word once, in order, in its place',
    { timeout: minutes * 60_000 },
    async (rateHz) => {
      // In a short call sessions must be short too, or there would be no seam in it.
      const client = minutes < 10 ? { maxSessionMs: 25_000, replayMs: 30_000 } : {};
      const maxStreamMs = minutes < 10 ? 30_000 : 300_000;
      const report = await endlessCall({
        rateHz,
        minutes,
        seed: rateHz,
        client,
        emulator: { stt: { maxStreamMs } },
      });
      const { lost, doubled, invented, misplaced, events } = report;
      expect({ lost, doubled, invented, misplaced }).toEqual({
        lost: [],
        doubled: [],
        invented: [],
        misplaced: 0,
      });
      expect(report.worstMs).toBeLessThanOrEqual(40);
      expect(events.filter(({ type }) => type === 'gap' || type === 'recovering')).toEqual([]);
      // Each seam is in mid-speech.
      expect(report.sessions).toBeGreaterThan(minutes * 2);
      // 30 s, and the word that is being said then.
      expect(report.longestUtteranceMs).toBeLessThanOrEqual(31_500);
      // Nobody waits for the end of a sentence that does not end.
      expect(report.utterances).toBeGreaterThanOrEqual(Math.floor(minutes * 2));
      expect(report.mostKeptBytes).toBeLessThanOrEqual(31_000 * 2 * (rateHz / 1000));
    },
  );
});
