import { cardinal, largestCardinal } from '../numerals/cardinals.js';
import { decimal } from '../numerals/decimals.js';
import { inCase, type Agreement, type GrammaticalCase } from '../numerals/grammar.js';
import { counted, type Noun } from '../numerals/nouns.js';
import { digitByDigit } from './digits.js';

const space = String.raw`[ \u00a0\u202f]`;
/** A whole number, thousands set off by spaces or not. */
const wholePattern = String.raw`(?:\d{1,3}(?:${space}\d{3})+(?!\d)|\d+)`;
/** A number, with what stands after its comma. */
export const numberPattern = String.raw`${wholePattern}(?:[.,]\d+)?`;
export const dashPattern = String.raw`${space}?[-–—]${space}?`;

/** A number as written. */
export interface Numeral {
  whole: number;
  /** What stands after the comma; '' for a whole number. */
  fraction: string;
  /** The digits before the comma, where they are not a quantity: too many, or with zeros before them. */
  digits: string | undefined;
}

/** Parts smaller than millionths have no name that anyone would know. */
const longestFraction = 6;

export function readNumeral(written: string): Numeral {
  const [whole = '', fraction = ''] = written.replace(/[ \u00a0\u202f]/g, '').split(/[.,]/);
  const value = Number(whole);
  const isCode = value > largestCardinal || /^0\d/.test(whole);
  return { whole: value, fraction, digits: isCode ? whole : undefined };
}

/** A number by itself. */
export function sayNumeral({ whole, fraction, digits }: Numeral, agreement: Agreement = {}): string {
  if (digits === undefined && fraction.length <= longestFraction)
    return fraction === '' ? cardinal(whole, agreement) : decimal(whole, fraction, agreement.case);
  const words = digits === undefined ? cardinal(whole, agreement) : digitByDigit(digits);
  return fraction === '' ? words : `${words} запятая ${digitByDigit(fraction)}`;
}

const oneAndHalf = (gender: Noun['gender'], wanted: GrammaticalCase) =>
  isDirect(wanted) ? (gender === 'feminine' ? 'полторы' : 'полтора') : 'полутора';
const isDirect = (wanted: GrammaticalCase) => wanted === 'nominative' || wanted === 'accusative';

/** A number and what it counts: «двадцать один рубль», «три с половиной килограмма», «семь целых девять десятых процента». */
export function sayQuantity(
  { whole, fraction }: Numeral,
  noun: Noun,
  wanted: GrammaticalCase,
): [number: string, noun: string] {
  if (/^0*$/.test(fraction))
    return [cardinal(whole, { case: wanted, gender: noun.gender }), counted(noun, whole, wanted)];
  if (fraction === '5' && whole > 0) {
    if (whole > 1)
      return [
        `${cardinal(whole, { case: wanted, gender: noun.gender })} с половиной`,
        counted(noun, whole, wanted),
      ];
    return [
      oneAndHalf(noun.gender, wanted),
      isDirect(wanted) ? noun.singular[1] : inCase(noun.plural, wanted),
    ];
  }
  return [sayNumeral({ whole, fraction, digits: undefined }, { case: wanted }), noun.singular[1]];
}

/** Two ends of a range: «пять-десять», «шестьдесят — шестьдесят пять». */
export function joinRange(from: string, to: string): string {
  return from.includes(' ') || to.includes(' ') ? `${from} — ${to}` : `${from}-${to}`;
}
