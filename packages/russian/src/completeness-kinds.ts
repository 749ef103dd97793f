import { ends, isContent, leansToEnd, leansToWait, type Rule, waits } from './completeness-answer.js';
import { isAdjective } from './completeness-forms.js';
import { isFinite, isTransitive, modals } from './completeness-verbs.js';
import { fillers } from './fillers.js';
import {
  addressNouns,
  completeAnswers,
  conjunctions,
  greetings,
  prepositions,
  readiness,
} from './function-words.js';
import { spokenDigits } from './numerals/spoken-digits.js';
import { cardinalValue, isOrdinal } from './numerals/word-values.js';
import { wordSet } from './word-set.js';

const mentionsPhone = wordSet('телефон телефона номер мобильный сотовый');

/** A telephone number: complete with its last digit, however many digits a group has. */
export const phone: Rule = ({ words, expect }) => {
  const digits = spokenDigits(words);
  if (digits === undefined) {
    return expect === 'phone' && words.length <= 2 && mentionsPhone.has(words.at(-1) ?? '')
      ? waits
      : undefined;
  }
  const context = words[digits.from - 1] ?? '';
  if (/^добав/.test(context)) return digits.count >= 2 ? leansToEnd : leansToWait;
  if (expect !== 'phone' && !startsAsPhone(words, digits)) return undefined;
  if (expect === 'phone' && words[0] !== undefined && /^(?:а|не)$/.test(context) && digits.count <= 4) {
    // «не сорок пять а сорок шесть» mends a number said before.
    return context === 'а' ? leansToEnd : waits;
  }
  const missing = digitsNeeded(digits.first) - digits.count;
  // «сто двадцать» may stand for 120, and for 100 and 20: two digits more.
  if (missing > 0) return missing <= 2 ? 0.25 : waits;
  return digits.open ? leansToEnd : 0.95;
};

function startsAsPhone(words: readonly string[], { first, from }: { first: string; from: number }): boolean {
  const [start = '', next = ''] = words.slice(from);
  if (first === '+') return true;
  const trunk = start === 'восемь' || start === '8' || start === 'семь' || start === '7';
  const code = cardinalValue(next) ?? 0;
  return (
    trunk && code >= 300 && code < 1000 && (code >= 800 || words.some((word) => mentionsPhone.has(word)))
  );
}

/** With 8 or +7 eleven, without it ten; a number of a city may have six or seven. */
function digitsNeeded(first: string): number {
  if (first === '+' || first === '8' || first === '7') return 11;
  return first === '9' || first === '4' ? 10 : 6;
}

const hourPrepositions = wordSet('в во к ко до после около на по раньше позже');
const timeUnits = wordSet('часов часа час минут минуты');
const dayParts = wordSet('утра вечера дня ночи');
const genderedOnes = wordSet('один одна одну одного одной две два двух трех');

/** Times and dates: «в пять» may be whole, «без пятнадцати», «с двух» and, of a date, «двадцать» may not. */
export const numberLast: Rule = (answer) => {
  const { words, last, before, expect } = answer;
  // «в полшестого»
  if (last.startsWith('пол') && isOrdinal(last.slice(3))) return ends;
  if (dayParts.has(last)) return isRangeOpen(words) ? 0.25 : undefined;
  if (
    timeUnits.has(last) &&
    expect === 'time' &&
    cardinalValue(before) === undefined &&
    !prepositions.has(before)
  ) {
    return waits;
  }
  if (isOrdinal(last)) return ordinalLast(answer);
  const value = cardinalValue(last);
  if (value === undefined) return undefined;
  let from = words.length - 1;
  while (from > 0 && cardinalValue(words[from - 1] ?? '') !== undefined) from--;
  const run = words.slice(from);
  const context = words[from - 1] ?? '';
  if (context === 'без') return run.length > 1 ? ends : waits;
  if (isRangeOpen(words)) return 0.25;
  if (value === 0 && run.length > 1 && run.at(-2) !== last) return waits;
  if (expect === 'date') {
    // «в субботу часов в десять» is a time.
    if (from > 1 && hourPrepositions.has(context)) return 0.85;
    return /^\d+$/.test(last) ? leansToEnd : waits;
  }
  if (expect === 'time') return run.length > 1 ? ends : leansToEnd;
  if (expect === 'address') return addressNumber(value, context);
  if (hourPrepositions.has(context)) return 0.6;
  if (context === 'не' || (context === 'и' && cardinalValue(words[from - 2] ?? '') !== undefined)) return 0.6;
  if (run.length > 1 && value % 10 !== 0) return 0.6;
  if (run.length > 1) return value >= 100 || from === 0 ? 0.55 : 0.6;
  if (genderedOnes.has(last)) return 0.2;
  if (value >= 100 || (value >= 20 && value % 10 === 0 && context === 'номер')) return 0.4;
  const counted = from > 0 && isContent(context) && !isFinite(context) && !isAdjective(context);
  return counted || context === 'будет' ? 0.6 : leansToWait;
};

function addressNumber(value: number, context: string): number {
  // The last that an address has is the door.
  if (/^(?:кв|офис|код|этаж)/.test(context)) return 0.95;
  if (context === 'дробь' || /^(?:корп|под|стро|дом)/.test(context)) return 0.84;
  return value % 100 === 0 ? 0.5 : 0.8;
}

/** «двадцать пятого» is a date; «с первого» waits for its end, «третий» for its noun. */
const ordinalLast: Rule = ({ words, last, before, expect }) => {
  if (!/(?:ого|его|ое|ье|ому|ему)$/.test(last)) return undefined;
  if (isRangeOpen(words)) return 0.25;
  if (cardinalValue(before) === 1000) return leansToWait;
  return expect === 'date' ? 0.7 : 0.8;
};

/** «с двух», «с девяти утра», «с первого»: until when, is still to come. */
function isRangeOpen(words: readonly string[]): boolean {
  const at = Math.max(words.lastIndexOf('с'), words.lastIndexOf('со'), words.lastIndexOf('от'));
  if (at < 0 || words.length - at > 5) return false;
  const rest = words.slice(at + 1);
  // «с утра» is a time.
  return (
    !dayParts.has(rest[0] ?? '') &&
    rest.every((word) => (cardinalValue(word) ?? 1000) < 1000 || isOrdinal(word) || dayParts.has(word))
  );
}

const landmarks = wordSet('угол углу за около возле рядом напротив у во со от самовывоз сам сама метро');

/** An address needs a number of a house, unless it is a place that has a name. */
export const address: Rule = ({ words, last, before, expect }) => {
  if (expect !== 'address') return undefined;
  const numbered = words.some((word) => cardinalValue(word) !== undefined);
  if (cardinalValue(before) !== undefined && last.length === 1) return ends;
  // «подъезд второй»
  if (addressNouns.has(before) && isOrdinal(last)) return leansToEnd;
  if (numbered || !isContent(last) || addressNouns.has(last) || isTransitive(last)) return undefined;
  return words.some((word) => landmarks.has(word)) ? undefined : 0.25;
};

const yesNoWords = wordSet('да нет конечно можно давайте хорошо согласен согласна верно нельзя');

/** «думаю что да», «в принципе можно», «да нет наверное»; «а можно» is a question only begun. */
export const yesOrNo: Rule = ({ words, last, before, expect }) => {
  if (last === 'да') return words.every((word) => word === 'да' || fillers.has(word)) ? 0.75 : ends;
  if (/^наверное?$/.test(last) && (before === 'да' || before === 'нет')) return ends;
  if (expect !== 'yes-no') return undefined;
  // «да запишите», «нет лучше отмените»: what, is known from the question.
  if (words.length > 1 && /[ийь]те$/.test(last)) return ends;
  if (!yesNoWords.has(last)) return undefined;
  return modals.has(last) && conjunctions.has(before) ? undefined : ends;
};

/** «да», «нет спасибо», «до свидания». */
export const wholeAnswer: Rule = ({ words, last, before, expect }) => {
  if (words.length > 3 || last === 'ну' || last === 'до') return undefined;
  // «нет давайте»: what instead, is still to come.
  if (last === 'давайте' && before === 'нет') return waits;
  if (modals.has(last) && expect !== 'yes-no') return undefined;
  const every = (all: ReadonlySet<string>) => words.every((word) => all.has(word));
  // Who is asked for a number says «да» before it.
  if (/^(?:phone|name|address)$/.test(expect) && every(readiness)) return leansToWait;
  if (!every(completeAnswers)) return undefined;
  if (expect === 'free') return every(greetings) ? 0.5 : 0.9;
  if (expect === 'date') return /втра|годня/.test(last) ? 0.75 : 0.9;
  // «да | на пятницу»: the answer is there, its detail may follow.
  return expect === 'yes-no' && /^(?:да|нет)$/.test(words.filter((word) => !fillers.has(word)).join(' '))
    ? 0.75
    : 0.95;
};
