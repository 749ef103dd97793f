import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences, splitText } from './split-text.js';

describe('splitText', () => {
  it('cuts at ends of sentences, then at words, then anywhere', () => {
    expect(splitText('Раз. Два. Три.', 10)).toEqual(['Раз. Два. ', 'Три.']);
    expect(splitText('один два три четыре', 10)).toEqual(['один два ', 'три четыре']);
    expect(splitText('абвгдежзик', 4)).toEqual(['абвг', 'дежз', 'ик']);
  });

  it('loses nothing and keeps to the limit, whatever the text', () => {
    const text = fc.array(fc.constantFrom('а', 'слово', ' ', '.', '!', '…', '\n', '😀'), { maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (pieces, maxChars) => {
        const source = pieces.join('');
        const parts = splitText(source, maxChars);
        expect(parts.join('')).toBe(source);
        for (const part of parts) expect(part.trim().length).toBeLessThanOrEqual(maxChars);
        expect(splitSentences(source).join('')).toBe(source);
      }),
    );
  });

  it('cuts no character in two', () => {
    const parts = splitText('😀'.repeat(10), 5);
    expect(parts).toEqual(Array.from({ length: 5 }, () => '😀😀'));
  });
});
