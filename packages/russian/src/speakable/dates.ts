import { ordinal } from '../numerals/ordinals.js';
import type { GrammaticalCase } from '../numerals/grammar.js';
import { casesBefore, lastWord, withoutNumbers } from './government.js';
import { joinRange } from './numbers.js';
import { rule, type Place, type SpokenRule } from './rule.js';
import { lastDot, sentenceDot } from './sentence-dot.js';
import { yearOf } from './ordinals.js';
import { weekdayBefore } from './weekdays.js';

const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const monthPattern = `${months.join('|')}|янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек`;

const space = String.raw`[ \u00a0\u202f]`;
const suffix = '(?:-(?:го|е|ое|ого|му|ому))?';
/** The days of one month in a row: «5», «5–10», «1, 2 и 3», «5 по 10». */
const days = String.raw`((?:\d{1,2}${suffix}(?:,${space}+|${space}+(?:и|или|либо|по|до)${space}+|${space}?[-–—]${space}?)){0,4})(\d{1,2})${suffix}`;
const year = String.raw`(?:${space}+(?:(\d{4})(?:${space}?(г(?:\.|(?!\p{L}))|года?(?!\p{L})))?))?`;
const shortYear = String.raw`(?:${space}?(?:г\.(?!${space}?\p{Lu})(?:${space}?(р|в)\.)?|года(?!\p{L})))?`;

/** Dates: «5 декабря», «к 05.12», «5–10 января», «2026-12-05». */
export const dates: readonly SpokenRule[] = [
  rule('dates', `${days}~(${monthPattern})(?!\\p{L})(\\.?)${year}`, sayNamed, 'i'),
  rule(
    'dates',
    `(\\d{1,2})[./](\\d{1,2})[./](\\d{4}|\\d{2})(?![\\d.]{0,9}\\d)${shortYear}`,
    ([, day = '', month = '', full = '', of], place) => {
      const said = sayNumeric(day, month, full, place);
      return said === undefined || of === undefined ? said : said + yearOf(of) + lastDot(place.after);
    },
  ),
  rule('dates', String.raw`(\d{4})-(\d{2})-(\d{2})(?!\d)`, ([, full = '', month = '', day = ''], place) =>
    sayNumeric(day, month, full, place),
  ),
  rule(
    'dates',
    String.raw`(\d{1,2})\.(\d{2})${space}?[-–—]${space}?(\d{1,2})\.(\d{2})(?![.,]?\d)`,
    sayNumericRange,
  ),
  rule('dates', String.raw`(\d{1,2})\.(0[1-9]|1[0-2])(?![.,:]?\d)(\.?)`, sayWithoutYear),
];

/** The case of a date. Nothing asks for one: genitive, which tells when. */
function caseOfDate({ before, after }: Place): GrammaticalCase {
  const row = withoutNumbers(before);
  const [asked] = casesBefore(row);
  const word = lastWord(row);
  if (word === 'по' || word === 'за') return 'accusative';
  if (asked !== undefined) return word === 'в' || word === 'во' ? 'genitive' : asked;
  const weekday = weekdayBefore(row);
  if (weekday !== undefined) return weekday;
  const isNamed =
    /(?:сегодня|вчера|завтра|это|дата|число|день|[:—–=-])\s*$/iu.test(row) || /^\s[—–-]\s/.test(after);
  return isNamed ? 'nominative' : 'genitive';
}

function dayIn(day: string | number, wanted: GrammaticalCase): string {
  return ordinal(Number(day), { case: wanted, gender: 'neuter' });
}

function isDate(day: string | number, month: number): boolean {
  return Number(day) >= 1 && Number(day) <= 31 && month >= 1 && month <= 12;
}

function yearWords(written: string): string {
  const value = written.length === 2 ? 2000 + Number(written) : Number(written);
  return `${ordinal(value, { case: 'genitive' })} года`;
}

function sayNamed(match: RegExpExecArray, place: Place): string | undefined {
  const [, row = '', day = '', name = '', dot, full, ofYear] = match;
  const month = months.findIndex((known) => known.startsWith(name.toLowerCase().slice(0, 3)));
  if (!isDate(day, month < 0 ? 5 : month + 1)) return undefined;
  const monthWord = name.length > 4 || months.includes(name.toLowerCase()) ? name : (months[month] ?? name);
  const said = `${sayDays(row, day, place)} ${monthWord}`;
  if (full === undefined) return said + sentenceDot(dot, place.after);
  const ending = ofYear?.endsWith('.') === true ? sentenceDot('.', place.after) : '';
  return `${said} ${yearWords(full)}${ending}`;
}

function sayDays(row: string, last: string, place: Place): string {
  const { before } = place;
  const wanted = caseOfDate(place);
  if (row === '') return dayIn(last, wanted);
  const first = /\d+/.exec(row)?.[0] ?? '';
  if (/[-–—]\s?$/.test(row) && !/[,и]/.test(row)) {
    const isGoverned = casesBefore(before).length > 0;
    if (isGoverned) return joinRange(dayIn(first, wanted), dayIn(last, wanted));
    return `с ${dayIn(first, 'genitive')} по ${dayIn(last, 'accusative')}`;
  }
  const until = / (по|до) /.exec(row.replace(/[\u00a0\u202f]/g, ' '))?.[1];
  if (until !== undefined)
    return `${dayIn(first, wanted)} ${until} ${dayIn(last, until === 'по' ? 'accusative' : 'genitive')}`;
  const said = row.replace(/(\d+)(?:-[а-яё]+)?/gi, (_, day: string) => dayIn(day, wanted));
  return said + dayIn(last, wanted);
}

function sayNumeric(day: string, month: string, full: string, place: Place): string | undefined {
  if (!isDate(day, Number(month))) return undefined;
  return `${dayIn(day, caseOfDate(place))} ${months[Number(month) - 1] ?? ''} ${yearWords(full)}`;
}

function sayNumericRange(
  [, day = '', month = '', lastDay = '', lastMonth = '']: RegExpExecArray,
  { before }: Place,
): string | undefined {
  if (!isDate(day, Number(month)) || !isDate(lastDay, Number(lastMonth))) return undefined;
  const [from, to] = [months[Number(month) - 1] ?? '', months[Number(lastMonth) - 1] ?? ''];
  const opening = /^со?$/.test(lastWord(before)) ? '' : 'с ';
  return `${opening}${dayIn(day, 'genitive')} ${from} по ${dayIn(lastDay, 'accusative')} ${to}`;
}

/** «05.12» is a date, «4.10» may be a fraction: it is a date where one is spoken of. */
function sayWithoutYear([, day = '', month = '', dot]: RegExpExecArray, place: Place): string | undefined {
  const { before, after } = place;
  if (!isDate(day, Number(month))) return undefined;
  const row = withoutNumbers(before);
  const speaksOfDates =
    day.length === 2 ||
    weekdayBefore(row) !== undefined ||
    /(?<!\p{L})(?:до|с|со|к|ко|на|по|после|перед|от|дата|числа?|жду|ждём|записала?|сегодня|завтра|это)\s+$/iu.test(
      row,
    );
  if (
    !speaksOfDates ||
    /^[ \u00a0\u202f]?(?:[%₽$€°]|из\s|(?:кг|км|м|см|мм|г|л|руб|тыс|млн|балл)(?!\p{L}))/u.test(after)
  )
    return undefined;
  const said = `${dayIn(day, caseOfDate(place))} ${months[Number(month) - 1] ?? ''}`;
  return said + sentenceDot(dot, after);
}
