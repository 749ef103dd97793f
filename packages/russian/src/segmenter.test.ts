import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { russian } from './russian.js';

function segmentsOf(...pushes: string[]): string[] {
  const segmenter = russian().segment();
  return [...pushes.flatMap((text) => segmenter.push(text)), ...segmenter.end()].map(({ text }) => text);
}

/** Sentences as cut after the first segment, whose clauses are another matter. */
function sentencesOf(text: string): string[] {
  return segmentsOf(`Да. ${text}`)
    .slice(1)
    .map((segment) => segment.trim());
}

describe('sentences', () => {
  it.each([
    ['Стрижка стоит 1 200 руб. Оплата картой.', ['Стрижка стоит 1 200 руб.', 'Оплата картой.']],
    ['Стрижка стоит 1 200 руб. за приём.', ['Стрижка стоит 1 200 руб. за приём.']],
    ['Запишу к врачу А. С. Пушкину, ул. Ленина, д. 5, кв. 12. Стоимость 1 500 руб. за приём.'],
    ['Офис на ул. Ленина, д. 5, корп. А, стр. 2.', ['Офис на ул. Ленина, д. 5, корп. А, стр. 2.']],
    [
      'Стоит 3.5 тыс. рублей. Это 2 млн. Иванов знает.',
      ['Стоит 3.5 тыс. рублей.', 'Это 2 млн.', 'Иванов знает.'],
    ],
    ['Мойка, стрижка и т. д. Что выбрать?', ['Мойка, стрижка и т. д.', 'Что выбрать?']],
    ['Мойка, стрижка и т.п. по прайсу.', ['Мойка, стрижка и т.п. по прайсу.']],
    [
      'Завтра, т. е. Двенадцатого мая, и т. к. Анна занята.',
      ['Завтра, т. е. Двенадцатого мая, и т. к. Анна занята.'],
    ],
    ['Ждём 12.05.2026 в 10.30. Не опаздывайте!', ['Ждём 12.05.2026 в 10.30.', 'Не опаздывайте!']],
    ['Сайт barber.ru. Почта a.b@barber.ru, пишите.', ['Сайт barber.ru.', 'Почта a.b@barber.ru, пишите.']],
    [
      'Рост был в 2024 г. Москва росла. Это г. Тверь.',
      ['Рост был в 2024 г.', 'Москва росла.', 'Это г. Тверь.'],
    ],
    ['Ждите 10 мин. Мастер подойдёт.', ['Ждите 10 мин.', 'Мастер подойдёт.']],
    ['Приём 1 ч. 30 мин. всего.', ['Приём 1 ч. 30 мин. всего.']],
    ['Наш тел. +7 912 000-00-00, доб. 12. Звоните.', ['Наш тел. +7 912 000-00-00, доб. 12.', 'Звоните.']],
    ['Что ж... Ладно. Ну… подумаю.', ['Что ж...', 'Ладно.', 'Ну… подумаю.']],
    ['Правда?! «Да!» — сказал он. «Нет». Вот.', ['Правда?!', '«Да!» — сказал он.', '«Нет».', 'Вот.']],
    ['Услуги:\n1. Стрижка\n2. Борода\n\nвыбирайте', ['Услуги:', '1. Стрижка', '2. Борода', 'выбирайте']],
    ['Врач высшей кат. Смирнова примет вас.', ['Врач высшей кат. Смирнова примет вас.']],
    [
      'Это б-р Мира, наб. р. Фонтанки, пр. Мира, 5. Ждём.',
      ['Это б-р Мира, наб. р. Фонтанки, пр. Мира, 5.', 'Ждём.'],
    ],
    ['Сумма: 12 345,67 руб. Пн. – вт. закрыто.', ['Сумма: 12 345,67 руб.', 'Пн. – вт. закрыто.']],
    ['— Алло! — Да? — «Приду завтра». И ушёл.', ['— Алло!', '— Да?', '— «Приду завтра».', 'И ушёл.']],
    ['**Готово.** Жду вас.', ['**Готово.**', 'Жду вас.']],
    ['Отлично! 😊 Записала. 👍', ['Отлично!', '😊 Записала. 👍']],
  ])('%s', (text, expected?: string[]) => {
    const sentences = expected ?? [
      'Запишу к врачу А. С. Пушкину, ул. Ленина, д. 5, кв. 12.',
      'Стоимость 1 500 руб. за приём.',
    ];
    expect(sentencesOf(text)).toEqual(sentences);
  });
});

describe('the first segment', () => {
  it.each([
    ['Хорошо, записала вас на среду, мастер Иван свободен.', 'Хорошо, записала вас на среду, '],
    ['Стрижка у старшего мастера — 1 500 рублей.', 'Стрижка у старшего мастера — '],
    ['Есть время на завтрашний день: 10:30, 12:00.', 'Есть время на завтрашний день: '],
    ['Свободно с 10 – 12 часов каждый день.', 'Свободно с 10 – 12 часов каждый день.'],
    ['Да. Записала.', 'Да. '],
  ])('ends early: %s', (text, first) => {
    expect(segmentsOf(text)[0]).toBe(first);
  });

  it('is out before the sentence has been written', () => {
    const segmenter = russian().segment();
    expect(segmenter.push('Хорошо, записала вас на среду, ма')).toEqual([
      { text: 'Хорошо, записала вас на среду, ', start: 0 },
    ]);
  });

  it('does not end at a clause that comes later than 80 characters', () => {
    const long = `${'очень '.repeat(14)}долго, да. `;
    expect(segmentsOf(`${long}Вот.`)[0]).toBe(long);
  });
});

describe('long sentences', () => {
  const words = (count: number) => 'слово '.repeat(count);

  it('are cut at their last clause within 140 characters', () => {
    const [first, second, third] = segmentsOf(`Да. А ${words(10)}раз, ${words(9)}два, ${words(10)}три.`);
    expect([first, second]).toEqual(['Да. ', `А ${words(10)}раз, ${words(9)}два, `]);
    expect(third).toBe(`${words(10)}три.`);
  });

  it('without punctuation are cut between words, and never inside a number or an address', () => {
    const text = `${'слово '.repeat(40)}ул. Ленина 1 200 300 400 500`;
    for (const segment of segmentsOf(text)) expect(segment.length).toBeLessThanOrEqual(250);
    expect(segmentsOf(text)[1]).toBe('ул. Ленина 1 200 300 400 500');
  });

  it('without spaces are cut at 250, never inside a surrogate pair', () => {
    expect(segmentsOf('я'.repeat(600)).map(({ length }) => length)).toEqual([250, 250, 100]);
    expect(segmentsOf(`я${'😊'.repeat(200)}`)[0]).toBe(`я${'😊'.repeat(124)}`);
  });
});

describe('a segmenter that holds text back', () => {
  it.each([
    ['Записала вас на 15:30.', 'sentence'],
    ['Хотите записаться?', 'sentence'],
    ['Он сказал: «Приходите».', 'sentence'],
    ['Это стоит 500 руб.', 'sentence'],
    ['Хорошо, записала вас на среду,', 'clause'],
    ['Ждём вас на ул.', 'none'],
    ['Запишу к А.', 'none'],
    ['Хорошо, записала вас на', 'none'],
    ['Да,', 'none'],
    ['', 'none'],
    ['  😊 ', 'none'],
  ])('says how long to wait for more: %s', (held, end) => {
    const segmenter = russian().segment();
    expect(segmenter.push(held)).toEqual([]);
    const waitMs = segmenter.waitMs;
    if (end === 'none') expect(waitMs).toBeUndefined();
    else expect(waitMs).toBe(end === 'sentence' ? 150 : 600);
  });

  it('has nothing to wait for when all is out', () => {
    const segmenter = russian().segment();
    segmenter.push('Да. Нет.');
    expect(segmenter.waitMs).toBe(150);
    segmenter.end();
    expect(segmenter.waitMs).toBeUndefined();
  });
});

/** What is never cut inside, as the parts of a random text. */
const units = [
  'А. С. Пушкину',
  'ул. Ленина',
  'г. Москва',
  'проф. Зимин',
  '1 200 руб.',
  '99 руб. 90 коп.',
  '1 ч. 30 мин.',
  '12.05.2026',
  '10.30',
  '3.5 тыс. рублей',
  'т. е. завтра',
  'и т. д.',
  '+7 912 000-00-00',
  'доб. 12',
  'v4.2.1',
  'https://a.ru/b.c?d=e',
  'a.b@barber.ru',
  '«Приду. Ждите»',
  '(вход слева. Код 5)',
  '5 – 10 мин.',
  'пн. – пт.',
];

/** Texts full of what decides cuts, and stretches without any of it. */
const text = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ...'. , ; : — - – ! ? … ... \n » « " ( ) * _ ** А и д'.split(' '),
          ' ',
          ' ',
        ),
      },
      {
        weight: 5,
        arbitrary: fc.constantFrom('ул', 'руб', 'т', 'г', 'Оплата', 'картой', '1', '200', '5.5', 'ya.ru'),
      },
      { weight: 4, arbitrary: fc.constantFrom(...units, ':)', '))', 'В', 'Я', 'iPhone', '1.', '2.', 'а)') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('слово'.repeat(30), 'да '.repeat(50), ' '.repeat(70), '😊'.repeat(60)),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(''));

/** The same, with the marks near the lengths at which a long sentence is cut. */
const longText = fc
  .tuple(fc.constantFrom('', 'Да. ', 'Да. слово слово слово, '), fc.integer({ min: 110, max: 255 }), text)
  .map(([head, length, tail]) => `${head}${'я'.repeat(length)}${tail}`);

/** Units and plain words in any order. No sentence is longer than one segment. */
const unitText = fc
  .array(
    fc.array(fc.oneof(fc.constantFrom(...units), fc.constantFrom('запишем', 'вас', 'можно')), {
      minLength: 1,
      maxLength: 5,
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((sentences) => sentences.map((parts) => `Скажем ${parts.join(' вот ')} потом.`).join(' '));

describe('units that belong together', () => {
  it('are in one segment, wherever they stand', () => {
    fc.assert(
      fc.property(unitText, (whole) => {
        const cuts = segmentStarts(whole);
        for (const unit of units)
          for (let at = whole.indexOf(unit); at >= 0; at = whole.indexOf(unit, at + 1))
            expect(cuts.filter((cut) => cut > at && cut < at + unit.length)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('do not hide the ends of the sentences around them', () => {
    fc.assert(
      fc.property(unitText, (whole) => {
        const cuts = segmentStarts(whole);
        for (const { index } of whole.matchAll(/(?<=потом\. )Скажем/g)) expect(cuts).toContain(index);
      }),
      { numRuns: 500 },
    );
  });
});

function segmentStarts(text: string): number[] {
  const segmenter = russian().segment();
  return [...segmenter.push(text), ...segmenter.end()].map(({ start }) => start);
}

describe('any text', () => {
  it('is the concatenation of its segments, each at its place, none empty or over 250', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const segmenter = russian().segment();
        const segments = [...segmenter.push(whole), ...segmenter.end()];
        expect(segments.map((segment) => segment.text).join('')).toBe(whole);
        for (const { text: piece, start } of segments) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(250);
          expect(whole.startsWith(piece, start)).toBe(true);
        }
      }),
    );
  });

  it('is cut the same way if half a character comes first', () => {
    for (const whole of ['1 200 руб.А\u{10000}', `90 коп. ${'😊'.repeat(60)}`])
      expect(segmentsOf(...whole.split(''))).toEqual(segmentsOf(whole));
  });

  it('is cut the same way however it comes in', () => {
    fc.assert(
      fc.property(fc.oneof(text, longText), fc.array(fc.nat(400), { maxLength: 12 }), (whole, sizes) => {
        const pieces: string[] = [];
        let rest = whole;
        for (const size of sizes) {
          pieces.push(rest.slice(0, size));
          rest = rest.slice(size);
        }
        const expected = segmentsOf(whole);
        expect(segmentsOf(...pieces, rest)).toEqual(expected);
        expect(segmentsOf(...whole.split(''))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('is out as soon by single characters as when all so far comes at once', () => {
    const gap = ' '.repeat(90);
    const spaced = text.map((whole) => whole.replaceAll('; ', `; ${gap}`).replaceAll('. ', `.${gap}`));
    fc.assert(
      fc.property(fc.oneof(text, spaced), fc.integer({ min: 1, max: 4 }), (whole, size) => {
        const segmenter = russian().segment();
        let out = 0;
        for (let at = 0; at < whole.length; at += size) {
          out += segmenter.push(whole.slice(at, at + size)).length;
          const soFar = whole.slice(0, at + size);
          expect(out, soFar).toBe(russian().segment().push(soFar).length);
        }
      }),
      { numRuns: 400 },
    );
  });
});
