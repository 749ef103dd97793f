import { decodeG711, encodeG711 } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { encodeToneSpeech } from './encode.js';
import { toneVoices, type ToneVoice } from './parameters.js';
import { hear, textOf } from './test-support/hear.js';
import {
  dc,
  echo,
  gain,
  inSeries,
  mix,
  padded,
  whiteNoise,
  type Impairment,
} from './test-support/impairments.js';
import { sentences } from './test-support/sentences.js';

const texts = sentences(20, 40);
const aLaw: Impairment = (samples) => decodeG711(encodeG711(samples, 'pcma'), 'pcma');
const muLaw: Impairment = (samples) => decodeG711(encodeG711(samples, 'pcmu'), 'pcmu');
const asIs: Impairment = (samples) => samples;

interface Cell {
  name: string;
  rateHz?: number;
  /** Rate at which the sound is made, if the sender's clock is wrong. */
  madeAtHz?: number;
  impair?: Impairment;
}

const cells: readonly Cell[] = [
  ...[8000, 16_000, 22_050, 24_000, 44_100, 48_000].map((rateHz) => ({
    name: `clean at ${rateHz} Hz`,
    rateHz,
  })),
  { name: 'clock 0.1 % fast', madeAtHz: 15_984 },
  { name: 'clock 0.1 % slow', madeAtHz: 16_016 },
  { name: 'A-law', rateHz: 8000, impair: aLaw },
  { name: 'µ-law', rateHz: 8000, impair: muLaw },
  { name: 'A-law at −30 dB', rateHz: 8000, impair: inSeries(gain(-30), aLaw) },
  ...[-30, -20, 6, 12, 20].map((db) => ({ name: `gain ${db} dB`, impair: gain(db) })),
  { name: 'DC 0.2', impair: dc(0.2) },
  { name: 'DC 0.5 and gain 6 dB', impair: inSeries(gain(6), dc(0.5)) },
  ...[20, 10, 5, 0, -3].map((db) => ({ name: `white noise, SNR ${db} dB`, impair: whiteNoise(db) })),
  { name: 'SNR 10 dB at −30 dB', impair: inSeries(whiteNoise(10), gain(-30)) },
  ...[5, 23, 120].map((ms) => ({ name: `own echo −6 dB after ${ms} ms`, impair: echo(-6, ms * 16) })),
];

/** Sounds are made once for all the cells of a rate. */
const spoken = new Map<string, Int16Array>();
function speak(text: string, voice: ToneVoice, sampleRateHz: number): Int16Array {
  const key = `${voice} ${sampleRateHz} ${text}`;
  const samples =
    spoken.get(key) ?? padded(encodeToneSpeech(text, { voice, sampleRateHz }).samples, sampleRateHz, 30);
  spoken.set(key, samples);
  return samples;
}

describe('tone speech stays exact through', () => {
  it.each(cells)('$name', ({ rateHz = 16_000, madeAtHz = rateHz, impair = asIs }) => {
    // High rates cost the most and prove the resampler, which fewer sentences do as well.
    for (const [i, text] of texts.slice(0, rateHz > 16_000 ? 16 : 40).entries()) {
      const voice = toneVoices[i % 2]!;
      const signal = impair(speak(text, voice, madeAtHz), new SeededRandom(i));
      expect(textOf(hear(signal, rateHz, i), voice)).toBe(text);
    }
  });

  it.each([0, -6, -12, -20, -30])('a second talker at %d dB, both ways', (db) => {
    for (const [i, text] of texts.entries()) {
      const [loud, quiet] = i % 2 === 0 ? toneVoices : (['b', 'a'] as const);
      const other = texts[(i + 1) % texts.length]!;
      const offset = [0, 137, 400][i % 3]! * 16;
      const length = Math.max(speak(text, loud, 16_000).length, speak(other, quiet, 16_000).length + offset);
      const canvas = mix(new Int16Array(length), speak(text, loud, 16_000));
      const weaker = gain(db)(speak(other, quiet, 16_000), new SeededRandom(i));
      const heard = hear(mix(canvas, weaker, offset), 16_000, i);
      expect(textOf(heard, loud)).toBe(text);
      expect(textOf(heard, quiet)).toBe(other);
    }
  });
});

describe('times and levels', () => {
  it('are true within 1 ms and 1.5 dB', () => {
    for (const sampleRateHz of [8000, 16_000, 44_100]) {
      for (const [i, text] of texts.slice(0, 15).entries()) {
        const voice = toneVoices[i % 2]!;
        const { samples, words } = encodeToneSpeech(text, { voice, sampleRateHz });
        const leadMs = (i * 7) / 8;
        const lead = Math.round((leadMs * sampleRateHz) / 1000);
        const heard = hear(
          gain(-10)(padded(samples, sampleRateHz, leadMs), new SeededRandom(i)),
          sampleRateHz,
          i,
        );
        expect(heard.length).toBe(words.length);
        for (const [place, word] of heard.entries()) {
          const sent = words[place]!;
          expect(Math.abs(word.startMs - sent.startMs - (lead * 1000) / sampleRateHz)).toBeLessThan(1);
          expect(Math.abs(word.endMs - sent.endMs - (lead * 1000) / sampleRateHz)).toBeLessThan(1);
          if (word.kind === 'word') expect(Math.abs(word.levelDbfs + 23)).toBeLessThan(1.5);
        }
      }
    }
  });
});
