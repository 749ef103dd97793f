import { describe, expect, it } from 'vitest';
import { decodeG711, encodeG711, type G711Law } from './g711.js';

const allSamples = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
const allCodes = Uint8Array.from({ length: 256 }, (_, i) => i);

/** FNV-1a over bytes, to compare whole tables with those of an independent codec. */
function hash(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => Math.imul(value ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

function littleEndian(samples: Int16Array): Uint8Array {
  return Uint8Array.from([...samples].flatMap((sample) => [sample & 0xff, (sample >> 8) & 0xff]));
}

describe('G.711', () => {
  it('has the values of the recommendation at the ends of its scale', () => {
    expect([...decodeG711(Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a), 'pcma')]).toEqual([8, -8, 32_256, -32_256]);
    expect([...decodeG711(Uint8Array.of(0xff, 0x7f, 0x80, 0x00), 'pcmu')]).toEqual([0, 0, 32_124, -32_124]);
    expect([...encodeG711(Int16Array.of(0, 32_767, -32_768), 'pcma')]).toEqual([0xd5, 0xaa, 0x2a]);
    expect([...encodeG711(Int16Array.of(0, 32_767, -32_768), 'pcmu')]).toEqual([0xff, 0x80, 0x00]);
  });

  // Hashes of the tables of CPython 3.11 `audioop`, which implements the same recommendation.
  it.each<[G711Law, number, number]>([
    ['pcma', 0x12fb6645, 0x826fe2c5],
    ['pcmu', 0x715d95a8, 0xf2471a71],
  ])('%s agrees with an independent codec on every code and sample', (law, decodeHash, encodeHash) => {
    expect(hash(littleEndian(decodeG711(allCodes, law)))).toBe(decodeHash);
    expect(hash(encodeG711(allSamples, law))).toBe(encodeHash);
  });

  it.each<G711Law>(['pcma', 'pcmu'])('%s keeps every code through PCM', (law) => {
    const back = encodeG711(decodeG711(allCodes, law), law);
    // µ-law has two zeros; the negative one comes back as the positive.
    const expected = allCodes.map((code) => (law === 'pcmu' && code === 0x7f ? 0xff : code));
    expect(back).toEqual(expected);
  });
});
