import { beforeAll, describe, expect, it } from 'vitest';
import { encodeToneSpeech } from '../tone-speech/index.js';
import {
  gain,
  inSeries,
  mix,
  noise,
  whiteNoise,
  type Impairment,
} from '../tone-speech/test-support/impairments.js';
import { sentences } from '../tone-speech/test-support/sentences.js';
import { EmulatedRecogniser } from './emulated-recogniser.js';
import { hearingPresets, resolveManner, type HearingPreset } from './hearing-manner.js';
import type { RecogniserEvent } from './recogniser-event.js';
import { SeededRandom } from './seeded-random.js';
import { spokenForm } from './spoken-form.js';

const rateHz = 8000;
const presets = Object.keys(hearingPresets) as HearingPreset[];

function recognise(samples: Int16Array, preset: HearingPreset, seed = 1): RecogniserEvent[] {
  const recogniser = new EmulatedRecogniser({
    sampleRateHz: rateHz,
    endpointing: { type: 'default', sensitivity: 'HIGH', maxPauseMs: 700 },
    manner: hearingPresets[preset],
    seed,
  });
  return [...recogniser.push(samples), ...recogniser.end()];
}

const finals = (events: readonly RecogniserEvent[]) =>
  events.flatMap((event) => (event.type === 'final' ? event.text.split(' ') : []));

/** Substitutions, omissions and insertions that make one list of words of the other. */
function editDistance(from: readonly string[], to: readonly string[]): number {
  let row = to.map((_, i) => i + 1);
  row.unshift(0);
  for (const [i, word] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      next.push(Math.min(row[j]! + (word === other ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** Sentences with pauses between them, after two seconds in which the noise becomes known. */
function spokenText(texts: readonly string[]): Int16Array {
  const parts = texts.map((text) => encodeToneSpeech(text, { voice: 'a', sampleRateHz: rateHz }).samples);
  const pause = rateHz;
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length + pause, 2 * rateHz + pause));
  let at = 2 * rateHz;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length + pause;
  }
  return samples;
}

const as = (impairment: Impairment) => (samples: Int16Array) => impairment(samples, new SeededRandom(3));
const sounds = {
  good: (samples: Int16Array) => samples,
  'noise 5 dB below': as(whiteNoise(5)),
  'noise as loud': as(whiteNoise(0)),
  'clipped by 12 dB': as(gain(12)),
  'clipped by 20 dB': as(gain(20)),
  'quiet in noise': as(inSeries(whiteNoise(5), gain(-26))),
} as const;
type SoundName = keyof typeof sounds;

describe('word error rates', () => {
  const texts = sentences(71, 40);
  const right = texts.flatMap((text) => text.split(' ').flatMap(spokenForm));
  const samples = spokenText(texts);
  const rates = {} as Record<SoundName, Record<HearingPreset, number>>;

  beforeAll(() => {
    for (const [sound, impair] of Object.entries(sounds) as [SoundName, (typeof sounds)[SoundName]][]) {
      const heard = impair(samples);
      const ofSound = presets.map((preset) => [
        preset,
        editDistance(right, finals(recognise(heard, preset))) / right.length,
      ]);
      rates[sound] = Object.fromEntries(ofSound) as Record<HearingPreset, number>;
    }
    const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;
    console.info(
      [
        `Word error rates of ${right.length} words: ${presets.join(' / ')}`,
        ...Object.entries(rates).map(
          ([sound, ofSound]) =>
            `  ${sound}: ${presets.map((preset) => percent(ofSound[preset])).join(' / ')}`,
        ),
      ].join('\n'),
    );
  });

  it('of good sound are those of the presets: none, about 5 %, about 15 %', () => {
    expect(rates.good.clean).toBe(0);
    expect(rates.good.phone).toBeGreaterThan(0.02);
    expect(rates.good.phone).toBeLessThan(0.08);
    expect(rates.good.noisy).toBeGreaterThan(0.1);
    expect(rates.good.noisy).toBeLessThan(0.2);
  });

  it.each(presets)('of %s rise with the noise and with clipping', (preset) => {
    const rate = (sound: SoundName) => rates[sound][preset];
    expect(rate('noise 5 dB below')).toBeGreaterThan(rate('good') + 0.05);
    expect(rate('noise as loud')).toBeGreaterThan(rate('noise 5 dB below') + 0.05);
    expect(rate('clipped by 12 dB')).toBeGreaterThan(rate('good') + 0.05);
    expect(rate('clipped by 20 dB')).toBeGreaterThan(rate('clipped by 12 dB'));
    expect(rate('quiet in noise')).toBeGreaterThan(rate('good') + 0.05);
  });

  it.each(Object.keys(sounds) as SoundName[])('in %s rise from clean over phone to noisy', (sound) => {
    const { clean, phone, noisy } = rates[sound];
    expect(phone).toBeGreaterThan(clean);
    expect(noisy).toBeGreaterThan(phone);
  });
});

describe('bursts of noise', () => {
  const burst = (ms: number) => noise((ms * rateHz) / 1000, 0.15, new SeededRandom(5));
  const bursts = (ms: number, count = 40) => {
    const one = burst(ms);
    const samples = new Int16Array(count * (one.length + 2 * rateHz));
    for (let i = 0; i < count; i++) samples.set(one, i * (one.length + 2 * rateHz) + rateHz);
    return samples;
  };

  it('are taken for words at times, by presets that do so', () => {
    const words = (preset: HearingPreset) => finals(recognise(bursts(300), preset)).length;
    expect(words('clean')).toBe(0);
    expect(words('phone')).toBeGreaterThan(3);
    expect(words('noisy')).toBeGreaterThan(words('phone'));
    expect(words('noisy')).toBeLessThan(40);
  });

  it('are none when they are clicks or go on and on', () => {
    expect(finals(recognise(bursts(80), 'noisy'))).toEqual([]);
    expect(finals(recognise(bursts(1900), 'noisy'))).toEqual([]);
  });

  it('are none within words that are heard', () => {
    const { samples } = encodeToneSpeech('Добрый день запишите меня', { voice: 'a', sampleRateHz: rateHz });
    const manner = { ...hearingPresets.clean, noiseWords: 1 };
    const line = new Int16Array(samples.length + rateHz);
    line.set(samples);
    const recogniser = new EmulatedRecogniser({ sampleRateHz: rateHz, manner });
    recogniser.push(mix(line, gain(-12)(burst(200), new SeededRandom(1)), 2400));
    expect(finals(recogniser.end())).toEqual(['добрый', 'день', 'запишите', 'меня']);
  });
});

it('a preset is taken by name, or in single figures that replace those of clean', () => {
  expect(resolveManner('stt.hearing', 'phone')).toBe(hearingPresets.phone);
  expect(resolveManner('stt.hearing', { lostWords: 0.5 })).toEqual({
    ...hearingPresets.clean,
    lostWords: 0.5,
  });
  for (const wrong of ['loud', { lostWords: 2 }, { deafness: 1 }]) {
    expect(() => resolveManner('stt.hearing', wrong as never)).toThrow(/stt\.hearing/);
  }
});
