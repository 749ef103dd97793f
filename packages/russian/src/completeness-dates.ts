import { leansToWait, type Rule } from './completeness-answer.js';
import { isOrdinal } from './numerals/word-values.js';
import { wordSet } from './word-set.js';

const month = /^(?:январ|феврал|март|апрел|ма[яй]$|июн|июл|август|сентябр|октябр|ноябр|декабр)/;
const partsOfDay = wordSet('утром вечером днем ночью утра вечера обеда дня');
/** Days: the time, or which of them, often follows. */
const day = /^(?:сегодня|завтра|послезавтра|понедельник|вторник|сред[ауеы]|четверг|пятниц|суббот|воскресень)/;
/** Stretches of time: «на той неделе», «в конце месяца», «после праздников», «на выходных». */
const stretch = /^(?:недел[еиюь]|месяц|выходн|праздник|числ)/;

/** A date: «в субботу» may have its time to come, «на следующей неделе» its day, «двадцатого марта» nothing. */
export const date: Rule = ({ words, last, before, expect }) => {
  if (expect !== 'date') return undefined;
  if (partsOfDay.has(last) && words.length > 1) return 0.92;
  if (month.test(last)) return isOrdinal(before) ? 0.92 : words.length > 1 ? 0.7 : leansToWait;
  if (day.test(last)) return 0.75;
  if (!stretch.test(last) && !words.some((word) => stretch.test(word))) return undefined;
  return words.some((word) => day.test(word) || isOrdinal(word))
    ? undefined
    : words[0] === 'через'
      ? 0.7
      : 0.5;
};
