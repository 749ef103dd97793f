import { languageConformance } from '@rechka/core/testing';
import { describe, expect, it } from 'vitest';
import { russian } from './russian.js';

const texts = [
  'Здравствуйте! На какой день вас записать?',
  'Запишу к врачу А. С. Пушкину, ул. Ленина, д. 5, кв. 12. Стоимость 1 500 руб. за приём, т. е. дешевле.',
  'Наш тел. +7 912 000-00-00, доб. 12. Ждём 12.05.2026 в 10:30, сайт barber.ru!',
  '## Услуги\n1. **Стрижка** — 1 200 руб.\n2. [Борода](https://barber.ru/beard) — 800 руб.\n\nВыбирайте! 😊👍🏽',
  `Без знаков препинания ${'и ещё раз '.repeat(60)}всё`,
];

describe('russian() passes the conformance of Language', () => {
  for (const { name, run } of languageConformance(() => ({ language: russian(), texts }))) it(name, run);
});

describe('russian()', () => {
  it('speaks a text in pieces as it speaks it whole', () => {
    const language = russian();
    for (const text of texts) {
      const segmenter = language.segment();
      const segments = segmenter.push(text).concat(segmenter.end());
      expect(Math.max(...segments.map((segment) => segment.text.length))).toBeLessThanOrEqual(250);
      const spoken = segments.map((segment) => language.speakable(segment.text).spoken).join('');
      const wordsOf = (said: string) => said.toLowerCase().match(/[а-яё]+/g) ?? [];
      expect(wordsOf(spoken)).toEqual(wordsOf(language.speakable(text).spoken));
    }
  });

  it('takes a dictionary and what is left to the provider', () => {
    const language = russian({ dictionary: { Стиль: 'Ст+иль' }, leave: ['money'] });
    expect(language.speakable('«Стиль», 500 ₽').spoken).toBe('«Ст+иль», 500 ₽');
    expect(() => russian({ leave: ['all' as never] })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
    );
  });

  it.each([
    [null, 'options is null'],
    [5, 'options is 5'],
    [{ phrases: 5 }, 'options is "phrases"; expected one of leave, dictionary'],
    [{ leave: 'money' }, 'leave is "money"; expected an array'],
    [{ dictionary: 5 }, 'dictionary is 5'],
    [{ dictionary: { Стиль: 5 } }, "dictionary['Стиль'] is 5"],
  ])('refuses %j', (options, text) => {
    expect(() => russian(options as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(text) as string,
      }),
    );
  });
});
