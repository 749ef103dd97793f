import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { EDGE_MS, FIRST_TONE_HZ, SYMBOL_MS, TONE_SPACING_HZ, toneVoices } from './parameters.js';
import { hear } from './test-support/hear.js';
import { noise } from './test-support/impairments.js';

const rateHz = 16_000;
const seconds = 60;

function generate(sampleAt: (timeMs: number) => number): Int16Array {
  return Int16Array.from({ length: seconds * rateHz }, (_, i) =>
    Math.round(32767 * sampleAt((i * 1000) / rateHz)),
  );
}

/** Pulses of a wandering voice through three wandering resonances, in syllables, with breath noise. */
function speechLike(random: SeededRandom): Int16Array {
  const out = new Int16Array(seconds * rateHz);
  const resonances = [
    { hz: 500, width: 80, y1: 0, y2: 0 },
    { hz: 1500, width: 120, y1: 0, y2: 0 },
    { hz: 2500, width: 180, y1: 0, y2: 0 },
  ];
  let phase = 0;
  let pitchHz = 120;
  let syllable = 0;
  for (let i = 0; i < out.length; i++) {
    if (i % 3200 === 0) {
      pitchHz = random.integer(80, 280);
      syllable = random.chance(0.2) ? 0 : 1;
      resonances[0]!.hz = random.integer(250, 900);
      resonances[1]!.hz = random.integer(800, 2300);
      resonances[2]!.hz = random.integer(2200, 3400);
    }
    phase += pitchHz / rateHz;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    const loudness = syllable * Math.sin((Math.PI * (i % 3200)) / 3200);
    const excitation = loudness * (pulse * 0.5 + (random.next() - 0.5) * 0.02);
    let sample = 0;
    for (const r of resonances) {
      const radius = Math.exp((-Math.PI * r.width) / rateHz);
      const y =
        excitation + 2 * radius * Math.cos((2 * Math.PI * r.hz) / rateHz) * r.y1 - radius * radius * r.y2;
      r.y2 = r.y1;
      r.y1 = y;
      sample += y;
    }
    out[i] = Math.max(-32768, Math.min(32767, Math.round(8000 * sample)));
  }
  return out;
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
    ['speech-like sound', () => speechLike(random)],
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
