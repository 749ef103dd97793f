import type { ExpectedAnswer } from '@rechka/core';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isComplete } from './completeness.js';

interface Partial {
  utterance: number;
  split: string;
  expect: ExpectedAnswer;
  complete: boolean;
  text: string;
}

function partialsOf(name: string): Partial[] {
  return readFileSync(new URL(`../corpora/${name}.tsv`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line): Partial => {
      const [utterance, split = '', expected, label, , text = ''] = line.split('\t');
      const complete = label === 'complete';
      return { utterance: Number(utterance), split, expect: expected as ExpectedAnswer, complete, text };
    });
}

const corpus = partialsOf('completeness');

/** In percent: how often right; how often an unfinished one would be cut off; how often a finished one is waited on. */
function figures(rows: readonly Partial[]): { accuracy: number; cutOff: number; missed: number } {
  const judged = rows.map((row) => ({ ...row, judged: isComplete(row.text, { expect: row.expect }) >= 0.5 }));
  const share = (all: typeof judged, wrong: (row: (typeof judged)[number]) => boolean) =>
    (100 * all.filter(wrong).length) / all.length;
  return {
    accuracy: share(judged, (row) => row.judged === row.complete),
    cutOff: share(
      judged.filter((row) => !row.complete),
      (row) => row.judged,
    ),
    missed: share(
      judged.filter((row) => row.complete),
      (row) => !row.judged,
    ),
  };
}

describe('the corpus of partials', () => {
  it('has at least 1 000 rows, each text once for what is expected', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(corpus.map(({ expect: kind, text }) => `${kind} ${text}`)).size).toBe(corpus.length);
  });

  it('is written as a recogniser writes, and held out by its rule', () => {
    for (const { utterance, split, text } of corpus) {
      expect(text).toMatch(/^[а-яё]+(?: [а-яё]+)*$/);
      expect(split).toBe(utterance % 3 === 0 ? 'held-out' : 'tuning');
    }
  });
});

describe('isComplete on the corpus', () => {
  it('is right in 96 of 100 tuning rows', () => {
    const { accuracy, cutOff, missed } = figures(corpus.filter(({ split }) => split === 'tuning'));
    expect(accuracy).toBeGreaterThanOrEqual(96);
    expect(cutOff).toBeLessThanOrEqual(5);
    expect(missed).toBeLessThanOrEqual(2);
  });

  it('is right in 93 of 100 held-out rows, and cuts off fewer than one unfinished in ten', () => {
    const { accuracy, cutOff, missed } = figures(corpus.filter(({ split }) => split === 'held-out'));
    expect(accuracy).toBeGreaterThanOrEqual(93);
    expect(cutOff).toBeLessThanOrEqual(9);
    expect(missed).toBeLessThanOrEqual(5);
  });

  it('is right in 89 of 100 rows of another hand of which no rule was made', () => {
    const unseen = partialsOf('blind-completeness').filter(({ utterance }) => utterance % 2 === 0);
    expect(unseen).toHaveLength(150);
    const { accuracy, cutOff, missed } = figures(unseen);
    expect(accuracy).toBeGreaterThanOrEqual(89);
    expect(cutOff).toBeLessThanOrEqual(14);
    expect(missed).toBeLessThanOrEqual(8);
  });
});

describe('isComplete', () => {
  it.each(['', 'запишите меня на', 'завтра и', 'я хочу ну', 'мой номер', 'на среду,', 'дайте…'])(
    'waits after «%s»',
    (text) => {
      expect(isComplete(text)).toBeLessThanOrEqual(0.2);
    },
  );

  it.each(['да', 'до свидания', 'Нет, спасибо', 'сколько стоит стрижка?'])('is sure of «%s»', (text) => {
    expect(isComplete(text)).toBeGreaterThanOrEqual(0.9);
  });

  it.each<[expected: ExpectedAnswer, falling: readonly string[]]>([
    ['name', ['анна сергеевна', 'меня зовут анна', 'анна', 'кузнецов', 'записывайте', 'меня зовут']],
    ['yes-no', ['да конечно', 'да', 'да но']],
    ['date', ['двадцатого марта', 'в субботу', 'двадцатого', 'на следующей неделе', 'на следующей']],
    ['address', ['улица мира дом пять квартира десять', 'улица мира дом пять', 'улица мира', 'улица']],
    [
      'phone',
      [
        'восемь девятьсот двенадцать триста сорок пять шестьдесят семь восемьдесят девять',
        'восемь девятьсот двенадцать триста сорок пять шестьдесят семь',
        'восемь девятьсот двенадцать триста сорок пять',
      ],
    ],
    ['free', ['стрижка борода и укладка', 'запишите меня на стрижку', 'вчера у вас стригся муж', 'стрижка']],
    ['free', ['на среду нет лучше на четверг', 'на среду', 'здравствуйте', 'на среду нет']],
    ['free', ['две пиццы нет три', 'две пиццы нет', 'две']],
    ['free', ['хочу отменить запись точнее перенести', 'я записана на пять', 'хочу отменить запись точнее']],
  ])('is surer of %s the less there is to follow: %j', (expected, falling) => {
    const probabilities = falling.map((text) => isComplete(text, { expect: expected }));
    const distinct = [...new Set(probabilities)].sort((a, b) => b - a);
    expect(probabilities).toEqual(distinct);
  });

  it.each<[text: string, expected: ExpectedAnswer]>([
    ['это не я', 'yes-no'],
    ['да запишите', 'yes-no'],
    ['нет лучше отмените', 'yes-no'],
    ['в субботу часов в десять', 'date'],
    ['заблокируйте её пожалуйста', 'free'],
    ['я в пять не успею', 'free'],
    ['хочу узнать как он', 'free'],
    ['заказ пришёл неполный', 'free'],
    ['мне привезли красный а просила зелёный', 'free'],
    ['какие документы нужны', 'free'],
    ['мне нужно что то более дешёвое', 'free'],
    ['интернет не работает с утра', 'free'],
    ['что что', 'free'],
    ['да если не дорого', 'yes-no'],
    ['в полшестого', 'time'],
    ['ленина пять подъезд второй', 'address'],
    ['угол мира и чехова', 'address'],
  ])('does not wait for more after «%s» (%s)', (text, expected) => {
    expect(isComplete(text, { expect: expected })).toBeGreaterThanOrEqual(0.6);
  });

  it.each<[text: string, expected: ExpectedAnswer]>([
    ['моя карта', 'free'],
    ['у моей машины', 'free'],
    ['у моей машины стучит', 'free'],
    ['я звоню чтобы отменить', 'free'],
    ['у меня не только горло болит', 'free'],
    ['мне нужна', 'free'],
    ['с девяти утра', 'free'],
    ['нет давайте', 'yes-no'],
  ])('waits for more after «%s» (%s)', (text, expected) => {
    expect(isComplete(text, { expect: expected })).toBeLessThan(0.5);
  });

  it.each<[text: string, whole: ExpectedAnswer, part: ExpectedAnswer]>([
    ['иван', 'name', 'free'],
    ['двадцать', 'time', 'date'],
    ['двести тридцать один', 'address', 'phone'],
    ['можно', 'yes-no', 'free'],
    ['ленина', 'name', 'address'],
  ])('goes by what was asked: «%s» answers %s, not %s', (text, whole, part) => {
    expect(isComplete(text, { expect: whole })).toBeGreaterThanOrEqual(0.5);
    expect(isComplete(text, { expect: part })).toBeLessThan(0.5);
  });

  it.each([
    'восемь девятьсот двенадцать триста сорок пять шестьдесят семь восемьдесят девять',
    'плюс семь девять один два три четыре пять шесть семь восемь девять',
    'девятьсот двенадцать три нуля двадцать два тридцать три',
    '8 912 345 67 89',
    '+7 (912) 345-67-89',
    'девятьсот пять две семёрки один сорок сорок два',
    'восемь девять ноль три пять пять пять один два ноль семь',
  ])('is sure of «%s» with its last digit, and not before', (text) => {
    expect(isComplete(text, { expect: 'phone' })).toBeGreaterThanOrEqual(0.9);
    const words = text.split(' ');
    for (let length = 1; length < words.length; length++) {
      const part = words.slice(0, length).join(' ');
      expect([part, isComplete(part, { expect: 'phone' }) < 0.9]).toEqual([part, true]);
    }
  });

  it('is a probability for any text, in letters of any case', () => {
    const kinds = fc.constantFrom<ExpectedAnswer>(
      ...(['phone', 'name', 'date', 'time', 'address', 'yes-no', 'free'] as const),
    );
    const words = fc.array(fc.constantFrom(...corpus.flatMap(({ text }) => text.split(' '))), {
      maxLength: 12,
    });
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      words.map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(texts, kinds, (text, kind) => {
        const probability = isComplete(text, { expect: kind });
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
        if (/^[а-яё ]*$/.test(text)) {
          expect(isComplete(text.toUpperCase(), { expect: kind })).toBe(probability);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes ё for е', () => {
    for (const text of ['трёх', 'с трёх до', 'её', 'всё', 'ещё', 'моё имя']) {
      expect(isComplete(text)).toBe(isComplete(text.replaceAll('ё', 'е')));
    }
  });

  it('judges a long story by its end', () => {
    const story = 'я вчера ходил к мастеру и он мне сделал стрижку '.repeat(400);
    expect(isComplete(`${story}и`)).toBeLessThan(0.2);
    expect(isComplete(story)).toBeGreaterThanOrEqual(0.5);
  });
});
