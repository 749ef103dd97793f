import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConverter, decode, encode } from './audio-converter.js';
import { type AudioFormat, pcm } from './audio-format.js';
import { levelDbfs } from './level.js';

const alaw: AudioFormat = { encoding: 'pcma', sampleRateHz: 8000 };
const mulaw: AudioFormat = { encoding: 'pcmu', sampleRateHz: 8000 };

function tone(format: AudioFormat, ms: number): Uint8Array {
  const length = (format.sampleRateHz * ms) / 1000;
  const samples = Int16Array.from({ length }, (_, i) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * 440 * i) / format.sampleRateHz)),
  );
  return encode(samples, format);
}

function convert(data: Uint8Array, from: AudioFormat, to: AudioFormat): Uint8Array {
  const converter = createConverter(from, to);
  return Uint8Array.from([...converter.push(data), ...converter.flush()]);
}

describe('createConverter', () => {
  it('passes equal formats as they are', () => {
    const data = tone(pcm(16_000), 20);
    expect(createConverter(pcm(16_000), pcm(16_000)).push(data)).toBe(data);
  });

  it.each([
    [alaw, pcm(16_000)],
    [pcm(48_000), alaw],
    [pcm(44_100), pcm(16_000)],
    [alaw, mulaw],
    [pcm(22_050), mulaw],
  ])('keeps length and loudness: %o to %o', (from, to) => {
    const input = tone(from, 500);
    const output = convert(input, from, to);
    expect(output.byteLength).toBe(tone(to, 500).byteLength);
    expect(levelDbfs(decode(output, to))).toBeCloseTo(levelDbfs(decode(input, from)), 0);
  });

  it('puts samples that were split between chunks together again', () => {
    const formats = fc.constantFrom(pcm(8000), pcm(16_000), pcm(48_000), alaw, mulaw);
    const bytes = fc.uint8Array({ maxLength: 600 });
    const cuts = fc.array(fc.integer({ min: 0, max: 61 }), { maxLength: 20 });
    fc.assert(
      fc.property(formats, formats, bytes, cuts, (from, to, data, sizes) => {
        const converter = createConverter(from, to);
        const pieces: number[] = [];
        let at = 0;
        for (const size of sizes) {
          const piece = converter.push(data.subarray(at, at + size));
          expect(piece.byteLength % (to.encoding === 'pcm_s16le' ? 2 : 1)).toBe(0);
          pieces.push(...piece);
          at += size;
        }
        pieces.push(...converter.push(data.subarray(at)), ...converter.flush());
        expect(Uint8Array.from(pieces)).toEqual(convert(data, from, to));
      }),
    );
  });

  it('forgets half a sample at the end, also for the next use', () => {
    const converter = createConverter(pcm(16_000), pcm(16_000));
    converter.push(Uint8Array.of(1, 2, 3));
    expect(converter.flush().byteLength).toBe(0);
    expect(converter.push(Uint8Array.of(4, 5))).toEqual(Uint8Array.of(4, 5));
  });

  it('names the format that cannot be used', () => {
    const opus = { encoding: 'opus', sampleRateHz: 48_000 } as unknown as AudioFormat;
    expect(() => createConverter(opus, pcm(16_000))).toThrow('from.encoding');
    expect(() => createConverter(pcm(16_000), pcm(4000))).toThrow('to.sampleRateHz');
  });
});
