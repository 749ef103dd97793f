import { describe, expect, it } from 'vitest';
import { encodeToneSpeech, toneVoices } from '../tone-speech/index.js';
import { echo, gain, mix, noise, whiteNoise } from '../tone-speech/test-support/impairments.js';
import { sentences } from '../tone-speech/test-support/sentences.js';
import { voicedSound } from '../tone-speech/test-support/voiced-sound.js';
import { EmulatedRecogniser } from './emulated-recogniser.js';
import type { RecogniserEvent } from './recogniser-event.js';
import type { EmulatedRecogniserOptions } from './recogniser-options.js';
import { SeededRandom } from './seeded-random.js';

const random = new SeededRandom(11);
const script = ['Здравствуйте, запишите меня на 15:30!', 'Меня зовут Ольга', 'Спасибо — до свидания'];

const silence = (ms: number, rateHz: number) => new Int16Array((ms * rateHz) / 1000);
const voice = (durationMs: number, rateHz: number) => voicedSound({ durationMs, rateHz, random });

function joined(...pieces: Int16Array[]): Int16Array {
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

/** Events of the recogniser, and the lines that it asked for. */
function recognise(samples: Int16Array, rateHz = 8000, options: Partial<EmulatedRecogniserOptions> = {}) {
  const lines: string[] = [];
  const recogniser = new EmulatedRecogniser({
    sampleRateHz: rateHz,
    endpointing: { type: 'default', sensitivity: 'HIGH', maxPauseMs: 700 },
    nextLine: () => {
      const line = script[lines.length % script.length]!;
      lines.push(line);
      return line;
    },
    ...options,
  });
  const events: RecogniserEvent[] = [];
  const chunk = rateHz / 20;
  for (let at = 0; at < samples.length; at += chunk) {
    events.push(...recogniser.push(samples.subarray(at, at + chunk)));
  }
  events.push(...recogniser.end());
  return { events, lines, finals: events.flatMap((event) => (event.type === 'final' ? [event] : [])) };
}

describe('ordinary speech', () => {
  it.each([8000, 16_000, 48_000])(
    'is taken, utterance by utterance, for the lines of a script, at %d Hz',
    (hz) => {
      const pause = silence(1200, hz);
      const said = joined(
        silence(500, hz),
        voice(2400, hz),
        pause,
        voice(1400, hz),
        pause,
        voice(1600, hz),
        pause,
      );
      const { events, finals } = recognise(said, hz, { normalization: true });
      expect(finals.map(({ text }) => text)).toEqual([
        'здравствуйте запишите меня на пятнадцать тридцать',
        'меня зовут ольга',
        'спасибо до свидания',
      ]);
      const refined = events.flatMap((event) => (event.type === 'refinement' ? [event.text] : []));
      expect(refined).toEqual(script);
      // The true ends of the speech: the last syllable fades out somewhat before.
      const ends = events.flatMap((event) => (event.type === 'eou' ? [event.timeMs] : []));
      for (const [place, endMs] of [2900, 5500, 8300].entries()) {
        expect(endMs - ends[place]!).toBeGreaterThanOrEqual(-10);
        expect(endMs - ends[place]!).toBeLessThan(250);
        expect(finals[place]!.endMs).toBeLessThanOrEqual(ends[place]!);
      }
    },
  );

  it('comes in partials that grow by words while it sounds', () => {
    const { events } = recognise(joined(silence(300, 8000), voice(4000, 8000), silence(1200, 8000)));
    const texts = events.flatMap((event) => (event.type === 'partial' && event.text !== '' ? [event] : []));
    const final = events.find((event) => event.type === 'final')!;
    expect(new Set(texts.map(({ text }) => text)).size).toBeGreaterThan(3);
    for (const { text } of texts) expect(final.text.startsWith(text)).toBe(true);
    expect(texts[0]!.cursors.partialTimeMs).toBeLessThan(2000);
    const starts = final.words.map(({ startMs }) => startMs);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(Math.abs(starts[0]! - 300)).toBeLessThan(200);
  });

  it('ends with the stream and, with the external classifier, by eou only', () => {
    const said = joined(voice(1000, 8000), silence(3000, 8000), voice(1000, 8000));
    expect(recognise(voice(1000, 8000)).finals).toHaveLength(1);
    const { finals } = recognise(said, 8000, { endpointing: { type: 'external' } });
    expect(finals.map(({ text }) => text)).toEqual(['здравствуйте запишите меня на пятнадцать тридцать']);
  });

  it('gives way to tone speech, which is heard as ever', () => {
    const tone = encodeToneSpeech('Добрый день', { voice: 'a', sampleRateHz: 8000 }).samples;
    const { finals } = recognise(
      joined(tone, silence(1200, 8000), voice(1000, 8000), silence(1200, 8000), tone, silence(1200, 8000)),
    );
    expect(finals.map(({ text }) => text)).toEqual([
      'добрый день',
      'здравствуйте запишите меня на пятнадцать тридцать',
      'добрый день',
    ]);
  });

  it('is nothing without a script', () => {
    const recogniser = new EmulatedRecogniser({ sampleRateHz: 8000 });
    const events = recogniser.push(joined(silence(300, 8000), voice(2000, 8000), silence(4000, 8000)));
    expect([...events, ...recogniser.end()].filter(({ type }) => type !== 'partial')).toEqual([]);
  });
});

describe('no ordinary speech is heard in', () => {
  const text = sentences(5, 6).join(' ');
  const tones = toneVoices.map((name) => encodeToneSpeech(text, { voice: name, sampleRateHz: 8000 }).samples);
  const [a, b] = tones as [Int16Array, Int16Array];
  const sine = (hz: number, i: number) => Math.sin((2 * Math.PI * hz * i) / 8000);
  let brown = 0;
  const sounds: [string, () => Int16Array][] = [
    ['silence', () => silence(5000, 8000)],
    ['white noise', () => noise(80_000, 0.2, random)],
    [
      'brown noise',
      () => silence(10_000, 8000).map(() => (brown = 0.98 * brown + random.integer(-2000, 2000))),
    ],
    [
      'DTMF',
      () => silence(5000, 8000).map((_, i) => (i % 800 < 400 ? 8000 * (sine(770, i) + sine(1336, i)) : 0)),
    ],
    ['a cough', () => joined(silence(500, 8000), voice(200, 8000), silence(1000, 8000))],
    ['both tone voices', () => mix(a, b, 1000)],
    ...tones.flatMap((tone, place): [string, () => Int16Array][] => {
      const name = `tone speech ${toneVoices[place]!}`;
      return [
        [name, () => tone],
        [`${name} with its echo`, () => echo(-3, 23 * 8)(tone, random)],
        [`${name} as a weak echo`, () => gain(-20)(tone, random)],
        [`${name} in noise`, () => whiteNoise(0)(tone, random)],
        [`${name} clipped`, () => gain(20)(tone, random)],
        [`${name} with holes`, () => tone.map((sample, i) => (i % 1600 < 400 ? 0 : sample))],
      ];
    }),
  ];
  it.each(sounds)('%s', (_, make) => {
    expect(recognise(make()).lines).toEqual([]);
  });
});
