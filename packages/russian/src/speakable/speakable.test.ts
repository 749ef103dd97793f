import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RussianSegmenter } from '../segmenter.js';
import { speakableClasses } from './rule.js';
import { createSpeakable, speakable } from './speakable.js';

const said = (text: string) => speakable(text).spoken;

describe('what is not said', () => {
  it.each([
    ['зам+ок на +адрес', 'замок на адрес'],
    ['пауза sil<[300]> и <[small]> ещё', 'пауза и ещё'],
    ['фонемы [[v a d a]] и <[привет]>', 'фонемы v a d a и привет'],
    ['**Важно**: *очень* __важно__ и `код`', 'Важно: очень важно и код'],
    ['См. [прайс](https://a.ru/b?c=1) и ![фото](a.png).', 'Смотрите прайс и фото.'],
    ['Привет![вот](https://a.ru)', 'Привет!вот'],
    ['## Услуги\n- стрижка\n* борода\n---\n> всё', 'Услуги\nстрижка\nборода\n\nвсё'],
    ['| Услуга | Цена |\n|---|---|\n| Стрижка | 800 ₽ |', 'Услуга, Цена\n\nСтрижка, восемьсот рублей'],
    ['Жду<br>вас, <b>Анна</b>&nbsp;!', 'Жду вас, Анна!'],
    ['Отлично! 😊👍🏽👨‍👩‍👧 Ждём 🇷🇺', 'Отлично! Ждём '],
    ['😊 — **', ''],
    ['', ''],
  ])('%s', (text, spoken) => {
    expect(said(text)).toBe(spoken);
  });

  it('leaves nothing of a link that the segmenter cut in two', () => {
    expect(said('см. [прайс, ') + said('полный](https://a.ru)')).toBe('смотрите прайс, полный');
  });

  it('keeps the space after a segment, which the next one is set off by', () => {
    expect(said('Стоит 500 ₽. ') + said('Это 5 минут.')).toBe('Стоит пятьсот рублей. Это пять минут.');
  });
});

describe('what is left to the provider', () => {
  it.each([
    ['numbers', 'Есть 5 мест', 'Есть 5 мест'],
    ['dates', 'Жду 05.12.2026', 'Жду 05.12.2026'],
    ['times', 'Жду в 18:30', 'Жду в 18:30'],
    ['money', 'Это 99,90 ₽', 'Это 99,90 ₽'],
    ['units', 'Вес 5 кг', 'Вес 5 кг'],
    ['phones', 'Это +7 912 345-67-89', 'Это плюс 7 912 345-67-89'],
    ['addresses', 'Мы на ул. Ленина', 'Мы на ул. Ленина'],
    ['abbreviations', 'Чай и т. д.', 'Чай и т. д.'],
    ['latin', 'Кабель USB', 'Кабель USB'],
    ['acronyms', 'Звоните в МФЦ', 'Звоните в МФЦ'],
    ['links', 'Сайт barber.ru', 'Сайт barber.ru'],
  ] as const)('%s', (kind, text, spoken) => {
    expect(speakable(text, { leave: [kind] }).spoken).toBe(spoken);
    expect(speakable(text, { leave: [] }).spoken).not.toBe(spoken);
  });

  it('is by default what it documents that it reads', () => {
    expect(said('МФЦ, 5 мест')).toBe('МФЦ, пять мест');
  });
});

describe('a dictionary of the user', () => {
  const say = createSpeakable({
    dictionary: { Стиль: 'Ст+иль', 'barber club': 'барбер клаб', '№ 1': 'номер од+ин' },
  });

  it('is the one way for a stress mark', () => {
    expect(say('Салон «Стиль», стиль, Стильный').spoken).toBe('Салон «Ст+иль», стиль, Стильный');
    expect(say('Ст+иль').spoken).toBe('Ст+иль');
    expect(say('Barber Club № 1').spoken).toBe('Барбер клаб номер од+ин');
  });

  it.each([
    [{ Стиль: 'Стиль+' }],
    [{ Стиль: 'Ст++иль' }],
    [{ Стиль: '[[s]]' }],
    [{ Стиль: 'sil<[3]>' }],
    [{ Стиль: '**Стиль**' }],
    [{ Стиль: '' }],
    [{ '': 'Стиль' }],
  ])('takes no other markup: %j', (dictionary) => {
    expect(() => createSpeakable({ dictionary })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
    );
  });

  it('is validated with what is left', () => {
    expect(() => createSpeakable({ leave: ['emoji' as never] })).toThrow(/"emoji"; expected one of numbers/);
    expect(() => createSpeakable({ leave: speakableClasses })).not.toThrow();
  });
});

describe('what stands around decides', () => {
  it.each([
    ['К 18:30, 2 мастера', 'К восемнадцати тридцати, два мастера'],
    ['К 15:00 или 16 декабря', 'К пятнадцати часам или шестнадцатого декабря'],
    ['2 взрослых и 1 ребёнок', 'Два взрослых и один ребёнок'],
    ['Врач 1-й категории, 1-й этаж', 'Врач первой категории, первый этаж'],
    ['21 ноября — суббота', 'Двадцать первое ноября — суббота'],
    ['По п. 5 договора, п. Лесной', 'По пункту пять договора, посёлок Лесной'],
    ['Д. 12, стр. 1', 'Дом двенадцать, строение один'],
    ['Книга «Речь» стр. 12', 'Книга «Речь» страница двенадцать'],
    ['2019 г. в., 123 л. с.', 'Две тысячи девятнадцатого года выпуска, сто двадцать три лошадиные силы.'],
    ['Давление 120/80, д. 12/80', 'Давление сто двадцать на восемьдесят, дом двенадцать дробь восемьдесят'],
    ['Размер XL, глава XI', 'Размер икс эль, глава одиннадцать'],
    ['Группа А. Второй этаж', 'Группа А. Второй этаж'],
    ['Со 100 ₽ и о 1 ₽', 'Со ста рублей и об одном рубле'],
    ['между 500 ₽ и 2 000 ₽', 'между пятьюстами рублями и двумя тысячами рублями'],
    ['15%-ный раствор, 5 %-ная кислота', 'Пятнадцатипроцентный раствор, пятипроцентная кислота'],
    ['Ему 32 г. Съел 32 г. хлеба', 'Ему тридцать два года. Съел тридцать два грамма хлеба'],
    ['ни 1 минуты, с 1 больным', 'ни одной минуты, с одним больным'],
    ['с 3-х по 5-е классы, у 3-х врачей', 'с третьих по пятые классы, у трёх врачей'],
    ['в XVI–XVII вв. и III степень', 'в шестнадцатом — семнадцатом веках и третья степень'],
    ['к и. о. директора', 'к исполняющему обязанности директора'],
    ['20 кВт·ч 😊.', 'Двадцать киловатт-часов.'],
  ])('%s', (written, spoken) => {
    expect(said(written)).toBe(spoken);
  });
});

describe('numbers that have no words', () => {
  it.each([
    ['1234567890123456789 руб.', /^Один два три .* девять рублей\.?$/],
    [`Счёт ${'9'.repeat(400)}.`, /^Счёт (?:девять ){399}девять\.$/],
    ['3,14159265', /^Три запятая один четыре один пять девять два шесть пять$/],
    ['0,00000001 мм', /^Ноль запятая ноль .* один миллиметра$/],
    ['12345678901234567890-й', /^Один два три/],
  ])('%s are read digit by digit', (text, spoken) => {
    expect(said(text)).toMatch(spoken);
  });
});

describe('what is counted as an object', () => {
  it.each([
    ['Оплатите 21 000 рублей.', 'Оплатите двадцать одну тысячу рублей.'],
    ['Переведите 1 000 ₽.', 'Переведите тысячу рублей.'],
    ['Вы платите 1 001 рубль.', 'Вы платите тысячу один рубль.'],
    ['Подождите 1–2 недели.', 'Подождите одну-две недели.'],
    ['Доставка займёт примерно 21 минуту.', 'Доставка займёт примерно двадцать одну минуту.'],
    ['Ремонт стоит 31 тыс. руб.', 'Ремонт стоит тридцать одну тысячу рублей.'],
    ['Купили 41 000 шт.', 'Купили сорок одну тысячу штук.'],
    ['К оплате 21 000 рублей.', 'К оплате двадцать одна тысяча рублей.'],
    ['Стоимость 1 000 ₽.', 'Стоимость тысяча рублей.'],
    ['На счёте 1 001 рубль.', 'На счёте тысяча один рубль.'],
    ['Ивану 1 неделя.', 'Ивану одна неделя.'],
    ['Цены с 5000 рублей.', 'Цены с пяти тысяч рублей.'],
    ['Запишите 1 взрослого.', 'Запишите одного взрослого.'],
    ['Сервис на 14-м км.', 'Сервис на четырнадцатом километре.'],
    ['Едем до 14-го км шоссе.', 'Едем до четырнадцатого километра шоссе.'],
    ['Гол на 3-й мин. матча.', 'Гол на третьей минуте матча.'],
    ['Ждём до 2-й нед. мая.', 'Ждём до второй недели мая.'],
    ['Пропустили 3-ю мин.', 'Пропустили третью минуту.'],
    ['Рост на 5-м мес.', 'Рост на пятом месяце.'],
    ['Мы на ул. Ленина, д. 7А, кв. 5.', 'Мы на улице Ленина, дом семь а, квартира пять.'],
    ['Едем на ул. Мира, 5В.', 'Едем на улицу Мира, пять вэ.'],
    ['Учится в 5А классе, ряд 5В.', 'Учится в пять а классе, ряд пять вэ.'],
    ['Автомат на 16А, сеть 220В.', 'Автомат на шестнадцать ампер, сеть двести двадцать вольт.'],
    ['От дома 5 м до дороги.', 'От дома пять метров до дороги.'],
  ])('%s', (text, spoken) => {
    expect(said(text)).toBe(spoken);
  });
});

describe('the map', () => {
  it('tells what was said for what', () => {
    const text = '**К** 18:30, *2* мастера';
    const { spoken, map } = speakable(text);
    expect(spoken).toBe('К восемнадцати тридцати, два мастера');
    const pairs = map.map((span) => [
      text.slice(span.sourceStart, span.sourceEnd),
      spoken.slice(span.spokenStart, span.spokenEnd),
    ]);
    expect(pairs).toEqual([
      ['**', ''],
      ['К', 'К'],
      ['**', ''],
      [' ', ' '],
      ['18:30', 'восемнадцати тридцати'],
      [', ', ', '],
      ['*', ''],
      ['2*', 'два'],
      [' мастера', ' мастера'],
    ]);
  });
});

const pieces = fc.constantFrom(
  ...'+ * ** [ ] [[ ]] <[ ]> < > sil<[ 300 ]> small # ` ~~ _ ( ) ](a) ! 5 10 № % ₽ $ / - – : , . 05.12 18:30 а Ё к до в с и руб. т. е. г. кг ул. USB X МФЦ 😊 👍🏽 &lt; &amp;'.split(
    ' ',
  ),
  ' ',
  '\n',
  'слово',
  'sil<[300]>',
  'C++',
  '[x](http://y)',
  '- ',
  '\u00a0',
);
const text = fc
  .array(fc.oneof({ weight: 4, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

describe('a long text', () => {
  it.each(['руб.', 'А.', '-а', ' ', '1x', '1-', '000 ', 'a.', 'A1', '<!--', '|\t', 'a-', '_', '"1'])(
    'of %j costs time that grows with its length',
    (unit) => {
      // Where each place is looked at together with all that follows, these take minutes.
      const written = unit.repeat(40_000 / unit.length);
      const { spoken, map } = createSpeakable({ leave: [] })(written);
      expect(map.at(-1)?.sourceEnd).toBe(written.length);
      expect(map.at(-1)?.spokenEnd).toBe(spoken.length);
    },
    20_000,
  );
});

describe('any text', () => {
  it('forms no command of SpeechKit, whole or in segments', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(said(written)).not.toMatch(/[+*<>[\]]/);
        const segmenter = new RussianSegmenter();
        const segments = [...segmenter.push(written), ...segmenter.end()];
        expect(segments.map((segment) => said(segment.text)).join('')).not.toMatch(/[+*<>[\]]/);
      }),
      { numRuns: 700 },
    );
  });

  it('forms none with everything left to the provider, and nothing is left to escape', () => {
    const bare = createSpeakable({ leave: speakableClasses });
    fc.assert(
      fc.property(text, (written) => {
        const { spoken } = bare(written);
        expect(spoken).not.toMatch(/[+*<>[\]]/);
        // Said again, nothing is lost: there is no markup left to take out.
        const words = (some: string) => some.match(/[\p{L}\p{N}]+/gu) ?? [];
        let next = 0;
        for (const word of words(bare(spoken).spoken)) if (word === words(spoken)[next]) next += 1;
        expect(next, bare(spoken).spoken).toBe(words(spoken).length);
      }),
      { numRuns: 700 },
    );
  });

  it('has a map that covers it and all that is said, in order', () => {
    fc.assert(
      fc.property(text, (written) => {
        const { spoken, map } = speakable(written);
        let [source, target] = [0, 0];
        for (const span of map) {
          expect([span.sourceStart, span.spokenStart]).toEqual([source, target]);
          expect(span.sourceEnd).toBeGreaterThanOrEqual(source);
          expect(span.spokenEnd).toBeGreaterThanOrEqual(target);
          [source, target] = [span.sourceEnd, span.spokenEnd];
        }
        expect([source, target]).toEqual([written.length, spoken.length]);
      }),
      { numRuns: 700 },
    );
  });

  it('forms none with any dictionary that is taken, whose stress marks all get through', () => {
    const said = fc
      .array(
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom('ст', '+и', 'л+ь', 'а+', '+я', 'сил', ' ') },
          { weight: 1, arbitrary: fc.constantFrom('+', 'sil<[', '<[', '[[', '**', ']>', '*') },
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => parts.join(''));
    const entries = fc.array(
      fc.tuple(fc.constantFrom('Стиль', 'стиль', 'sil', 'а', 'C++', '5', '[x]'), said),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const isRefused = (value: string) => /[<>[\]*]|\+(?![ия])/.test(value) || value.trim() === '';
    let [taken, stressed] = [0, 0];
    fc.assert(
      fc.property(
        entries,
        fc.array(fc.oneof(text, fc.constantFrom(' Стиль ', ' стиль ', ' sil<[', ' а '))),
        (list, parts) => {
          const dictionary = Object.fromEntries(list);
          const written = parts.join('');
          let say: ReturnType<typeof createSpeakable>;
          try {
            say = createSpeakable({ dictionary });
          } catch {
            expect(Object.values(dictionary).some(isRefused)).toBe(true);
            return;
          }
          taken += 1;
          const segmenter = new RussianSegmenter();
          const segments = [...segmenter.push(written), ...segmenter.end()].map(
            ({ text: one }) => say(one).spoken,
          );
          for (const spoken of [say(written).spoken, segments.join('')]) {
            expect(spoken).not.toMatch(/[*<>[\]]|\+(?![аеёиоуыэюя])/i);
            // What is left when the user's words are gone has no stress mark.
            // Others may be a part of one that has: «сил» of «+исил».
            const values = Object.values(dictionary)
              .filter((value) => value.includes('+'))
              .sort((a, b) => b.length - a.length);
            let rest = spoken.toLowerCase();
            for (const value of values) rest = rest.replaceAll(value.toLowerCase(), ' ');
            expect(rest).not.toContain('+');
            if (spoken.includes('+')) stressed += 1;
          }
        },
      ),
      { numRuns: 700 },
    );
    expect(taken).toBeGreaterThan(100);
    expect(stressed).toBeGreaterThan(20);
  });

  it('has the stress marks of the dictionary wherever its words stand', () => {
    const say = createSpeakable({
      dictionary: { Стиль: 'Ст+иль', замок: 'зам+ок', '5 звёзд': 'п+ять звёзд' },
    });
    expect(say('**Стиль** — «замок», Замок: 5 звёзд (Стиль)').spoken).toBe(
      'Ст+иль — «зам+ок», зам+ок: п+ять звёзд (Ст+иль)',
    );
  });
});
