import { describe, expect, it } from 'vitest';
import { spellDigits, spellNumber } from './spell-numbers.js';

describe('spellNumber', () => {
  it.each([
    [0, 'ноль'],
    [5, 'пять'],
    [11, 'одиннадцать'],
    [21, 'двадцать один'],
    [40, 'сорок'],
    [100, 'сто'],
    [219, 'двести девятнадцать'],
    [1000, 'тысяча'],
    [1200, 'тысяча двести'],
    [2002, 'две тысячи два'],
    [11_000, 'одиннадцать тысяч'],
    [21_001, 'двадцать одна тысяча один'],
    [112_000, 'сто двенадцать тысяч'],
    [1_001_000, 'миллион одна тысяча'],
    [3_000_000_004, 'три миллиарда четыре'],
    [
      999_999_999_999,
      'девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять',
    ],
  ])('%d is %s', (value, words) => {
    expect(spellNumber(value).join(' ')).toBe(words);
  });

  it('gives every number its own words', () => {
    const numbers = Array.from({ length: 30_000 }, (_, i) => (i < 20_000 ? i : i * 7919));
    expect(new Set(numbers.map((value) => spellNumber(value).join(' '))).size).toBe(numbers.length);
  });

  it('refuses what it cannot spell', () => {
    for (const value of [-1, 1.5, 1e12, Number.NaN]) expect(() => spellNumber(value)).toThrow(RangeError);
  });
});

describe('spellDigits', () => {
  it.each([
    ['05', 'ноль пять'],
    ['00', 'ноль ноль'],
    ['007', 'ноль ноль семь'],
    ['9991234567', 'девятьсот девяносто девять сто двадцать три сорок пять шестьдесят семь'],
    ['89991230567', 'восемь девятьсот девяносто девять сто двадцать три ноль пять шестьдесят семь'],
    ['4276123412341', 'сорок два семьдесят шесть двенадцать тридцать четыре двенадцать тридцать четыре один'],
  ])('%s is %s', (digits, words) => {
    expect(spellDigits(digits).join(' ')).toBe(words);
  });
});
