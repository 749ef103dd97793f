import { expect, it } from 'vitest';
import { encodeToneSpeech } from '../tone-speech/index.js';
import { gain, mix, noise } from '../tone-speech/test-support/impairments.js';
import { SeededRandom } from './seeded-random.js';
import { SpeechActivity } from './speech-activity.js';

const frameSamples = 160;

function activity(samples: Int16Array): boolean[] {
  const vad = new SpeechActivity();
  return Array.from({ length: samples.length / frameSamples }, (_, i) =>
    vad.push(samples.subarray(i * frameSamples, (i + 1) * frameSamples)),
  );
}

it('frames inside words are speech, frames inside gaps are not', () => {
  const { samples, words } = encodeToneSpeech('Раз, два! Достопримечательность', {
    voice: 'a',
    sampleRateHz: 16_000,
  });
  for (const [i, active] of activity(samples).entries()) {
    const inWord = words.some(({ startMs, endMs }) => startMs <= i * 10 && endMs >= (i + 1) * 10);
    expect(active).toBe(inWord);
  }
});

it('silence, DC and a quiet room are not speech', () => {
  expect(activity(new Int16Array(16_000))).not.toContain(true);
  expect(activity(new Int16Array(16_000).fill(9000))).not.toContain(true);
  expect(activity(noise(16_000, 0.005, new SeededRandom(1)))).not.toContain(true);
});

it('steady noise stops counting as speech after two seconds, and speech over it still counts', () => {
  const loud = noise(16_000 * 4, 0.05, new SeededRandom(1));
  expect(activity(loud).slice(200)).not.toContain(true);
  const { samples } = encodeToneSpeech('Достопримечательность', { voice: 'a', sampleRateHz: 16_000 });
  const mixed = mix(loud, gain(6)(samples, new SeededRandom(1)), 48_000);
  expect(activity(mixed).slice(300, 380)).not.toContain(false);
});
