import { Resampler } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { CaptureFramer } from './capture-framer.js';

const quantum = 128;

function noise(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 1.8 - 0.9;
  });
}

function frames(deviceHz: number, samples: Float32Array): { frames: Int16Array[]; firstAt: number } {
  const framer = new CaptureFramer(deviceHz);
  const made: Int16Array[] = [];
  let firstAt = 0;
  for (let at = 0; at + quantum <= samples.length; at += quantum) {
    framer.push(samples.subarray(at, at + quantum), quantum, (frame) => made.push(frame));
    if (made.length > 0 && firstAt === 0) firstAt = at + quantum;
  }
  return { frames: made, firstAt };
}

describe('CaptureFramer', () => {
  it.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])(
    'makes frames of 20 ms at 16 kHz of a device of %d Hz, no later than it must',
    (deviceHz) => {
      const input = noise(deviceHz - (deviceHz % quantum));
      const { frames: made, firstAt } = frames(deviceHz, input);
      expect(made.every((frame) => frame.length === 320)).toBe(true);
      expect(new Set(made).size).toBe(made.length);
      expect(made.length).toBeGreaterThanOrEqual(47);
      const resampler = new Resampler(deviceHz, 16_000);
      expect((firstAt / deviceHz) * 1000).toBeLessThan(
        20 + resampler.delayMs + (quantum / deviceHz) * 1000 + 1,
      );
      const expected = resampler.push(
        input.map((sample) => Math.round(sample * 32_768)) as unknown as Int16Array,
      );
      const got = made.flatMap((frame) => [...frame]);
      expect(got).toEqual([...expected.slice(0, got.length)]);
    },
  );

  it('goes on with silence where there is no microphone, and does not wrap around on what is too loud', () => {
    const made: Int16Array[] = [];
    const framer = new CaptureFramer(16_000);
    framer.push(undefined, 320, (frame) => made.push(frame));
    framer.push(new Float32Array(320).fill(1.5), 320, (frame) => made.push(frame));
    expect(new Set(made[0])).toEqual(new Set([0]));
    expect(new Set(made[1])).toEqual(new Set([32_767]));
  });
});
