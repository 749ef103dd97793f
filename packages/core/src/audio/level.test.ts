import { describe, expect, it } from 'vitest';
import { decode } from './audio-converter.js';
import { pcm } from './audio-format.js';
import { levelDbfs } from './level.js';
import { silence } from './silence.js';

describe('levelDbfs', () => {
  it('is −3 for a full-scale sine and falls by 6 with each halving', () => {
    const sine = (peak: number) =>
      Int16Array.from({ length: 1600 }, (_, i) => peak * Math.sin((Math.PI * i) / 8));
    expect(levelDbfs(sine(32_767))).toBeCloseTo(-3.01, 1);
    expect(levelDbfs(sine(16_384))).toBeCloseTo(-9.03, 1);
  });

  it('has no bottom', () => {
    expect(levelDbfs(new Int16Array(10))).toBe(Number.NEGATIVE_INFINITY);
    expect(levelDbfs(new Int16Array(0))).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('silence', () => {
  it.each([
    pcm(16_000),
    { encoding: 'pcma', sampleRateHz: 8000 } as const,
    { encoding: 'pcmu', sampleRateHz: 8000 } as const,
  ])('is silent in %o, for as long as asked', (format) => {
    const samples = decode(silence(30, format), format);
    expect(samples.length).toBe((format.sampleRateHz * 30) / 1000);
    expect(levelDbfs(samples)).toBeLessThan(-70);
  });
});
