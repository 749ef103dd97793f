import { describe, expect, it } from 'vitest';
import { createConverter } from '../audio/audio-converter.js';
import { pcm, type AudioFormat } from '../audio/audio-format.js';
import { samplesToPcm } from '../audio/pcm16.js';
import { PauseFinder } from './pause-finder.js';

/** A tone of this level, in dB below full scale. */
function sound(ms: number, dbfs: number): Int16Array {
  const peak = 32_767 * Math.SQRT2 * 10 ** (dbfs / 20);
  return Int16Array.from({ length: ms * 8 }, (_, at) => peak * Math.sin(at * 0.7));
}

/** Where the first pause ends, in ms, if the audio comes in chunks of this length. */
function pauseAt(parts: [ms: number, dbfs: number][], chunkMs = 20, format: AudioFormat = pcm(8000)) {
  const finder = new PauseFinder(format);
  const encoder = createConverter(pcm(8000), format);
  const samples = parts.flatMap(([ms, dbfs]) => [...sound(ms, dbfs)]);
  for (let at = 0; at < samples.length; at += chunkMs * 8) {
    finder.take(encoder.push(samplesToPcm(Int16Array.from(samples.slice(at, at + chunkMs * 8)))));
    if (finder.found) return at / 8 + chunkMs;
  }
  return undefined;
}

describe('PauseFinder', () => {
  it.each([pcm(8000), { encoding: 'pcma', sampleRateHz: 8000 } as const])(
    'waits for 300 ms of silence, in %o',
    (format) => {
      expect(
        pauseAt(
          [
            [1000, -20],
            [140, -90],
            [500, -25],
            [600, -90],
          ],
          20,
          format,
        ),
      ).toBe(1940);
      expect(pauseAt([[600, -60]], 20, format)).toBe(300);
    },
  );

  it.each([10, 30, 60, 200])('finds it in chunks of %d ms', (chunkMs) => {
    const found = pauseAt(
      [
        [1000, -20],
        [600, -90],
      ],
      chunkMs,
    );
    expect(found).toBeGreaterThanOrEqual(1300);
    expect(found).toBeLessThan(1300 + chunkMs + 20);
  });

  it('knows a pause on a noisy line, and takes no steady vowel for one', () => {
    expect(
      pauseAt([
        [400, -22],
        [1000, -41],
      ]),
    ).toBe(700);
    expect(pauseAt([[2000, -22]])).toBeUndefined();
    expect(
      pauseAt([
        [200, -42],
        [2000, -30],
      ]),
    ).toBeUndefined();
  });
});
