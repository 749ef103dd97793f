import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it('is the same for the same data, however it is written', () => {
    const composed = 'Андрей'.normalize('NFC');
    const decomposed = composed.normalize('NFD');
    expect(decomposed).not.toBe(composed);
    expect(canonicalJson({ b: [1.0, -0], a: decomposed, c: undefined })).toBe(
      canonicalJson({ a: composed, b: [1, 0] }),
    );
    expect(canonicalJson({ at: new Date(0), nested: { z: null, a: true } })).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","nested":{"a":true,"z":null}}',
    );
  });

  it('keeps different data apart', () => {
    const different = [
      { a: 1 },
      { a: '1' },
      { a: [1] },
      { a: null },
      {},
      [],
      '',
      { a: { b: 1 } },
      { b: { a: 1 } },
    ];
    expect(new Set(different.map(canonicalJson)).size).toBe(different.length);
  });

  it('refuses what would look like something else', () => {
    for (const value of [new Map([[1, 2]]), new Set([1]), 1n, Number.NaN, () => 1, new Error('slot')]) {
      expect(() => canonicalJson({ slot: [value] })).toThrow(/^input\.slot\[0\]/);
    }
  });
});
