import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { encodeToneSpeech } from './encode.js';
import { toneVoices } from './parameters.js';
import { hear } from './test-support/hear.js';
import { noise, padded } from './test-support/impairments.js';
import { sentences } from './test-support/sentences.js';

const rateHz = 16_000;
const pieceSamples = (50 * rateHz) / 1000;

/** What can happen to 50 ms at `at`; returns the signal and by how much later sounds moved. */
type Cut = (samples: Int16Array, at: number, random: SeededRandom) => { signal: Int16Array; moved: number };

function splice(samples: Int16Array, at: number, removed: number, inserted: Int16Array): Int16Array {
  const out = new Int16Array(samples.length - removed + inserted.length);
  out.set(samples.subarray(0, at));
  out.set(inserted, at);
  out.set(samples.subarray(at + removed), at + inserted.length);
  return out;
}

const cuts: Record<string, Cut> = {
  zeroed: (s, at) => ({ signal: splice(s, at, pieceSamples, new Int16Array(pieceSamples)), moved: 0 }),
  'made noise': (s, at, random) => ({
    signal: splice(s, at, pieceSamples, noise(pieceSamples, 0.25, random)),
    moved: 0,
  }),
  'cut out': (s, at) => ({ signal: splice(s, at, pieceSamples, new Int16Array(0)), moved: -pieceSamples }),
  repeated: (s, at) => ({
    signal: splice(s, at, 0, s.slice(at, at + pieceSamples)),
    moved: pieceSamples,
  }),
  'moved in from elsewhere': (s, at, random) => {
    const from = random.integer(0, s.length - pieceSamples);
    return { signal: splice(s, at, 0, s.slice(from, from + pieceSamples)), moved: pieceSamples };
  },
};

describe('50 ms of a sentence', () => {
  it.each(Object.keys(cuts))('%s: words it did not touch stay, no word becomes another', (name) => {
    const random = new SeededRandom(50);
    for (const [i, text] of sentences(21, 60).entries()) {
      const { samples, words } = encodeToneSpeech(text, { voice: toneVoices[i % 2]!, sampleRateHz: rateHz });
      const at = random.integer(0, samples.length - pieceSamples);
      const { signal, moved } = cuts[name]!(samples, at, random);
      const pad = 480;
      const heard = hear(padded(signal, rateHz, 30), rateHz, i).filter((word) => word.kind === 'word');

      const expected = words.map(({ text: sent, startMs, endMs }) => {
        const start = (startMs * rateHz) / 1000;
        const end = (endMs * rateHz) / 1000;
        const touched = start < at + (moved > 0 ? 0 : pieceSamples) && end > at;
        return { sent, touched, start: start >= at ? start + moved : start };
      });
      for (const { sent, touched, start } of expected) {
        const found = heard.some(
          (word) => word.text === sent && Math.abs((word.startMs * rateHz) / 1000 - pad - start) < 32,
        );
        if (!touched) expect(found, `${sent} in ${text}`).toBe(true);
      }
      // Whatever else was heard must be a word that was said at about that place.
      for (const word of heard) {
        const near = expected.some(
          ({ sent, start }) =>
            sent === word.text && Math.abs((word.startMs * rateHz) / 1000 - pad - start) < pieceSamples + 32,
        );
        expect(near, `${word.text} in ${text}`).toBe(true);
      }
    }
  });

  it('a word that lost its middle is reported as damaged where it began', () => {
    const { samples, words } = encodeToneSpeech('раз дватричетырепять шесть', {
      voice: 'a',
      sampleRateHz: rateHz,
    });
    const { startMs, endMs } = words[1]!;
    samples.fill(0, ((startMs + 200) * rateHz) / 1000, ((startMs + 300) * rateHz) / 1000);
    const heard = hear(padded(samples, rateHz, 30), rateHz);
    expect(heard.map((word) => (word.kind === 'word' ? word.text : word.kind))).toEqual([
      'раз',
      'damaged',
      'шесть',
    ]);
    expect(Math.abs(heard[1]!.startMs - startMs - 30)).toBeLessThan(1);
    expect(Math.abs(heard[1]!.endMs - endMs - 30)).toBeLessThan(10);
  });

  it('a word whose sound stops is given up long before it would have ended', () => {
    const { samples } = encodeToneSpeech('достопримечательностями', { voice: 'b', sampleRateHz: rateHz });
    const heard = hear(padded(samples.slice(0, 6400), rateHz, 200), rateHz);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ kind: 'damaged', voice: 'b' });
    expect(heard[0]!.endMs).toBeLessThan(640);
  });
});
