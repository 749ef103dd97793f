import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardinal } from './cardinals.js';
import { decimal, fraction } from './decimals.js';
import { grammaticalCases } from './grammar.js';
import { counted, noun } from './nouns.js';
import { compoundPrefix, ordinal } from './ordinals.js';
import { cardinalWords, ordinalWords } from './word-values.js';

const inAllCases = (say: (grammaticalCase: (typeof grammaticalCases)[number]) => string) =>
  grammaticalCases.map(say).join(' | ');
const raw = (words: string) => words.replaceAll('ё', 'е').split(' ');

describe('cardinal', () => {
  it.each([
    [0, 'ноль | нуля | нулю | ноль | нулём | нуле'],
    [1, 'один | одного | одному | один | одним | одном'],
    [3, 'три | трёх | трём | три | тремя | трёх'],
    [8, 'восемь | восьми | восьми | восемь | восемью | восьми'],
    [14, 'четырнадцать | четырнадцати | четырнадцати | четырнадцать | четырнадцатью | четырнадцати'],
    [
      58,
      'пятьдесят восемь | пятидесяти восьми | пятидесяти восьми | пятьдесят восемь | пятьюдесятью восемью | пятидесяти восьми',
    ],
    [90, 'девяносто | девяноста | девяноста | девяносто | девяноста | девяноста'],
    [
      222,
      'двести двадцать два | двухсот двадцати двух | двумстам двадцати двум | двести двадцать два | двумястами двадцатью двумя | двухстах двадцати двух',
    ],
    [1000, 'тысяча | тысячи | тысяче | тысячу | тысячей | тысяче'],
    [
      21_000,
      'двадцать одна тысяча | двадцати одной тысячи | двадцати одной тысяче | двадцать одну тысячу | двадцатью одной тысячей | двадцати одной тысяче',
    ],
    [
      2_001_005,
      'два миллиона одна тысяча пять | двух миллионов одной тысячи пяти | двум миллионам одной тысяче пяти | два миллиона одну тысячу пять | двумя миллионами одной тысячей пятью | двух миллионах одной тысяче пяти',
    ],
  ])('%d', (value, words) => {
    expect(inAllCases((wanted) => cardinal(value, { case: wanted }))).toBe(words);
  });

  it('agrees in gender and with living beings', () => {
    expect(cardinal(1, { gender: 'feminine', case: 'accusative' })).toBe('одну');
    expect(cardinal(22, { gender: 'feminine' })).toBe('двадцать две');
    expect(cardinal(51, { gender: 'neuter' })).toBe('пятьдесят одно');
    expect(cardinal(2, { case: 'accusative', animate: true })).toBe('двух');
    expect(cardinal(21, { case: 'accusative', animate: true })).toBe('двадцать одного');
    expect(cardinal(22, { case: 'accusative', animate: true })).toBe('двадцать два');
  });

  it('is worth what it says, up to a million, in every case', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(...grammaticalCases),
        (value, wanted) => {
          let [sum, group] = [0, 0];
          for (const word of raw(cardinal(value, { case: wanted }))) {
            const worth = cardinalWords.get(word)!;
            if (worth >= 1000) [sum, group] = [sum + (group || 1) * worth, 0];
            else group += worth;
          }
          expect(sum + group).toBe(value);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('ordinal', () => {
  it.each([
    [1, 'первый | первого | первому | первый | первым | первом'],
    [3, 'третий | третьего | третьему | третий | третьим | третьем'],
    [6, 'шестой | шестого | шестому | шестой | шестым | шестом'],
    [40, 'сороковой | сорокового | сороковому | сороковой | сороковым | сороковом'],
    [200, 'двухсотый | двухсотого | двухсотому | двухсотый | двухсотым | двухсотом'],
    [2000, 'двухтысячный | двухтысячного | двухтысячному | двухтысячный | двухтысячным | двухтысячном'],
  ])('%d', (value, words) => {
    expect(inAllCases((wanted) => ordinal(value, { case: wanted }))).toBe(words);
  });

  it('changes its last word only', () => {
    expect(ordinal(2026, { case: 'genitive' })).toBe('две тысячи двадцать шестого');
    expect(ordinal(1147, { case: 'prepositional' })).toBe('тысяча сто сорок седьмом');
    expect(ordinal(21_000)).toBe('двадцатиоднотысячный');
    expect(ordinal(1_200_000)).toBe('миллион двухсоттысячный');
    expect(ordinal(23, { gender: 'feminine', case: 'accusative' })).toBe('двадцать третью');
    expect(ordinal(90, { gender: 'plural', case: 'genitive' })).toBe('девяностых');
  });

  it('is known again by its last word', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom(...grammaticalCases), (value, wanted) => {
        const words = raw(ordinal(value, { case: wanted, gender: 'feminine' }));
        const worth = words.map((word, at) =>
          (at === words.length - 1 ? ordinalWords : cardinalWords).get(word)!,
        );
        expect(worth.reduce((sum, part) => sum + part)).toBe(value);
      }),
    );
  });
});

describe('fractions', () => {
  it('are said with their parts', () => {
    expect(decimal(3, '5')).toBe('три целых пять десятых');
    expect(decimal(1, '2', 'dative')).toBe('одной целой двум десятым');
    expect(decimal(0, '05', 'genitive')).toBe('нуля целых пяти сотых');
    expect(decimal(21, '001', 'accusative')).toBe('двадцать одну целую одну тысячную');
    expect(fraction(2, 3)).toBe('две третьих');
    expect(fraction(1, 2, 'genitive')).toBe('одной второй');
  });
});

describe('what is counted', () => {
  const rouble = noun('рубл', 'рубль');
  const year = noun('год', 'метр', { counted: 'лет' });
  it.each([
    [1, 'рубль', 'год'],
    [2, 'рубля', 'года'],
    [5, 'рублей', 'лет'],
    [11, 'рублей', 'лет'],
    [21, 'рубль', 'год'],
    [112, 'рублей', 'лет'],
    [1001, 'рубль', 'год'],
  ])('%d', (value, roubles, years) => {
    expect([counted(rouble, value), counted(year, value)]).toEqual([roubles, years]);
  });

  it('stands in the case of its number', () => {
    expect(grammaticalCases.map((wanted) => counted(rouble, 5, wanted))).toEqual(
      'рублей рублей рублям рублей рублями рублях'.split(' '),
    );
    expect(counted(year, 3, 'genitive')).toBe('лет');
    expect(compoundPrefix(3) + 'комнатная').toBe('трёхкомнатная');
    expect(compoundPrefix(1500)).toBe('тысячепятисот');
  });
});
