import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { sampleMs, type LatencyDistribution } from './distribution.js';
import { LatencySampler } from './latency-sampler.js';
import { latencyNames, resolveLatency, type LatencyProfile } from './profile.js';

const draws = 20_000;

/** Sorted values, all of one seed. */
function drawn(distribution: LatencyDistribution): number[] {
  const random = new SeededRandom(5);
  return Array.from({ length: draws }, () => sampleMs(distribution, random)).sort((a, b) => a - b);
}

const at = (values: readonly number[], share: number) => values[Math.floor(share * (values.length - 1))]!;

describe('a distribution', () => {
  it('is lognormal with the median and the 95th percentile that it is given', () => {
    const values = drawn({ medianMs: 1036, p95Ms: 1446 });
    expect(Math.abs(at(values, 0.5) / 1036 - 1)).toBeLessThan(0.01);
    expect(Math.abs(at(values, 0.95) / 1446 - 1)).toBeLessThan(0.01);
    // Symmetric in its logarithm: as far below the median as above.
    expect(Math.abs((at(values, 0.05) * 1446) / 1036 ** 2 - 1)).toBeLessThan(0.02);
  });

  it('loses the part that is counted elsewhere, and is never negative', () => {
    const values = drawn({ medianMs: 1036, p95Ms: 1446, lessMs: 900 });
    expect(Math.abs(at(values, 0.5) - 136)).toBeLessThan(10);
    expect(values[0]).toBe(0);
  });

  it('is even between two figures, or a single figure', () => {
    const values = drawn({ minMs: 100, maxMs: 200 });
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      expect(Math.abs(at(values, share) - 100 - 100 * share)).toBeLessThan(2);
    }
    expect(new Set(drawn(336))).toEqual(new Set([336]));
  });
});

describe('a sampler', () => {
  it('adds figures up', () => {
    const sampler = new LatencySampler(resolveLatency('typical'), new SeededRandom(1));
    expect(sampler.ms('ttsFirstAudioMs', 'ttsPerCharacterMs')).toBe(151.5);
  });
});

describe('the profiles', () => {
  it.each(latencyNames)('%s has a figure for everything, and all of them pass the check', (name) => {
    const profile = resolveLatency(name);
    expect(Object.keys(profile).sort()).toEqual(Object.keys(resolveLatency('instant')).sort());
    expect(resolveLatency({ ...profile })).toEqual(profile);
  });

  it('of the field differ by the first token: 250, 400, 600 ms at the median', () => {
    const medians = (['field-fast', 'field', 'field-slow'] as const).map((name) =>
      Math.round(at(drawn(resolveLatency(name).llmFirstTokenMs), 0.5) / 10),
    );
    expect(medians).toEqual([25, 40, 60]);
  });

  it('may be changed in single figures', () => {
    const changed = resolveLatency({ ...resolveLatency('field'), sttExternalFinalMs: 70 });
    expect(changed).toMatchObject({ sttExternalFinalMs: 70, llmTokenMs: 9 });
    expect(resolveLatency({ llmTokenMs: 5 })).toMatchObject({ llmTokenMs: 5, sttFinalMs: 0 });
  });

  it.each<[Partial<Record<keyof LatencyProfile, unknown>>, RegExp]>([
    [{ llmTokenMs: -1 }, /llmTokenMs/],
    [{ llmTokenMs: { minMs: 5, maxMs: 4 } }, /llmTokenMs\.maxMs/],
    [{ sttFinalMs: { medianMs: 0, p95Ms: 5 } }, /sttFinalMs\.medianMs/],
    [{ sttFinalMs: { medianMs: 9, p95Ms: 5 } }, /sttFinalMs\.p95Ms/],
    [{ sttFinalMs: 'soon' }, /sttFinalMs/],
    [{ nonsense: 1 } as never, /latency\.nonsense/],
  ])('refuse %j', (figures, text) => {
    expect(() => resolveLatency(figures as LatencyProfile)).toThrow(text);
  });
});
