import { cardinal } from '../numerals/cardinals.js';
import type { GrammaticalCase } from '../numerals/grammar.js';
import { counted } from '../numerals/nouns.js';
import { caseBefore, casesBefore, lastWord, withoutTimes } from './government.js';
import { rule, type Place, type SpokenRule } from './rule.js';
import { hour } from './units.js';

const space = String.raw`[ \u00a0\u202f]`;
const colon = String.raw`([01]?\d|2[0-4]):([0-5]\d)`;
const dotted = String.raw`([01]?\d|2[0-3])\.([0-5]\d)`;
const end = String.raw`(?![:.,]?\d)`;

/** Times of the day: «до 18:30», «с 9:00 до 18:00», «в 18.30». */
export const times: readonly SpokenRule[] = [
  rule('times', String.raw`(\d{1,2}):([0-5]\d):([0-5]\d)(?!\d)`, ([, ...parts]) =>
    parts
      .map((part, index) => (index === 0 ? cardinal(Number(part)) : twoDigits(part, 'nominative')))
      .join(' '),
  ),
  rule('times', `${colon}${space}?[-–—]${space}?${colon}${end}`, sayRange),
  rule('times', `${dotted}${space}?[-–—]${space}?${dotted}${end}`, (match, place) =>
    [match[2], match[4]].every((minutes) => minutes !== undefined && /[05]$/.test(minutes))
      ? sayRange(match, place)
      : undefined,
  ),
  rule('times', colon + end, ([, hours = '', minutes = ''], place) => sayTime(hours, minutes, place)),
  rule('times', dotted + end, ([, hours = '', minutes = ''], place) =>
    isTime(minutes, place) ? sayTime(hours, minutes, place) : undefined,
  ),
];

/** «18.30» is a time after a preposition of time, unless it may as well be a date or a unit stands after it. */
function isTime(minutes: string, { before, after }: Place): boolean {
  if (/^[ \u00a0\u202f]?(?:[%₽$€°]|(?:[а-яё]{1,4}\.|кг|км|м|см|мм|г|л|т|руб|тыс|млн)(?!\p{L}))/u.test(after))
    return false;
  const row = withoutTimes(before);
  const word = lastWord(row);
  if (!/^(?:в|во|с|со|до|к|ко|на|около|после|перед|между|по|от|ровно)$/.test(word)) return false;
  const isMonth = Number(minutes) >= 1 && Number(minutes) <= 12;
  return /^во?$/.test(word) || !isMonth;
}

function sayTime(hours: string, minutes: string, { before, after }: Place): string {
  const row = withoutTimes(before);
  const word = lastWord(row);
  const wanted = /^(?:в|во|на|по)$/.test(word) ? 'accusative' : caseBefore(row);
  if (minutes !== '00') return clock(hours, minutes, wanted);
  // «с десяти до восемнадцати»: a pair of whole hours needs no «часов».
  const opens = /^со?$/.test(word) && /^[ \u00a0]+до[ \u00a0]+\d/.test(after);
  const closes = word === 'до' && /(?<!\p{L})со?\s+\d{1,2}(?:[:.]\d\d)?\s+до\s+$/iu.test(row);
  const isRow = word === 'между' && /^[ \u00a0]+и[ \u00a0]+\d/.test(after);
  return opens || closes || isRow ? cardinal(Number(hours), { case: wanted }) : wholeHours(hours, wanted);
}

function wholeHours(hours: string, wanted: GrammaticalCase): string {
  const value = Number(hours);
  return `${cardinal(value, { case: wanted })} ${counted(hour, value, wanted)}`;
}

/** «восемнадцать тридцать», «до десяти ноль пяти». */
function clock(hours: string, minutes: string, wanted: GrammaticalCase): string {
  return `${cardinal(Number(hours), { case: wanted })} ${twoDigits(minutes, wanted)}`;
}

function twoDigits(digits: string, wanted: GrammaticalCase): string {
  const value = cardinal(Number(digits), { case: wanted });
  return digits.startsWith('0') ? (Number(digits) === 0 ? 'ноль ноль' : `ноль ${value}`) : value;
}

function sayRange(
  [, fromHours = '', fromMinutes = '', toHours = '', toMinutes = '']: RegExpExecArray,
  { before }: Place,
): string {
  const bare = (hours: string, minutes: string) =>
    minutes === '00' ? cardinal(Number(hours), { case: 'genitive' }) : clock(hours, minutes, 'genitive');
  const opening = casesBefore(before)[0] === 'genitive' && /^со?$/.test(lastWord(before)) ? '' : 'с ';
  return `${opening}${bare(fromHours, fromMinutes)} до ${bare(toHours, toMinutes)}`;
}
