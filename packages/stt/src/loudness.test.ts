import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSilent } from './loudness.js';

/** Where a sound begins to be heard, as {@link isSilent} has it. */
const thresholdDbfs = -50;

/** A tone whose effective level is so many dBFS. */
function tone(levelDbfs: number, pitch: number, phase: number, samples: number): Uint8Array {
  const peak = 32_768 * Math.SQRT2 * 10 ** (levelDbfs / 20);
  const pcm = Int16Array.from(
    { length: samples },
    (_, i) => peak * Math.sin(2 * Math.PI * (pitch * i + phase)),
  );
  return new Uint8Array(pcm.buffer);
}

/** Pitches in cycles per sample, those among them that come round with the samples that are looked at. */
const pitches = fc.oneof(
  fc.integer({ min: 1, max: 11 }).map((k) => k / 26),
  fc.double({ min: 0.01, max: 0.45, noNaN: true }),
);
const phases = fc.double({ min: 0, max: 1, noNaN: true });
const lengths = fc.integer({ min: 320, max: 3200 });

describe('silence', () => {
  it('is not a tone 6 dB above the threshold, of whatever pitch, phase and length, and is one 6 dB below it', () => {
    fc.assert(
      fc.property(pitches, phases, lengths, (pitch, phase, samples) => {
        expect(isSilent(tone(thresholdDbfs + 6, pitch, phase, samples))).toBe(false);
        expect(isSilent(tone(thresholdDbfs - 6, pitch, phase, samples))).toBe(true);
      }),
    );
  });

  it('is not a word of 30 ms anywhere in 100 ms of the noise of a line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1120 }), pitches, (at, pitch) => {
        const piece = tone(-60, 0.11, 0, 1600);
        piece.set(tone(-40, pitch, 0.1, 480), at * 2);
        expect(isSilent(piece)).toBe(false);
      }),
    );
  });

  it('is told of pieces of any length, and wherever they lie in memory', () => {
    expect(isSilent(new Uint8Array(0))).toBe(true);
    for (let samples = 1; samples < 40; samples++) {
      const loud = new Uint8Array(samples * 2 + 1).fill(0x30);
      expect(isSilent(loud.subarray(1))).toBe(false);
      expect(isSilent(new Uint8Array(samples * 2))).toBe(true);
    }
  });
});
