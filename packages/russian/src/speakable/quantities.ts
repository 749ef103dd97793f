import { lettered } from '../abbreviations.js';
import { counted, noun, type Noun } from '../numerals/nouns.js';
import { compoundPrefix } from '../numerals/ordinals.js';
import type { GrammaticalCase } from '../numerals/grammar.js';
import { beforeNumber } from './addresses.js';
import { caseOfCount, caseOfObject, casesBefore, lastWord } from './government.js';
import { joinRange, dashPattern, numberPattern, readNumeral, sayQuantity, type Numeral } from './numbers.js';
import { rule, type Place, type SpokenRule } from './rule.js';
import { sentenceDot } from './sentence-dot.js';
import { thousand, unitOf, unitPattern, year, type Unit } from './units.js';

const multipliers: ReadonlyMap<string, Noun> = new Map([
  ['тыс', thousand],
  ['млн', noun('миллион')],
  ['млрд', noun('миллиард')],
  ['трлн', noun('триллион')],
]);

const sign = String.raw`([-−–+](?=\d))?`;
const amount = `${sign}(${numberPattern})(?:${dashPattern}(${numberPattern}))?`;
const multiplier = String.raw`(?:~(тыс|млн|млрд|трлн)(?![\p{L}\d])\.?)?`;
const notWord = String.raw`(?![\p{L}\d²³])`;

const afterUnit = String.raw`(?:\.?~\/~(${unitPattern}|сутки|день|неделю|месяц|год|час|минуту|с)${notWord})?`;
/** One-letter words that are prepositions far more often than units. */
const doubtful = String.raw`(?!~[ \u00a0]В\s+\p{L}|~А\s)`;

/** «20%-ная», «1 200 ₽», «3,5 кг», «5–10 %», «2 тыс. руб.», «90 км/ч», «$10». */
export const quantities: readonly SpokenRule[] = [
  rule(
    'numbers',
    String.raw`(\d{1,6})~%-?(н(?:ый|ая|ое|ые|ого|ой|ому|ую|ым|ом|ых|ыми))(?!\p{L})`,
    ([, number = '', ending = '']) => `${compoundPrefix(Number(number))}процент${ending}`,
  ),
  quantity('money'),
  quantity('units'),
  rule(
    'money',
    `([$€£¥])~(${numberPattern})${multiplier}${notWord}`,
    ([, currency = '', number = '', large], place) => {
      const unit = unitOf(currency);
      const numeral = readNumeral(number);
      if (unit === undefined || numeral.digits !== undefined) return undefined;
      return sayAmount([numeral], unit, large, caseOf(unit, numeral, place));
    },
  ),
  rule('numbers', `${amount}~(тыс|млн|млрд|трлн)(?![\\p{L}\\d])(\\.?)`, (match, place) => {
    const [, minus, first = '', second, large = '', dot] = match;
    const word = multipliers.get(large);
    if (word === undefined) return undefined;
    const numerals = [first, second].flatMap((written) =>
      written === undefined ? [] : [readNumeral(written)],
    );
    if (numerals.some(({ digits }) => digits !== undefined)) return undefined;
    const isGoverned = casesBefore(place.before).length > 0;
    const wanted = isGoverned
      ? caseOfCount(numerals.at(-1)?.whole ?? 0, place.before)
      : caseOfObject(place.before);
    return signed(minus, sayCounted(numerals, word, wanted)) + sentenceDot(dot, place.after);
  }),
];

function quantity(kind: 'money' | 'units'): SpokenRule {
  const pattern = `${amount}${multiplier}${doubtful}~(${unitPattern})${notWord}${afterUnit}(\\.?)`;
  return rule(kind, pattern, (match, place) => {
    const [written, minus, first = '', second, large, spelled = '', per, dot = ''] = match;
    const unit = isAge(spelled, dot, place) ? yearsOld : unitOf(spelled);
    if (unit?.class !== kind || isOther(written, spelled, dot, place)) return undefined;
    const numerals = [first, second].flatMap((number) => (number === undefined ? [] : [readNumeral(number)]));
    const last = numerals.at(-1);
    // «02 коп.» is an amount, «007» and what is too long for words are not.
    const isAmount = numerals.every(({ digits }) => digits === undefined || /^0\d$/.test(digits));
    if (last === undefined || !isAmount) return undefined;
    const said = signed(minus, sayAmount(numerals, unit, large, caseOf(unit, last, place)));
    const ending = unit.isSign && per === undefined ? dot : sentenceDot(dot, place.after);
    return said + sayPer(per) + ending;
  });
}

const childBefore = /(?<!\p{L})(?:реб[её]н|дет|мальчик|девочк|сын|доч|ему|ей|мне|возраст)\p{L}*\s+$/iu;

/** «ребёнку 5 л.», «мне 21 г.», as against «мне 200 г. колбасы». */
function isAge(spelled: string, dot: string, { before, after }: Place): boolean {
  const isYear = spelled === 'л' || (spelled === 'г' && dot === '.' && /^\s*(?:$|[А-ЯЁ])/.test(after));
  return isYear && childBefore.test(before);
}

const yearsOld: Unit = { noun: year, class: 'units', isSign: false };

/** «д. 7», «ряд 7», «№ 7», «Мира, 7»: a letter after the number belongs to it. */
function isLabel(before: string): boolean {
  const word = lastWord(before.replace(/\.?\s*$/, ' '));
  return beforeNumber.has(word) || lettered.test(word) || /(?:№|дом\p{L}*|\p{Lu}\p{Ll}+,)\s*$/u.test(before);
}

/** What only looks like a unit: «2 р. в день», «5 т. е.», «2024 г.», «д. 7А», «в 5В классе». */
function isOther(written: string, spelled: string, dot: string, { before, after }: Place): boolean {
  if (/(?:\d\p{L}|[АВ])\.?$/u.test(written) && (isLabel(before) || /^\sкласс/.test(after))) return true;
  if (spelled === 'р' && /^\s*(?:в|на)\s+(?:день|сутки|неделю|месяц|год)/.test(after)) return true;
  if (spelled === 'т' && dot === '.' && /^\s?[екдпо]\./.test(after)) return true;
  if (
    spelled === 'г' &&
    /(?<!\d)(?:1\d|20)\d\d[ \u00a0]?г/.test(written) &&
    (dot === '.' || /(?:в|до|с|от|к)\s$/i.test(before))
  )
    return true;
  return spelled === 'м' && dot === '.' && /^\s?[А-ЯЁ]/.test(after) && /\u0020м/.test(written);
}

/** The case a unit stands in: what its preposition asks for; «в 5 минутах ходьбы» asks for another than «в 5 минут». */
function caseOf(unit: Unit, { whole, fraction }: Numeral, { before, after }: Place): GrammaticalCase {
  const possible = casesBefore(before);
  if (possible[0] === 'accusative' && possible[1] === 'prepositional' && /^в/.test(lastWord(before))) {
    if (
      unit.class === 'units' &&
      /^\.?\s+(?:от|до|ходьбы|езды|пути|пешком|отсюда|случа\p{L}+|к\s)/u.test(after)
    )
      return 'prepositional';
  }
  if (possible.length === 0) return caseOfObject(before);
  return caseOfCount(fraction === '' ? whole : 2, before);
}

function sayAmount(
  numerals: readonly Numeral[],
  unit: Unit,
  large: string | undefined,
  wanted: GrammaticalCase,
): string {
  const scale = large === undefined ? undefined : multipliers.get(large);
  if (scale !== undefined)
    return `${sayCounted(numerals, scale, wanted)} ${counted(unit.noun, 5, 'genitive')}`;
  const [only] = numerals;
  if (unit.hundredth && numerals.length === 1 && only && /^\d\d?$/.test(only.fraction)) {
    const hundredths = Number(only.fraction.padEnd(2, '0'));
    const whole = sayQuantity({ ...only, fraction: '' }, unit.noun, wanted).join(' ');
    if (hundredths === 0) return whole;
    const part = sayQuantity(
      { whole: hundredths, fraction: '', digits: undefined },
      unit.hundredth,
      wanted,
    ).join(' ');
    return `${whole} ${part}`;
  }
  return sayCounted(numerals, unit.noun, wanted);
}

function sayCounted(numerals: readonly Numeral[], word: Noun, wanted: GrammaticalCase): string {
  const said = numerals.map((numeral) => sayQuantity(numeral, word, wanted));
  const [first, second = first] = said;
  if (first === undefined || second === undefined) return '';
  return `${said.length > 1 ? joinRange(first[0], second[0]) : first[0]} ${second[1]}`;
}

/** «минус», «плюс» of what was written before a number. */
export function signed(mark: string | undefined, words: string): string {
  if (mark === undefined) return words;
  return `${mark === '+' ? 'плюс' : 'минус'} ${words}`;
}

/** «в час» of «км/ч», «за квадратный метр» of «₽/м²». */
function sayPer(written: string | undefined): string {
  if (written === undefined) return '';
  if (written === 'с') return ' в секунду';
  const unit = unitOf(written);
  const word = unit === undefined ? written : unit.noun.singular[3];
  return `${/^(?:ч|час|мин|минуту|сек|сут|сутки|день|дн|нед|неделю|мес|месяц|год)$/.test(written) ? ' в' : ' за'} ${word}`;
}
