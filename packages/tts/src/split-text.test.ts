import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSpeakable, maxRequestChars, splitText } from './split-text.js';

describe('splitText', () => {
  it('leaves a short text alone, without the spaces around it', () => {
    expect(splitText('  Добрый день! ', 10)).toEqual([{ text: 'Добрый день!', charStart: 12 }]);
  });

  it.each(['', '   ', 'sil<[300]>', '<[small]> … !', ' — '])('finds nothing to say in %j', (text) => {
    expect(splitText(text, 0)).toEqual([]);
  });

  it.each(['5', '100 %', '₽', '[[v ʌ n]]'])('finds something to say in %j', (text) => {
    expect(splitText(text, 0)).toHaveLength(1);
  });

  it('cuts after a sentence rather than a clause, and after a clause rather than a word', () => {
    const word = 'слово '.repeat(20).trim();
    expect(splitText(`${word}. ${word}, ${word}.`, 0).map(({ text }) => text)).toEqual([
      `${word}.`,
      `${word}, ${word}.`,
    ]);
    expect(splitText(`${word}, ${word} ${word}`, 0).map(({ text }) => text)[0]).toBe(`${word},`);
  });

  it('loses and moves nothing, keeps to the limit, and cuts no character and no markup in two', () => {
    const part = fc.constantFrom(
      'слово',
      ' ',
      '. ',
      ', ',
      '😀',
      'sil<[500]>',
      '[[fonema]]',
      'длинноеслово'.repeat(8),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 120 }).map((parts) => parts.join('')),
        fc.nat(1000),
        (text, charStart) => {
          let from = 0;
          for (const piece of splitText(text, charStart)) {
            expect(piece.text.length).toBeLessThanOrEqual(maxRequestChars);
            expect(text.slice(piece.charStart - charStart).startsWith(piece.text)).toBe(true);
            expect(isSpeakable(text.slice(from, piece.charStart - charStart))).toBe(false);
            expect(encodeURIComponent(piece.text)).toBeTruthy();
            expect(piece.text.replace(/sil<\[500\]>|\[\[fonema\]\]/gu, '')).not.toMatch(/[<[\]>]/u);
            from = piece.charStart - charStart + piece.text.length;
          }
          expect(isSpeakable(text.slice(from))).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});
