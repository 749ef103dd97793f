import { cardinal } from '../numerals/cardinals.js';
import { fraction } from '../numerals/decimals.js';
import { counted, noun, type Noun } from '../numerals/nouns.js';
import { digitByDigit, digitGroups } from './digits.js';
import { agreementOf, caseBefore, caseOfObject, casesBefore } from './government.js';
import { dashPattern, joinRange, numberPattern, readNumeral, sayNumeral } from './numbers.js';
import { signed } from './quantities.js';
import { rule, type Place, type SpokenRule } from './rule.js';

const sign = String.raw`([-−+](?=\d))?`;
const codeBefore =
  /(?<!\p{L})(?:код|кода|коду|кодом|пин|пин-код|пароль|индекс|индекса)(?:\s+\p{L}+)?:?\s+$/iu;
const cardBefore = /(?<!\p{L})карт[аыеу]й?\s+$/iu;
const versionBefore = /(?<!\p{L})(?:верси[яиюей]{1,2}|iOS|Android|Windows|прошивк[аиуе])\s+$/iu;
const signs: Readonly<Record<string, readonly [number, number]>> = {
  '½': [1, 2],
  '¼': [1, 4],
  '¾': [3, 4],
  '⅓': [1, 3],
  '⅔': [2, 3],
};

/** Numbers by themselves: whole, fractions, ranges, codes, versions. */
export const integers: readonly SpokenRule[] = [
  rule('numbers', String.raw`24\/7(?!\d)`, () => 'двадцать четыре на семь'),
  rule('numbers', String.raw`[vV]?(\d{1,9}(?:\.\d{1,9}){2,})(?!\d)`, ([, parts = '']) => sayVersion(parts)),
  rule('numbers', String.raw`v(\d{1,9}(?:\.\d{1,9})*)(?!\d)`, ([, parts = '']) => sayVersion(parts)),
  rule('numbers', String.raw`\d{1,9}(?:\.\d{1,9})+(?!\d)`, ([parts], { before }) =>
    versionBefore.test(before) ? sayVersion(parts) : undefined,
  ),
  // «3:2» is a score, «1:100» a scale; times have two digits of minutes and were taken before.
  rule('numbers', String.raw`(\d{1,9}):(\d{1,9})(?!\d|:\d)`, ([, a = '', b = '']) =>
    b.length > 2
      ? `${cardinal(Number(a))} к ${cardinal(Number(b), { case: 'dative' })}`
      : `${cardinal(Number(a))} ${cardinal(Number(b))}`,
  ),
  rule('numbers', String.raw`(?:(\d{1,9})~)?([½¼¾⅓⅔])`, ([, whole, part = ''], { before, after }) => {
    const [numerator, denominator] = signs[part] ?? [1, 2];
    if (whole === undefined) return sayFraction(numerator, denominator, before);
    if (part !== '½') return `${cardinal(Number(whole))} и ${sayFraction(numerator, denominator, before)}`;
    return `${cardinal(Number(whole), agreementOf(Number(whole), { before, after }))} с половиной`;
  }),
  rule('numbers', String.raw`(\d{1,4})\/(\d{1,4})(?![\d/])`, ([, a = '', b = ''], { before }) => {
    if (/давлени[а-я]{1,2}:?\s+$/iu.test(before)) return `${cardinal(Number(a))} на ${cardinal(Number(b))}`;
    return houseBefore.test(before) || Number(a) >= Number(b) || Number(b) > 100
      ? `${cardinal(Number(a))} дробь ${cardinal(Number(b))}`
      : sayFraction(Number(a), Number(b), before);
  }),
  rule('numbers', String.raw`\d{4}(?:[ \u00a0]\d{4}){3}(?!\d)`, ([card]) =>
    card
      .split(/[ \u00a0]/)
      .map(digitGroups)
      .join(' '),
  ),
  rule(
    'numbers',
    String.raw`${sign}(${numberPattern})(?![\p{L}\d])${dashPattern}(${numberPattern})(?![.,]?\d|-)`,
    sayRange,
  ),
  rule('numbers', String.raw`${sign}(${numberPattern})`, sayOne),
];

const houseBefore = /(?<!\p{L})(?:д|дом|доме|дома|дому|кв|квартира|ул|корп|оф)\.?\s*$|[\p{Lu}]\p{L}+,\s+$/u;

function sayVersion(parts: string): string {
  return parts
    .split('.')
    .map((part) => cardinal(Number(part)))
    .join(' точка ');
}

/** Parts with names of their own. */
const parts: ReadonlyMap<number, Noun> = new Map([
  [2, noun('половин', 'минута')],
  [3, noun('трет', 'область')],
  [4, noun('четверт', 'область')],
]);

function sayFraction(numerator: number, denominator: number, before: string): string {
  const wanted = caseOfObject(before);
  const part = parts.get(denominator);
  if (part === undefined || (numerator > 1 && denominator !== 4))
    return fraction(numerator, denominator, wanted);
  const named = counted(part, numerator, wanted);
  return numerator === 1 ? named : `${cardinal(numerator, { case: wanted, gender: 'feminine' })} ${named}`;
}

function sayRange([, mark, from = '', to = '']: RegExpExecArray, place: Place): string {
  const [first, last] = [readNumeral(from), readNumeral(to)];
  const agreement =
    last.fraction === '' ? agreementOf(last.whole, place) : { case: caseBefore(place.before) };
  // «1–2 недели»: both agree with the noun, which only the second shows.
  const words = [first, last].map(
    (numeral) =>
      (numeral.fraction === '5' && numeral.whole > 0 ? sayHalf(numeral.whole, place) : undefined) ??
      sayNumeral(numeral, agreement),
  );
  return signed(mark, joinRange(words[0] ?? '', words[1] ?? ''));
}

function sayOne([, mark, number = '']: RegExpExecArray, place: Place): string {
  const numeral = readNumeral(number);
  const { before } = place;
  if (/^\d{4}$/.test(number) && cardBefore.test(before)) return digitGroups(number);
  if (/^\d{3,8}$/.test(number) && codeBefore.test(before)) return digitByDigit(number);
  if (numeral.digits !== undefined && numeral.fraction === '') return digitByDigit(numeral.digits);
  if (/^\d{7,}$/.test(number) && !/^[ \u00a0\u202f]\p{Ll}{3}/u.test(place.after)) return digitGroups(number);
  if (numeral.fraction === '')
    return signed(mark, cardinal(numeral.whole, agreementOf(numeral.whole, place)));
  if (numeral.fraction === '5' && numeral.whole > 0) {
    const half = sayHalf(numeral.whole, place);
    if (half !== undefined) return signed(mark, half);
  }
  return signed(mark, sayNumeral(numeral, { case: caseBefore(before) }));
}

/** «полтора часа», «два с половиной часа»: before what is counted only. */
function sayHalf(whole: number, place: Place): string | undefined {
  const next = /^[ \u00a0\u202f]+([а-яё]{2,})/iu.exec(place.after)?.[1]?.toLowerCase();
  if (next === undefined || /^(?:из|на|по|до|от|и|или|в)$/.test(next)) return undefined;
  const oblique = casesBefore(place.before)[0] ?? 'nominative';
  const isDirect = oblique === 'nominative' || oblique === 'accusative';
  const feminine = /[ыи]$/.test(next);
  if (whole > 1)
    return `${cardinal(whole, { case: oblique, gender: feminine ? 'feminine' : 'masculine' })} с половиной`;
  if (!isDirect) return 'полутора';
  return feminine ? 'полторы' : 'полтора';
}
