import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSpokenRows } from './spoken-corpus.js';
import type { Span } from './tokens.js';
import { understand, type Understood, type UnderstandOptions } from './understand.js';

const now = '2026-11-25T12:20';
const at = (text: string, options: Partial<UnderstandOptions> = {}) => understand(text, { now, ...options });
const wordsOf = (text: string, spans: readonly Span[]) =>
  spans.map(({ start, end }) => text.slice(start, end));

const asked = { now: '2026-11-25T12:20' };

describe('a correction', () => {
  const read = (text: string) => at(text).when.map(({ readings }) => readings[0].time?.from);

  it('may come after words that only fill, but not after any number of them', () => {
    expect(read(`в три нет ${'ну '.repeat(30)}в четыре`)).toEqual(['16:00']);
    expect(read(`в три нет ${'ну '.repeat(60)}в четыре`)).toEqual(['15:00', '16:00']);
  });

  it('leaves a whole number without a fraction behind one', () => {
    expect(at('пять целых двадцать пять сотых').numbers).toMatchObject([{ value: 5.25 }]);
    expect(at('пять целых пять целых пять десятых').numbers).toMatchObject([{ value: 5 }, { value: 5.5 }]);
  });
});

describe('a name', () => {
  it('that is taken back takes its words along', () => {
    const { names, numbers } = at('фамилия сорок нет фамилия петров');
    expect([names.map(({ last }) => last), numbers]).toEqual([['Петров'], []]);
  });

  it('has no numeral for a surname', () => {
    const { names, numbers } = at('нас двоих екатерина');
    expect(names).toMatchObject([{ first: 'Екатерина' }]);
    expect(names[0]).not.toHaveProperty('last');
    expect(numbers).toMatchObject([{ value: 2 }]);
  });
});

describe('what words a result came from', () => {
  it('names them for each kind, without those between', () => {
    const text = 'Завтра, если можно, в три на Ивана Петрова, нас двое, телефон 8 912 345-67-89.';
    const { when, names, numbers, phones } = at(text);
    expect(wordsOf(text, when[0]!.spans)).toEqual(['Завтра', 'в три']);
    expect(wordsOf(text, names[0]!.spans)).toEqual(['Ивана Петрова']);
    expect(wordsOf(text, numbers[0]!.spans)).toEqual(['двое']);
    expect(wordsOf(text, phones[0]!.spans)).toEqual(['8 912 345-67-89']);
  });

  it('tells those that were taken back from those that stand', () => {
    const text = 'завтра в три ой то есть в пятницу';
    const [when] = at(text).when;
    expect(wordsOf(text, when!.spans)).toEqual(['в три', 'в пятницу']);
    expect(wordsOf(text, when!.withdrawn)).toEqual(['завтра']);
    const [name] = at('на петрова нет на павлова').names;
    expect(wordsOf('на петрова нет на павлова', name!.withdrawn)).toEqual(['петрова']);
    const denials = 'завтра не в три а в четыре не на анну а на инну не пять а шесть человек';
    const all = at(denials);
    expect(all.when).toMatchObject([
      { readings: [{ date: { from: '2026-11-26' }, time: { from: '16:00' } }] },
    ]);
    expect(all.names).toMatchObject([{ first: 'Инна' }]);
    expect(all.numbers).toMatchObject([{ value: 6 }]);
    const taken = [all.when, all.names, all.numbers].flatMap(([first]) => wordsOf(denials, first!.withdrawn));
    expect(taken).toEqual(['в три', 'анну', 'пять']);
    const [number] = at('три нет четыре человека').numbers;
    expect(wordsOf('три нет четыре человека', number!.withdrawn)).toEqual(['три']);
  });
});

describe('dates and times', () => {
  it('go by the opening hours of the day', () => {
    const openingHours = { 1: { from: '09:00', to: '20:00' }, 6: { from: '11:00', to: '15:00' } };
    const times = (text: string) =>
      at(text, { openingHours }).when[0]!.readings.map(({ time }) => time!.from);
    expect(times('в понедельник в семь')).toEqual(['19:00']);
    expect(times('в понедельник в девять')).toEqual(['09:00']);
    expect(times('в субботу к закрытию')).toEqual(['19:00']);
  });

  it('are ambiguous where the hours leave both halves of the day open', () => {
    const { when } = at('завтра в девять', { openingHours: { from: '09:00', to: '22:00' } });
    expect(when[0]!.readings.map(({ time }) => time!.from)).toEqual(['09:00', '21:00']);
    expect(when[0]!.readings.map(({ date }) => date!.from)).toEqual(['2026-11-26', '2026-11-26']);
  });

  it.each([
    ['на завтрашний день', '2026-11-26', undefined],
    ['завтра в 18-00', '2026-11-26', '18:00'],
    ['завтра не в час пик', '2026-11-26', undefined],
  ])('«%s»', (text, date, time) => {
    const { when } = at(text);
    expect(when).toHaveLength(1);
    expect(when[0]!.readings[0].date?.from).toBe(date);
    expect(when[0]!.readings[0].time?.to).toBe(time);
  });

  it('tell what is not wanted from what is', () => {
    const { when } = at('в воскресенье не могу');
    expect(when).toMatchObject([{ excluded: true, readings: [{ date: { from: '2026-11-29' } }] }]);
    expect(at('в воскресенье не могу давайте в понедельник').when).toMatchObject([{ excluded: false }]);
  });

  it('take any moment of a day for now', () => {
    for (const moment of ['2026-11-25T00:00', '2026-11-25T23:59:59', '2026-11-25T10:00:00.000']) {
      const [when] = understand('завтра', { now: moment }).when;
      expect(when!.readings[0].date).toEqual({ from: '2026-11-26', to: '2026-11-26' });
    }
    const [late] = understand('через полчаса', { now: '2026-12-31T23:45' }).when;
    expect(late!.readings[0]).toEqual({
      date: { from: '2027-01-01', to: '2027-01-01' },
      time: { from: '00:15', to: '00:15' },
    });
  });
});

describe('phone numbers', () => {
  it('go on over utterances, also through JSON', () => {
    const first = at('восемь девятьсот двенадцать', { expect: 'phone' }).phones[0]!;
    expect(first).toMatchObject({ status: 'incomplete', heard: '+7912', missing: 7 });
    const phone = JSON.parse(JSON.stringify(first)) as typeof first;
    const [second] = at('триста сорок пять шестьдесят семь восемьдесят девять', { phone }).phones;
    expect(second).toMatchObject({ status: 'complete', number: '+79123456789', missing: 0 });
  });

  it('are left as they were by an utterance without digits', () => {
    const phone = at('восемь девятьсот двенадцать', { expect: 'phone' }).phones[0]!;
    expect(at('секунду сейчас посмотрю', { phone }).phones).toEqual([]);
  });

  it('say when the length told how to read them, and when it cannot', () => {
    const apart = at('восемь девять один два три четыре пять шестьдесят семь девять').phones[0]!;
    expect(apart).toMatchObject({ number: '+79123456079', regrouped: true });
    const unsure = at('восемь девятьсот двенадцать сорок пять шестьдесят семь восемьдесят').phones[0]!;
    expect(unsure).toMatchObject({ status: 'ambiguous', missing: 1 });
    expect(unsure).not.toHaveProperty('number');
    expect(unsure.readings).toEqual(['+79124056780', '+79124560780']);
  });

  it('do not begin with the time said right before', () => {
    for (const text of [
      'завтра в три 8 912 345-67-89',
      'в пятнадцать тридцать девятьсот двенадцать 345 67 89',
    ]) {
      expect(at(text).phones).toMatchObject([{ number: '+79123456789' }]);
      expect(at(text).when[0]!.readings[0].time!.from).toMatch(/^15:/);
    }
  });

  it('can be corrected once they were read back, and by a correction only', () => {
    const [phone] = understand('8 912 345-67-89', { ...asked, expect: 'phone' }).phones;
    const heard = (text: string) => understand(text, { ...asked, expect: 'yes-no', phone }).phones;
    expect(heard('нет не восемьдесят девять а восемьдесят восемь')[0]?.number).toBe('+79123456788');
    for (const text of ['да верно', 'нет в четыре', 'нет не в три а в четыре', 'пять'])
      expect(heard(text)).toEqual([]);
  });

  it('may be parted within a group, by a pause or an «эээ»', () => {
    expect(understand('плюс семь 905 300 40 50 02', asked).phones[0]?.number).toBe('+79053405002');
    const { phones } = understand('восемь девятьсот эээ пять триста сорок мм пятьдесят ноль два', asked);
    expect(phones[0]?.number).toBe('+79053405002');
  });

  it('that are too long miss no digits', () => {
    expect(understand('+7 916 123456789', asked).phones[0]).toMatchObject({ missing: 0, extra: 2 });
  });

  it('are invalid if there is no such number', () => {
    expect(
      at('плюс семь сто двадцать три четыреста пятьдесят шесть семьдесят восемь девяносто').phones,
    ).toMatchObject([{ status: 'invalid', heard: '+71234567890' }]);
    expect(at(`номер ${'семь '.repeat(500)}`).phones[0]).toMatchObject({ status: 'invalid' });
  });

  it('of another country go by its rules', () => {
    const phone = at('восемь ноль двадцать девять сто двадцать три сорок пять шестьдесят семь', {
      country: 'BY',
    });
    expect(phone.phones[0]).toMatchObject({ number: '+375291234567' });
  });
});

describe('names', () => {
  it('leave out a word that agrees in no case', () => {
    expect(at('роман толстого').names).toMatchObject([{ first: 'Роман' }]);
    expect(at('меня зовут не иван а пётр').names).toMatchObject([{ first: 'Пётр' }]);
  });

  it('keep a short form and link the full ones', () => {
    expect(at('меня зовут саша').names).toMatchObject([
      { first: 'Саша', fullNames: ['Александр', 'Александра'] },
    ]);
    expect(at('меня зовут саша').names[0]).not.toHaveProperty('gender');
  });
});

describe('understand', () => {
  it('says what an answer of yes or no comes to', () => {
    expect(at('в три').answer).toBe('unclear');
    expect(at('да конечно').answer).toBe('yes');
    expect(at('нет спасибо').answer).toBe('no');
  });

  it.each<[Partial<UnderstandOptions>, RegExp]>([
    [{ now: '2026-11-25' }, /now/],
    [{ now: '2026-11-25T12:20Z' }, /without a time zone/],
    [{ now: '2026-02-30T12:20' }, /now/],
    [{ openingHours: { from: '9:00', to: '20:00' } }, /openingHours\.from/],
    [{ openingHours: { from: '20:00', to: '20:00' } }, /openingHours\.to/],
    [{ openingHours: {} }, /openingHours/],
    [{ expect: 'colour' as never }, /expect/],
    [{ country: 'XX' as never }, /country is "XX"; expected two letters/],
    [{ country: 7 as never }, /country is 7/],
    [{ phone: 5 as never }, /phone is 5/],
    [{ phone: {} as never }, /phone is an object/],
    [{ openingHours: 5 as never }, /openingHours is 5/],
    [{ openingHours: { 1: null } as never }, /openingHours\[1\] is null/],
  ])('refuses %j', (options, message) => {
    expect(() => at('завтра', options)).toThrow(message);
  });

  it('refuses what is missing', () => {
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error;
    expect(() => understand(undefined as never, { now })).toThrow(invalid);
    for (const wrong of [undefined, null, 5, {}])
      expect(() => understand('завтра', wrong as never)).toThrow(invalid);
  });

  const corpus = readSpokenRows(readFileSync(new URL('../../corpora/spoken.tsv', import.meta.url), 'utf8'));
  const words = [...new Set(corpus.flatMap(({ utterances }) => utterances.join(' ').split(' ')))];
  const speech = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((all) => all.join(' '));
  const spansOf = ({ phones, when, names, numbers }: Understood) =>
    [phones, when, names, numbers].flatMap((all) =>
      all.flatMap((one) => ['withdrawn' in one ? one.withdrawn : [], one.spans]).flat(),
    );

  it('takes any words in any order: results lie inside, and no word is used twice', () => {
    fc.assert(
      fc.property(speech, (text) => {
        const spans = spansOf(at(text)).sort((a, b) => a.start - b.start);
        for (const [index, { start, end }] of spans.entries()) {
          expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'А.',
    'минус ',
    '000 ',
    'сто ',
    '1-',
    'пять,',
    'два нуля ',
    'нет ',
    'три нет в четыре ',
    'добавочный ',
    'пять целых ',
    'я вчера звонила и мне сказали что в пятницу после обеда можно к ольге или восемь девятьсот нет двенадцать ',
  ])(
    'takes %j over and over in time that grows with its length',
    (unit) => {
      const text = unit.repeat(30_000 / unit.length);
      expect(understand(text, asked).answer).toBeTypeOf('string');
    },
    20_000,
  );

  it('takes any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), speech, (any, text) => {
        at(any + text);
      }),
    );
  });

  it('understands the same with capital letters and without ё', () => {
    fc.assert(
      fc.property(fc.constantFrom(...corpus), ({ utterances, expect: asked }) => {
        const [text = ''] = utterances;
        const values = (said: string) =>
          JSON.stringify(at(said, { expect: asked }), (key, value: unknown) => (key === 'names' ? 0 : value));
        expect(values(text.replaceAll('ё', 'е'))).toBe(values(text));
        expect(values(text.toUpperCase())).toBe(values(text));
      }),
      { numRuns: 600 },
    );
  });
});
