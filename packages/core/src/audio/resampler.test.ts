import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelDbfs } from './level.js';
import { Resampler } from './resampler.js';

const amplitude = 16_384;

function tone(frequencyHz: number, rateHz: number, ms: number): Int16Array {
  return Int16Array.from({ length: Math.round((rateHz * ms) / 1000) }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / rateHz)),
  );
}

function resample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  const resampler = new Resampler(fromHz, toHz);
  return Int16Array.from([...resampler.push(samples), ...resampler.flush()]);
}

/** The middle of the signal, where neither end of the filter is seen. */
function middle(samples: Int16Array): Int16Array {
  return samples.slice(Math.floor(samples.length / 4), Math.floor((samples.length * 3) / 4));
}

/** Level of the tone relative to what was put in, and of all else relative to the tone, by least squares. */
function measure(
  samples: Int16Array,
  frequencyHz: number,
  rateHz: number,
): { gainDb: number; snrDb: number } {
  const step = (2 * Math.PI * frequencyHz) / rateHz;
  let [ss, cc, sc, xs, xc] = [0, 0, 0, 0, 0];
  samples.forEach((x, i) => {
    const s = Math.sin(step * i);
    const c = Math.cos(step * i);
    ss += s * s;
    cc += c * c;
    sc += s * c;
    xs += x * s;
    xc += x * c;
  });
  const determinant = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / determinant;
  const b = (xc * ss - xs * sc) / determinant;
  let noise = 0;
  samples.forEach((x, i) => (noise += (x - a * Math.sin(step * i) - b * Math.cos(step * i)) ** 2));
  const signal = ((a * a + b * b) / 2) * samples.length;
  return {
    gainDb: 10 * Math.log10((a * a + b * b) / amplitude ** 2),
    snrDb: 10 * Math.log10(signal / noise),
  };
}

describe('Resampler', () => {
  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [22_050, 16_000],
    [16_000, 48_000],
    [24_000, 48_000],
  ])('passes speech from %d to %d Hz untouched', (fromHz, toHz) => {
    for (const frequencyHz of [300, 1000, 3400, 7000]) {
      const output = middle(resample(tone(frequencyHz, fromHz, 400), fromHz, toHz));
      const { gainDb, snrDb } = measure(output, frequencyHz, toHz);
      expect(Math.abs(gainDb), `${frequencyHz} Hz level`).toBeLessThan(0.1);
      expect(snrDb, `${frequencyHz} Hz SNR`).toBeGreaterThan(82);
    }
  });

  it.each([
    [48_000, 16_000, 8500],
    [48_000, 16_000, 11_000],
    [44_100, 16_000, 8500],
    [44_100, 16_000, 11_000],
    [16_000, 8000, 4250],
    [16_000, 8000, 5500],
    [48_000, 8000, 4250],
  ])('leaves nothing audible of what does not fit: %d to %d Hz, %d Hz', (fromHz, toHz, frequencyHz) => {
    const output = middle(resample(tone(frequencyHz, fromHz, 400), fromHz, toHz));
    expect(levelDbfs(output)).toBeLessThan(-90);
  });

  it('keeps the telephone band of a wideband call', () => {
    const output = middle(resample(tone(3400, 16_000, 400), 16_000, 8000));
    expect(Math.abs(measure(output, 3400, 8000).gainDb)).toBeLessThan(0.1);
  });

  it('makes no images when going up', () => {
    const output = middle(resample(tone(3400, 8000, 400), 8000, 48_000));
    const { gainDb, snrDb } = measure(output, 3400, 48_000);
    expect(Math.abs(gainDb)).toBeLessThan(0.1);
    expect(snrDb).toBeGreaterThan(82);
  });

  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [16_000, 8000],
    [8000, 16_000],
    [22_050, 48_000],
    [8000, 192_000],
    [192_000, 8000],
  ])('keeps a click where it was: %d to %d Hz', (fromHz, toHz) => {
    const input = new Int16Array(fromHz / 2);
    const atMs = 250;
    input[Math.round((fromHz * atMs) / 1000)] = 32_767;
    const output = resample(input, fromHz, toHz);
    const peak = output.reduce((best, value, i) => (value > (output[best] ?? 0) ? i : best), 0);
    expect(Math.abs((peak / toHz) * 1000 - atMs)).toBeLessThanOrEqual(500 / toHz + 500 / fromHz);
    expect(output.length).toBe(Math.ceil((input.length * toHz) / fromHz));
  });

  it('lags by the delay it tells and no more', () => {
    const resampler = new Resampler(48_000, 16_000);
    expect(resampler.delayMs).toBeCloseTo(2, 10);
    const output = resampler.push(new Int16Array(48_000));
    expect((48_000 / 48 - output.length / 16) * 1).toBeCloseTo(2, 0);
    expect(resampler.flush().length + output.length).toBe(16_000);
  });

  it('passes a constant without a ripple', () => {
    const output = resample(new Int16Array(8820).fill(10_000), 44_100, 16_000);
    expect(new Set(middle(output))).toEqual(new Set([10_000]));
  });

  it('does not wrap around on overshoot', () => {
    const square = Int16Array.from({ length: 9600 }, (_, i) => (Math.floor(i / 60) % 2 ? -32_768 : 32_767));
    const output = resample(square, 48_000, 16_000);
    const flips = output.filter((value, i) => i > 0 && Math.abs(value - (output[i - 1] ?? 0)) > 50_000);
    // One edge in 20 output samples; a wrapped overshoot would add more.
    expect(flips.length).toBeLessThanOrEqual(output.length / 20);
  });

  it('gives the same however the input is cut', () => {
    const rates = fc.constantFrom(8000, 11_025, 16_000, 22_050, 44_100, 48_000);
    const noise = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 1500 });
    const cuts = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rates, rates, noise, cuts, (fromHz, toHz, values, sizes) => {
        const samples = Int16Array.from(values);
        const resampler = new Resampler(fromHz, toHz);
        const pieces: number[] = [];
        let at = 0;
        for (const size of sizes) {
          pieces.push(...resampler.push(samples.subarray(at, at + size)));
          at += size;
        }
        pieces.push(...resampler.push(samples.subarray(at)), ...resampler.flush());
        expect(pieces).toEqual([...resample(samples, fromHz, toHz)]);
        expect(pieces.length).toBe(Math.ceil((samples.length * toHz) / fromHz));
      }),
      { numRuns: 150 },
    );
  });

  it('is as new after a flush', () => {
    const resampler = new Resampler(48_000, 16_000);
    const input = tone(1000, 48_000, 30);
    const first = [...resampler.push(input), ...resampler.flush()];
    const second = [...resampler.push(input), ...resampler.flush()];
    expect(second).toEqual(first);
  });

  it('refuses rates it cannot do', () => {
    for (const rate of [0, 4000, 16_000.5, 400_000, Number.NaN]) {
      expect(() => new Resampler(48_000, rate)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
      );
    }
  });
});
