import { cardinal } from '../numerals/cardinals.js';

/** «ноль ноль семь». */
export function digitByDigit(digits: string): string {
  return Array.from(digits, (digit) => cardinal(Number(digit))).join(' ');
}

/** A group of digits as a number, its leading zeros one by one: «ноль пять», «триста сорок пять». */
export function digitGroup(group: string): string {
  const [, zeros = '', rest = ''] = /^(0*)(\d*)$/.exec(group) ?? [];
  return [...Array<string>(zeros.length).fill('ноль'), ...(rest === '' ? [] : [cardinal(Number(rest))])].join(
    ' ',
  );
}

/** How digits without groups of their own are cut, from the left: phones as Russians say them, other numbers in threes. */
const cuts: Readonly<Record<number, readonly number[]>> = {
  11: [1, 3, 3, 2, 2],
  10: [3, 3, 2, 2],
  8: [3, 3, 2],
  7: [3, 2, 2],
  6: [2, 2, 2],
  5: [1, 2, 2],
  4: [2, 2],
};

/** Many digits, said in groups. */
export function digitGroups(digits: string): string {
  const lengths = cuts[digits.length] ?? Array<number>(Math.ceil(digits.length / 3)).fill(3);
  let from = 0;
  return lengths.map((length) => digitGroup(digits.slice(from, (from += length)))).join(' ');
}
