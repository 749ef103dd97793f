import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { EDGE_MS, FIRST_TONE_HZ, SYMBOL_MS, TONE_SPACING_HZ, toneVoices } from './parameters.js';
import { hear } from './test-support/hear.js';
import { noise } from './test-support/impairments.js';
import { voicedSound } from './test-support/voiced-sound.js';

const rateHz = 16_000;
const seconds = 60;

function generate(sampleAt: (timeMs: number) => number): Int16Array {
  return Int16Array.from({ length: seconds * rateHz }, (_, i) =>
    Math.round(32767 * sampleAt((i * 1000) / rateHz)),
  );
}

function dtmf(random: SeededRandom): Int16Array {
  const keys = Array.from({ length: seconds * 10 }, () => [
    random.pick([697, 770, 852, 941]),
    random.pick([1209, 1336, 1477, 1633]),
  ]);
  return generate((ms) => {
    const pair = keys[Math.floor(ms / 100)] ?? [];
    return ms % 100 < 50
      ? pair.reduce((sum, hz) => sum + 0.3 * Math.sin((2 * Math.PI * hz * ms) / 1000), 0)
      : 0;
  });
}

/** The codec's own tones in a random order: the worst thing that can be mistaken for it. */
function randomTones(random: SeededRandom): Int16Array {
  const symbols = Array.from({ length: seconds * (1000 / SYMBOL_MS) }, () => {
    return FIRST_TONE_HZ[random.pick(toneVoices)] + TONE_SPACING_HZ * random.integer(0, 15);
  });
  return generate((ms) => {
    const at = ms % SYMBOL_MS;
    const edge = Math.min(1, at / EDGE_MS, (SYMBOL_MS - at) / EDGE_MS);
    return 0.35 * edge * Math.sin((2 * Math.PI * (symbols[Math.floor(ms / SYMBOL_MS)] ?? 0) * at) / 1000);
  });
}

describe('no word is heard in', () => {
  const random = new SeededRandom(7);
  const sounds: [string, () => Int16Array][] = [
    ['white noise', () => noise(seconds * rateHz, 0.2, random)],
    ['DTMF', () => dtmf(random)],
    [
      'a sweep',
      () => generate((ms) => 0.5 * Math.sin(((ms / 1000) ** 2 * 2 * Math.PI * 4000) / (2 * seconds))),
    ],
    ['speech-like sound', () => voicedSound({ durationMs: seconds * 1000, rateHz, random })],
  ];
  it.each(sounds)('%s, not even a damaged one', (_, make) => {
    const signal = make();
    expect(signal.reduce((sum, sample) => sum + sample * sample, 0) / signal.length).toBeGreaterThan(
      1000 ** 2,
    );
    expect(hear(signal, rateHz)).toEqual([]);
  });

  it('random tones of the codec itself', () => {
    expect(hear(randomTones(random), rateHz).filter((word) => word.kind === 'word')).toEqual([]);
  });
});
