import { describe, expect, it } from 'vitest';
import type { Language } from '../ports/language.js';
import { heardText, wordStartMs, type AlignedText } from './heard-text.js';
import { Script } from './script.js';
import { language } from './scripted-conversation.js';

/** Drops Markdown's asterisks and says «руб.» as a word of another length. */
const stripping: Language = {
  ...language,
  speakable: (text) => {
    let spoken = '';
    const map = [...text.matchAll(/\*+|руб\.|[^*р]+|р/g)].flatMap(({ 0: part, index }) => {
      const said = part.startsWith('*') ? '' : part === 'руб.' ? 'рублей' : part;
      if (said === '') return [];
      const spokenStart = spoken.length;
      spoken += said;
      return {
        sourceStart: index,
        sourceEnd: index + part.length,
        spokenStart,
        spokenEnd: spokenStart + said.length,
      };
    });
    return { spoken, map };
  },
};

/** What is heard of `text` when so many of its words have sounded; each word takes 100 ms. */
function afterWords(text: string, count: number, word = /[\p{L}\p{M}\p{N}:-]+/gu) {
  const script = new Script(stripping);
  const spoken = [...script.push(text), ...script.end()].join('');
  const alignments = [...spoken.matchAll(word)].flatMap(({ 0: found, index }, at): AlignedText[] => {
    const aligned = script.toSource({
      charStart: index,
      charEnd: index + found.length,
      startMs: at * 100,
      endMs: (at + 1) * 100,
    });
    return aligned ? [aligned] : [];
  });
  const { chars, exact } = heardText(text, alignments, count * 100);
  return { heard: text.slice(0, chars), exact };
}

describe('what was heard of a text', () => {
  it.each([
    ['Привет, «мир» — да.', 1, 'Привет,'],
    ['Привет, «мир» — да.', 2, 'Привет, «мир»'],
    ['Привет, «мир» — да.', 3, 'Привет, «мир» — да.'],
    ['слово(другое) дальше', 1, 'слово'],
    ['слово(другое) дальше', 2, 'слово(другое)'],
    ['**Готово.** Жду *вас* завтра', 1, '**Готово.**'],
    ['**Готово.** Жду *вас* завтра', 3, '**Готово.** Жду *вас*'],
    ['Это 500 руб. за всё', 3, 'Это 500 руб.'],
    ['В 15:30. Ждём 😊 вас! 👍', 2, 'В 15:30.'],
    ['В 15:30. Ждём 😊 вас! 👍', 3, 'В 15:30. Ждём'],
    ['Какои\u0306-то чаи\u0306 и кофе', 2, 'Какои\u0306-то чаи\u0306'],
    ['Ничего ещё', 0, ''],
  ])('%s after %d words', (text, count, expected) => {
    expect(afterWords(text, count)).toEqual({ heard: expected, exact: true });
  });

  it('takes a word for heard from its middle on', () => {
    const text = 'один «два»';
    const words = [
      { start: 0, end: 4, startMs: 0, endMs: 400 },
      { start: 6, end: 9, startMs: 400, endMs: 700 },
    ];
    expect(heardText(text, words, 199).chars).toBe(0);
    expect(heardText(text, words, 200).chars).toBe(4);
    expect(heardText(text, words, 549).chars).toBe(4);
    expect(heardText(text, words, 550).chars).toBe(10);
  });

  it('says so where the place inside several words is only interpolated', () => {
    const text = 'раз два три';
    const chunk = [{ start: 0, end: 11, startMs: 0, endMs: 1100 }];
    expect(heardText(text, chunk, 700)).toEqual({ chars: 7, exact: false });
    expect(heardText(text, chunk, 1100)).toEqual({ chars: 11, exact: true });
  });

  it('is not exact without any alignment', () => {
    expect(heardText('раз два', [], 500)).toEqual({ chars: 0, exact: false });
    expect(heardText('раз два', [], 0)).toEqual({ chars: 0, exact: true });
  });
});

describe('wordStartMs', () => {
  const words: AlignedText[] = [
    { start: 0, end: 3, startMs: 0, endMs: 300 },
    { start: 4, end: 8, startMs: 400, endMs: 800 },
  ];

  it('goes back to the start of the word that was cut, and nowhere between words', () => {
    expect([0, 150, 299, 350, 400, 799, 800, 5000].map((ms) => wordStartMs('раз дваа', words, ms))).toEqual([
      0, 0, 0, 350, 400, 400, 800, 5000,
    ]);
  });

  it('interpolates where there are no word timings', () => {
    const whole: AlignedText[] = [{ start: 0, end: 10, startMs: 0, endMs: 1000 }];
    expect([100, 450, 700].map((ms) => wordStartMs('один два ш', whole, ms))).toEqual([0, 0, 500]);
    expect(wordStartMs('', [], 120)).toBe(120);
  });
});
