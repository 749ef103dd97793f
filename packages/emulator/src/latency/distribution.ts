import { checkNumber, invalidOption } from '@rechka/core';
import { checkNames } from '../check-names.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';

/**
 * How long something takes, in ms: always the same; evenly spread between two figures; or lognormal, as most
 * measured latencies are, given by its median and its 95th percentile. `lessMs` is taken off each value of a
 * lognormal, never below 0: for figures that were measured together with a known part.
 */
export type LatencyDistribution =
  | number
  | { readonly minMs: number; readonly maxMs: number }
  | { readonly medianMs: number; readonly p95Ms: number; readonly lessMs?: number };

/** The 95th percentile of the standard normal distribution. */
const P95_SIGMAS = 1.6449;
/** No latency is longer. */
const MAX_MS = 600_000;

const evenNames = ['minMs', 'maxMs'];
const lognormalNames = ['medianMs', 'p95Ms', 'lessMs'];

/** One value of a distribution. Takes the same count of random numbers for each kind, so that kinds can be changed. */
export function sampleMs(distribution: LatencyDistribution, random: SeededRandom): number {
  const [share, turn] = [random.next(), random.next()];
  if (typeof distribution === 'number') return distribution;
  if ('minMs' in distribution) {
    const { minMs, maxMs } = distribution;
    return minMs + share * (maxMs - minMs);
  }
  const { medianMs, p95Ms, lessMs = 0 } = distribution;
  // Box–Muller; 1 − share is never 0.
  const normal = Math.sqrt(-2 * Math.log(1 - share)) * Math.cos(2 * Math.PI * turn);
  const sigma = Math.log(p95Ms / medianMs) / P95_SIGMAS;
  return Math.min(MAX_MS, Math.max(0, medianMs * Math.exp(sigma * normal) - lessMs));
}

/** Throws `ERR_INVALID_OPTION`; `name` is how the user knows it. */
export function checkDistribution(name: string, value: unknown): void {
  if (typeof value === 'number') {
    checkNumber(name, value, { min: 0, max: MAX_MS });
    return;
  }
  if (typeof value !== 'object' || value === null) {
    throw invalidOption(name, value, 'a number of ms, { minMs, maxMs } or { medianMs, p95Ms }');
  }
  const { minMs, maxMs, medianMs, p95Ms, lessMs = 0 } = value as Record<string, unknown>;
  const isEven = 'minMs' in value || 'maxMs' in value;
  const isLognormal = 'medianMs' in value || 'p95Ms' in value;
  checkNames(name, value, [...(isLognormal ? [] : evenNames), ...(isEven ? [] : lognormalNames)]);
  if (isEven) {
    checkNumber(`${name}.minMs`, minMs, { min: 0, max: MAX_MS });
    checkNumber(`${name}.maxMs`, maxMs, { min: minMs, max: MAX_MS });
    return;
  }
  checkNumber(`${name}.medianMs`, medianMs, { min: 0.001, max: MAX_MS });
  checkNumber(`${name}.p95Ms`, p95Ms, { min: medianMs, max: MAX_MS });
  checkNumber(`${name}.lessMs`, lessMs, { min: 0, max: MAX_MS });
}
