import type { SeededRandom } from '../../recogniser/seeded-random.js';

/** Something that happens to a signal on its way. */
export type Impairment = (samples: Int16Array, random: SeededRandom) => Int16Array;

const clip = (value: number) => Math.max(-32768, Math.min(32767, Math.round(value)));
const fromDb = (db: number) => 10 ** (db / 20);

/** RMS of tone speech while it sounds, of full scale. */
const SPEECH_RMS = 0.35 / Math.SQRT2;

/** Two neighbouring normally distributed numbers. */
function gaussianPair(random: SeededRandom): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  const angle = 2 * Math.PI * random.next();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

export function noise(length: number, rms: number, random: SeededRandom): Int16Array {
  const samples = new Int16Array(length);
  for (let i = 0; i < length; i += 2) {
    const [first, second] = gaussianPair(random);
    samples[i] = clip(32767 * rms * first);
    if (i + 1 < length) samples[i + 1] = clip(32767 * rms * second);
  }
  return samples;
}

/** `b` added to `a` from sample `offset` on; the result is as long as `a`. */
export function mix(a: Int16Array, b: Int16Array, offset = 0): Int16Array {
  return a.map((sample, i) => clip(sample + (b[i - offset] ?? 0)));
}

/** A copy with `ms` of silence before and after. */
export function padded(samples: Int16Array, sampleRateHz: number, ms: number): Int16Array {
  const pad = Math.round((ms * sampleRateHz) / 1000);
  const out = new Int16Array(samples.length + 2 * pad);
  out.set(samples, pad);
  return out;
}

export const gain =
  (db: number): Impairment =>
  (samples) =>
    samples.map((sample) => clip(sample * fromDb(db)));

export const dc =
  (level: number): Impairment =>
  (samples) =>
    samples.map((sample) => clip(sample + level * 32767));

/** White noise `snrDb` below tone speech at its nominal level. */
export const whiteNoise =
  (snrDb: number): Impairment =>
  (samples, random) =>
    mix(samples, noise(samples.length, SPEECH_RMS * fromDb(-snrDb), random));

/** The same signal again, later and weaker. */
export const echo =
  (db: number, delaySamples: number): Impairment =>
  (samples) =>
    mix(samples, gain(db)(samples, undefined as never), delaySamples);

export const inSeries =
  (...steps: readonly Impairment[]): Impairment =>
  (samples, random) =>
    steps.reduce((signal, step) => step(signal, random), samples);
