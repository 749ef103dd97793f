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
  it('speaks in pieces that SpeechKit takes, nothing lost on the way', () => {
    const language = russian();
    const segmenter = language.segment();
    const segments = texts.flatMap((text) => segmenter.push(text)).concat(segmenter.end());
    const spoken = segments.map(({ text }) => language.speakable(text).spoken).join('');
    expect(Math.max(...segments.map(({ text }) => text.length))).toBeLessThanOrEqual(250);
    const wordsOf = (text: string) => text.match(/[а-яё]+/gi) ?? [];
    expect(wordsOf(spoken)).toEqual(wordsOf(texts.join('').replace('+7', 'плюс 7')));
  });
});
