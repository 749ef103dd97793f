import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderTimeline } from './provider-timeline.js';

describe('ProviderTimeline', () => {
  it('shifts by where the session began', () => {
    const timeline = new ProviderTimeline(8000);
    timeline.addAudio(80_000, 8000);
    expect(timeline.toCallerMs(250, 'start')).toBe(10_250);
    expect(timeline.sentMs).toBe(1000);
  });

  it('takes made-up silence out again', () => {
    const timeline = new ProviderTimeline(8000);
    timeline.addAudio(0, 8000);
    timeline.addSilence(8000, 16_000);
    timeline.addSilence(8000, 16_000);
    timeline.addAudio(8000, 8000);
    expect(timeline.toCallerMs(900, 'end')).toBe(900);
    expect(timeline.toCallerMs(1700, 'end')).toBe(1000);
    expect(timeline.toCallerMs(5000, 'end')).toBe(1000);
    expect(timeline.toCallerMs(5400, 'start')).toBe(1400);
  });

  it('puts starts behind and ends before audio that was dropped', () => {
    const timeline = new ProviderTimeline(8000);
    timeline.addAudio(0, 8000);
    timeline.addAudio(24_000, 8000);
    expect(timeline.toCallerMs(1000, 'end')).toBe(1000);
    expect(timeline.toCallerMs(1000, 'start')).toBe(3000);
    expect(timeline.toCallerMs(1500, 'end')).toBe(3500);
  });

  it('goes no further than what was sent', () => {
    const timeline = new ProviderTimeline(8000);
    expect(timeline.toCallerMs(500, 'end')).toBe(0);
    timeline.addAudio(8000, 8000);
    expect(timeline.toCallerMs(60_000, 'end')).toBe(2000);
  });
});

it('tells no time beyond the audio that there is, where that is no whole number of ms', () => {
  const timeline = new ProviderTimeline(8000);
  timeline.addAudio(0, 804);
  expect(timeline.toCallerMs(101, 'end')).toBe(100);
  expect(timeline.toCallerMs(33, 'start')).toBe(33);
});

/** Audio that goes on, or after a hole, or made-up silence: of so many samples. */
const pieces = fc.array(
  fc.record({
    holeMs: fc.constantFrom(0, 0, 0, 7, 100),
    lengthMs: fc.integer({ min: 1, max: 20 }),
    silence: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

it('says of each ms what an account of every single sample says', () => {
  fc.assert(
    fc.property(pieces, (sent) => {
      const timeline = new ProviderTimeline(1000);
      const account: { atMs: number; silence: boolean }[] = [];
      let callerMs = 0;
      for (const { holeMs, lengthMs, silence } of sent) {
        callerMs += holeMs;
        for (let at = 0; at < lengthMs; at++) account.push({ atMs: callerMs + (silence ? 0 : at), silence });
        if (silence) timeline.addSilence(callerMs, lengthMs);
        else {
          timeline.addAudio(callerMs, lengthMs);
          callerMs += lengthMs;
        }
      }
      expect(timeline.sentMs).toBe(account.length);
      for (const [index, { atMs, silence }] of account.entries()) {
        expect(timeline.toCallerMs(index, 'start')).toBe(atMs);
        expect(timeline.toCallerMs(index + 1, 'end')).toBe(silence ? atMs : atMs + 1);
      }
    }),
  );
});
