import { describe, expect, it } from 'vitest';
import { type AudioFormat, pcm } from './audio-format.js';
import { parseWav, wavHeader, writeWav } from './wav.js';

const alaw: AudioFormat = { encoding: 'pcma', sampleRateHz: 8000 };

function ascii(text: string): number[] {
  return Array.from(text, (c) => c.charCodeAt(0));
}

function u16(value: number): number[] {
  return [value & 0xff, value >> 8];
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

function chunk(name: string, body: number[], size = body.length): number[] {
  return ascii(name).concat(u32(size), body, body.length % 2 ? [0] : []);
}

function riff(...chunks: number[][]): Uint8Array {
  const body = ascii('WAVE').concat(...chunks);
  return Uint8Array.from(ascii('RIFF').concat(u32(body.length), body));
}

function fmt({ tag = 1, channels = 1, rate = 16_000, bits = 16, extra = [] as number[] } = {}): number[] {
  const block = (channels * bits) / 8;
  return chunk('fmt ', [
    ...u16(tag),
    ...u16(channels),
    ...u32(rate),
    ...u32(rate * block),
    ...u16(block),
    ...u16(bits),
    ...extra,
  ]);
}

function parseError(bytes: Uint8Array): unknown {
  try {
    return parseWav(bytes);
  } catch (error) {
    return error;
  }
}

describe('WAVE files', () => {
  it.each([pcm(16_000), pcm(48_000), alaw, { encoding: 'pcmu', sampleRateHz: 8000 } as const])(
    'reads back what it wrote: %o',
    (format) => {
      const data = Uint8Array.from({ length: 640 }, (_, i) => i & 0xff);
      const file = writeWav(format, data);
      expect(parseWav(file)).toEqual({ format, data });
      expect(new DataView(file.buffer).getUint32(4, true)).toBe(file.byteLength - 8);
    },
  );

  it('pads a file of odd length, and reads it without the padding', () => {
    const file = writeWav(alaw, Uint8Array.of(1, 2, 3));
    expect(file.byteLength % 2).toBe(0);
    expect(parseWav(file).data).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('reads a view into a larger buffer', () => {
    const file = writeWav(pcm(8000), Uint8Array.of(1, 2, 3, 4));
    const larger = Uint8Array.from([9, 9, 9, ...file, 9]);
    expect(parseWav(larger.subarray(3, 3 + file.byteLength)).data).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('passes over chunks it does not know, of odd length too', () => {
    const file = riff(
      chunk('LIST', [1, 2, 3]),
      fmt(),
      chunk('junk', []),
      chunk('data', [1, 2, 3, 4]),
      chunk('LIST', [5]),
    );
    expect(parseWav(file).data).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('reads WAVE_FORMAT_EXTENSIBLE', () => {
    const guidRest = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
    const extra = [...u16(22), ...u16(16), ...u32(4), ...u16(1), ...guidRest];
    const file = riff(fmt({ tag: 0xfffe, rate: 48_000, extra }), chunk('data', [1, 2]));
    expect(parseWav(file)).toEqual({ format: pcm(48_000), data: Uint8Array.of(1, 2) });
  });

  it.each([0, 0xffff_ffff, 0x7fff_0000])('takes audio to the end when the size written is %d', (size) => {
    const file = riff(fmt(), chunk('data', [1, 2, 3, 4], size));
    expect(parseWav(file).data).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it('takes what is there of a file cut in the middle of a sample', () => {
    const file = writeWav(pcm(16_000), new Uint8Array(100));
    expect(parseWav(file.subarray(0, 44 + 33)).data.byteLength).toBe(32);
  });

  it('writes a header for a stream of unknown length', () => {
    const file = Uint8Array.from([...wavHeader(pcm(16_000)), 1, 2, 3, 4]);
    expect(parseWav(file)).toEqual({ format: pcm(16_000), data: Uint8Array.of(1, 2, 3, 4) });
  });

  it.each([
    ['stereo', riff(fmt({ channels: 2 }), chunk('data', [0, 0, 0, 0])), '2 channels'],
    ['24 bits', riff(fmt({ bits: 24 }), chunk('data', [0, 0, 0])), '24 bits'],
    ['floats', riff(fmt({ tag: 3, bits: 32 }), chunk('data', [0, 0, 0, 0])), 'floating point'],
    ['an unknown codec', riff(fmt({ tag: 0x1234 }), chunk('data', [0, 0])), 'codec 4660'],
    ['an absurd rate', riff(fmt({ rate: 100 }), chunk('data', [0, 0])), '100 Hz'],
    ['no data', riff(fmt()), 'no audio data'],
    ['a cut header', writeWav(pcm(16_000), new Uint8Array(4)).subarray(0, 30), 'cut short'],
    ['data before its format', riff(chunk('data', [0, 0]), fmt()), 'before its format'],
    ['Ogg', Uint8Array.from(ascii('OggS')), '"OggS"'],
    ['nothing', new Uint8Array(0), 'empty'],
  ])('says what is wrong with %s and how to convert it', (_, file, said) => {
    const error = parseError(file);
    expect(error).toMatchObject({ code: 'ERR_BAD_AUDIO' });
    expect((error as Error).message).toContain(said);
    expect((error as Error).message).toContain('ffmpeg');
  });

  it('does not write half a sample', () => {
    expect(() => writeWav(pcm(16_000), new Uint8Array(3))).toThrow(
      expect.objectContaining({ code: 'ERR_BAD_AUDIO' }),
    );
  });
});
