import { VoiceError } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { ToneSpeechDecoder, type ToneWord } from './decode.js';
import { encodeToneSpeech } from './encode.js';
import { hear } from './test-support/hear.js';
import { gain, mix, padded, whiteNoise } from './test-support/impairments.js';
import { sentences } from './test-support/sentences.js';

const random = new SeededRandom(1);

/** Two talkers, noise and a hole: something of everything. */
function busyScene(sampleRateHz: number): Int16Array {
  const [first, second] = [sentences(3, 4).join(' '), sentences(4, 4).join(' ')];
  const a = encodeToneSpeech(first, { voice: 'a', sampleRateHz }).samples;
  const b = encodeToneSpeech(second, { voice: 'b', sampleRateHz }).samples;
  a.fill(0, sampleRateHz, sampleRateHz * 1.1);
  return whiteNoise(6)(mix(padded(a, sampleRateHz, 40), gain(-9)(b, random)), random);
}

function hearInChunks(samples: Int16Array, sampleRateHz: number, chunk: number): ToneWord[] {
  const decoder = new ToneSpeechDecoder({ sampleRateHz });
  const heard: ToneWord[] = [];
  for (let from = 0; from < samples.length; from += chunk) {
    heard.push(...decoder.push(samples.subarray(from, from + chunk)));
  }
  return [...heard, ...decoder.flush()];
}

describe('ToneSpeechDecoder', () => {
  it.each([8000, 11_025, 16_000, 48_000])(
    'hears the same at %d Hz however the audio is cut',
    (sampleRateHz) => {
      const scene = busyScene(sampleRateHz);
      const whole = hearInChunks(scene, sampleRateHz, scene.length);
      expect(whole.length).toBeGreaterThan(30);
      for (const chunk of [7, 160, 4801]) expect(hearInChunks(scene, sampleRateHz, chunk)).toEqual(whole);
      expect(hear(scene, sampleRateHz, 9)).toEqual(whole);
    },
  );

  it('counts words modulo 4 and marks the parts of a long one', () => {
    const text = 'а б в г д сельскохозяйственно-машиностроительный';
    const heard = hear(encodeToneSpeech(text, { voice: 'a', sampleRateHz: 8000 }).samples, 8000);
    const words = heard.filter((word) => word.kind === 'word');
    expect(words.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 0, 1, 2]);
    expect(words.map(({ glue }) => glue)).toEqual([false, false, false, false, false, false, true]);
  });

  it('gives a word as soon as it has sounded', () => {
    const { samples, words } = encodeToneSpeech('раз два', { voice: 'b', sampleRateHz: 8000 });
    const decoder = new ToneSpeechDecoder({ sampleRateHz: 8000 });
    const until = ((words[0]!.endMs + 15) * 8000) / 1000;
    expect(decoder.push(samples.subarray(0, until))).toMatchObject([
      { kind: 'word', text: 'раз', voice: 'b' },
    ]);
  });

  it('tells while a word is sounding', () => {
    const { samples } = encodeToneSpeech('раз', { voice: 'a', sampleRateHz: 8000 });
    const decoder = new ToneSpeechDecoder({ sampleRateHz: 8000 });
    expect(decoder.receiving).toBe(false);
    decoder.push(samples.subarray(0, 1600));
    expect(decoder.receiving).toBe(true);
    expect(decoder.tonality).toBeGreaterThan(0.8);
    decoder.push(samples.subarray(1600));
    decoder.push(new Int16Array(800));
    expect(decoder.receiving).toBe(false);
    expect(decoder.tonality).toBe(0);
  });

  it('reports a word that the end of the stream cut as damaged', () => {
    const { samples } = encodeToneSpeech('раз достопримечательность', { voice: 'a', sampleRateHz: 8000 });
    const heard = hear(samples.subarray(0, 8000), 8000);
    expect(heard.map((word) => (word.kind === 'word' ? word.text : word.kind))).toEqual(['раз', 'damaged']);
  });

  it('refuses impossible rates', () => {
    for (const sampleRateHz of [0, 4000, 16_000.5]) {
      expect(() => new ToneSpeechDecoder({ sampleRateHz })).toThrow(VoiceError);
    }
  });
});
