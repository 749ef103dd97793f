import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardinalWords } from '../numerals/word-values.js';
import { createSpeakable } from './speakable.js';

const say = createSpeakable();
const said = (text: string) => say(text).spoken;
const raw = (words: string) => words.replaceAll('ё', 'е').split(/[ -]/);

/** The value of cardinals in words, independent of how they were made; NaN for a word that is none. */
function valueOf(words: readonly string[]): number {
  let [sum, group] = [0, 0];
  for (const word of words) {
    const worth = cardinalWords.get(word) ?? NaN;
    if (worth >= 1000) [sum, group] = [sum + (group || 1) * worth, 0];
    else group += worth;
  }
  return sum + group;
}

type Frame = readonly [before: string, nouns: readonly [string, string, string], lastWord: RegExp];

describe('whole numbers', () => {
  // What stands around the number, the form of the noun for 1, 2 and 5, and words that tell the case.
  const frames: readonly Frame[] = [
    ['Есть', ['клиент', 'клиента', 'клиентов'], /^(?:один|два|три|четыре|пять)$/],
    ['Более', ['клиента', 'клиентов', 'клиентов'], /^(?:одного|двух|трех|четырех|пяти)$/],
    ['К', ['клиенту', 'клиентам', 'клиентам'], /^(?:одному|двум|трем|четырем|пяти)$/],
    ['Вместе с', ['клиентом', 'клиентами', 'клиентами'], /^(?:одним|двумя|тремя|четырьмя|пятью)$/],
    ['О', ['клиенте', 'клиентах', 'клиентах'], /^(?:одном|двух|трех|четырех|пяти)$/],
    ['Через', ['неделю', 'недели', 'недель'], /^(?:одну|две|три|четыре|пять)$/],
    ['Есть', ['место', 'места', 'мест'], /^(?:одно|два|три|четыре|пять)$/],
    ['Около', ['услуги', 'услуг', 'услуг'], /^(?:одной|двух|трех|четырех|пяти)$/],
  ];
  const nounOf = (value: number, [one, few, many]: readonly [string, string, string]) =>
    value % 100 > 10 && value % 100 < 20
      ? many
      : value % 10 === 1
        ? one
        : value % 10 > 1 && value % 10 < 5
          ? few
          : many;

  function check(value: number, [before, nouns, lastWord]: Frame) {
    const noun = nounOf(value, nouns);
    const words = raw(said(`${before} ${value} ${noun}.`).replace(/\.$/, ''));
    const number = words.slice(before.split(' ').length, -1);
    expect(words.at(-1)).toBe(noun);
    expect(valueOf(number), `${before} ${value}: ${number.join(' ')}`).toBe(value);
    if (value % 10 > 0 && value % 10 < 6 && (value % 100 < 10 || value % 100 > 20))
      expect(number.at(-1), `${before} ${value} ${noun}`).toMatch(lastWord);
  }

  it.each(frames)('up to 300, after «%s», of %j', (...frame) => {
    for (let value = 1; value <= 300; value++) check(value, frame);
  });

  it('up to a million, in any frame, with spaces or without', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(...frames), (value, frame) => {
        check(value, frame);
        const grouped = value.toLocaleString('ru-RU');
        expect(said(`Есть ${grouped} мест`)).toBe(said(`Есть ${value} мест`));
      }),
      { numRuns: 1000 },
    );
  });
});

/** The days of a month in the neuter, written out; other cases by their endings. */
const days =
  'первое второе третье четвёртое пятое шестое седьмое восьмое девятое десятое одиннадцатое двенадцатое тринадцатое четырнадцатое пятнадцатое шестнадцатое семнадцатое восемнадцатое девятнадцатое двадцатое двадцать_первое двадцать_второе двадцать_третье двадцать_четвёртое двадцать_пятое двадцать_шестое двадцать_седьмое двадцать_восьмое двадцать_девятое тридцатое тридцать_первое'
    .split(' ')
    .map((day) => day.replace('_', ' '));
const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const decline = (day: string, hard: string, soft: string) => day.replace(/ье$/, soft).replace(/ое$/, hard);
const dayCases = {
  nominative: (day: string) => day,
  genitive: (day: string) => decline(day, 'ого', 'ьего'),
  dative: (day: string) => decline(day, 'ому', 'ьему'),
  instrumental: (day: string) => decline(day, 'ым', 'ьим'),
};

describe('every date of a year', () => {
  it.each([
    ['Ждём', 'genitive'],
    ['Работаем до', 'genitive'],
    ['Готово к', 'dative'],
    ['Записала на', 'nominative'],
    ['Каникулы по', 'nominative'],
    ['Позвоню перед', 'instrumental'],
    ['Сегодня', 'nominative'],
    ['Ждём в пятницу,', 'genitive'],
  ] as const)('%s: %s', (before, wanted) => {
    for (let month = 1; month <= 12; month++) {
      const count = new Date(2028, month, 0).getDate();
      for (let day = 1; day <= count; day++) {
        const name = `${dayCases[wanted](days[day - 1]!)} ${months[month - 1]!}`;
        const expected = `${before} ${name}`.replace(/ к втор/, ' ко втор');
        expect(said(`${before} ${day} ${months[month - 1]!}`)).toBe(expected);
        const [dd, mm] = [day, month].map((part) => String(part).padStart(2, '0'));
        expect(said(`${before} ${dd!}.${mm!}`)).toBe(expected);
        expect(said(`${before} ${dd!}.${mm!}.2028`)).toBe(`${expected} две тысячи двадцать восьмого года`);
      }
    }
  });
});

describe('every time of a day', () => {
  it.each([
    ['в', /^(?:один|два|три|четыре|ноль|[а-я]+ь|пятьдесят|сорок|час|часа|часов)$/],
    ['до', /^(?:одного|двух|трех|четырех|нуля|[а-я]+и|сорока|часа|часов|ноль)$/],
    ['к', /^(?:одному|двум|трем|четырем|нулю|[а-я]+и|сорока|часу|часам|ноль)$/],
    ['после', /^(?:одного|двух|трех|четырех|нуля|[а-я]+и|сорока|часа|часов|ноль)$/],
    ['перед', /^(?:одним|двумя|тремя|четырьмя|нулем|[а-я]+ью|сорока|часом|часами|ноль)$/],
    ['на', /^(?:один|два|три|четыре|ноль|[а-я]+ь|пятьдесят|сорок|час|часа|часов)$/],
  ] as const)('after «%s»', (preposition, form) => {
    for (let hour = 0; hour < 24; hour++) {
      for (let minute = 0; minute < 60; minute++) {
        const written = `${hour}:${String(minute).padStart(2, '0')}`;
        const words = raw(said(`Ждём ${preposition} ${written}`)).slice(2);
        for (const word of words) expect(word, `${preposition} ${written}: ${words.join(' ')}`).toMatch(form);
        const minutes = minute === 0 ? [] : raw(said(`Ждём ${preposition} 0:${written.slice(-2)}`)).slice(3);
        const hours = words.slice(0, words.length - minutes.length).filter((word) => !/^час/.test(word));
        expect(valueOf(hours), `${preposition} ${written}: ${words.join(' ')}`).toBe(hour);
        if (minute > 0) expect(valueOf(minutes)).toBe(minute);
      }
    }
  });
});

describe('nothing is lost or reordered', () => {
  it('of words, with numbers of any kind between them', () => {
    const word = fc.constantFrom(
      'мастер',
      'Анна',
      'завтра',
      'стрижка',
      'и',
      'вас',
      'ждём',
      'салон',
      'пожалуйста',
    );
    const other = fc.constantFrom(
      '5',
      '18:30',
      '05.12.2026',
      '1 200 ₽',
      '10 %',
      '**',
      '+7 912 345-67-89',
      '😊',
      '3-й',
      '№ 7',
    );
    const words = fc.array(fc.tuple(word, other), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (pairs) => {
        const text = pairs.map((pair) => pair.join(' ')).join(', ');
        const own = new Set([
          'мастер',
          'анна',
          'завтра',
          'стрижка',
          'и',
          'вас',
          'ждём',
          'салон',
          'пожалуйста',
        ]);
        const kept = (
          said(text)
            .toLowerCase()
            .match(/[а-яё]+/g) ?? []
        ).filter((each) => own.has(each));
        expect(kept).toEqual(pairs.map(([first]) => first.toLowerCase()));
      }),
      { numRuns: 300 },
    );
  });
});
