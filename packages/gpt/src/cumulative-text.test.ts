import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CumulativeText } from './cumulative-text.js';

function deltas(texts: readonly string[]): string[] {
  const text = new CumulativeText();
  return texts.map((one) => text.next(one));
}

describe('CumulativeText', () => {
  it('gives of each text what it adds', () => {
    expect(deltas(['При', 'Привет', 'Привет', 'Привет, мир'])).toEqual(['При', 'вет', '', ', мир']);
  });

  it('joins to the last text however that grew', () => {
    const text = fc
      .array(fc.constantFrom('пять', ' ', ', ', 'часов', '😀', '!'), { maxLength: 20 })
      .map((a) => a.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(80), { maxLength: 12 }), (whole, cuts) => {
        const texts = [...cuts.sort((a, b) => a - b).map((cut) => whole.slice(0, cut)), whole];
        expect(deltas(texts).join('')).toBe(whole);
      }),
    );
  });

  it.each([
    ['takes nothing back', ['Да, есть.', 'Да'], 'Да, есть.'],
    ['does not repeat what was moved', ['Да, есть.', 'Хорошо. Да, есть. Записать?'], 'Да, есть. Записать?'],
    ['goes on behind a changed mark', ['Привет, мир.', 'Привет, мир! Как дела?'], 'Привет, мир. Как дела?'],
    [
      'goes on at a word when nothing is left to hold on to',
      ['пять часов', 'шесть часиков вечера'],
      'пять часов вечера',
    ],
    ['finds whole words only', ['да', 'Нет, подарок есть'], 'да подарок есть'],
    ['waits for the rest of a character', ['Да \uFFFD', 'Да 😀, есть'], 'Да 😀, есть'],
    ['waits for the rest of a pair', ['Да \uD83D', 'Да 😀, есть'], 'Да 😀, есть'],
    ['goes on after a rewrite', ['раз', 'два три', 'два три четыре'], 'раз три четыре'],
  ])('%s', (_, texts, heard) => {
    expect(deltas(texts).join('')).toBe(heard);
  });

  it('never says more than the last text has, however texts are rewritten', () => {
    const text = fc
      .array(fc.constantFrom('да', 'нет', 'пять', ' ', '.'), { maxLength: 12 })
      .map((a) => a.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [first, second] = deltas([before, after]);
        expect(first).toBe(before);
        expect(after.endsWith(second!)).toBe(true);
        if (after.startsWith(before)) expect(first! + second!).toBe(after);
      }),
    );
  });
});
