import { forms, grammaticalCases, inCase, type Forms, type GrammaticalCase } from '../numerals/grammar.js';
import { noun } from '../numerals/nouns.js';
import { casesBefore, lastWord } from './government.js';
import { rule, type SpokenRule } from './rule.js';
import { sentenceDot } from './sentence-dot.js';

const weekdays: ReadonlyMap<string, Forms> = new Map([
  ['пн', noun('понедельник').singular],
  ['вт', noun('вторник').singular],
  ['ср', noun('сред', 'минута').singular],
  ['чт', noun('четверг').singular],
  ['пт', noun('пятниц', 'улица').singular],
  ['сб', noun('суббот', 'минута').singular],
  ['вс', forms('воскресенье воскресенья воскресенью воскресенье воскресеньем воскресенье')],
]);
const short = [...weekdays.keys()].join('|');
const nameBefore = /([а-яё]+),?\s+(?:\([^)]*\)\s+)?$/iu;

/** Shortened days of the week: «пн–пт», «до ср.», «в пн. утром». */
export const shortWeekdays: readonly SpokenRule[] = [
  rule(
    'dates',
    String.raw`(${short})\.?~[-–—]~(${short})(?![\p{L}\d])(\.?)`,
    ([, from = '', to = '', dot], { after }) => {
      const first = weekdays.get(from.toLowerCase());
      const last = weekdays.get(to.toLowerCase());
      if (first === undefined || last === undefined) return undefined;
      return `${first[1] === 'вторника' ? 'со' : 'с'} ${first[1]} по ${last[3]}${sentenceDot(dot, after)}`;
    },
    'i',
  ),
  rule(
    'dates',
    String.raw`(${short})(?![\p{L}\d-])(\.?)`,
    ([written = '', name = '', dot], { before, after }) => {
      const words = weekdays.get(name.toLowerCase());
      // Capitals throughout are a letter word: «ВС РФ».
      if (words === undefined || /^[А-Я]{2}$/.test(written)) return undefined;
      const word = lastWord(before);
      const wanted = word === 'по' ? 'accusative' : (casesBefore(before)[0] ?? 'nominative');
      return inCase(words, wanted) + sentenceDot(dot, after);
    },
    'i',
  ),
];

/** The case of a date that stands after the name of its day: «в пятницу, » genitive, «на пятницу, » accusative. */
export function weekdayBefore(before: string): GrammaticalCase | undefined {
  const match = nameBefore.exec(before);
  const name = match?.[1]?.toLowerCase() ?? '';
  const words = [...weekdays.values()].find((known) => known.includes(name)) ?? weekdays.get(name);
  if (match === null || words === undefined) return undefined;
  const head = before.slice(0, match.index);
  const preposition = lastWord(head);
  if (preposition === 'в' || preposition === 'во') return 'genitive';
  if (preposition === 'по') return 'accusative';
  return casesBefore(head)[0] ?? grammaticalCases[words.indexOf(name)] ?? 'genitive';
}
