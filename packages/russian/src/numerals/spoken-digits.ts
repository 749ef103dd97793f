import { cardinalValue } from './word-values.js';

/** «три нуля», «две семёрки»: a digit said with how many there are of it. */
const namedDigit =
  /^(?:н[уо]л(?:я|ей)|единиц[аы]?|двойк[аи]|двоек|тройк[аи]|троек|четверк[аи]|четверок|пятерк[аи]|пятерок|шестерк[аи]|шестерок|семерк[аи]|семерок|восьмерк[аи]|восьмерок|девятк[аи]|девяток)$/;

/** The digits dictated at the end of an answer. */
export interface SpokenDigits {
  /** How many digits: «девятьсот двенадцать» is three. */
  count: number;
  /** The first of them; `+` if «плюс» was said. */
  first: string;
  /** The index of the word they begin with. */
  from: number;
  /** Whether the last number may still grow: «восемьдесят» into «восемьдесят девять». */
  open: boolean;
}

/** The run of digits in which the words end, if they do. Hundreds, tens and units are one group: «сто двадцать три». */
export function spokenDigits(words: readonly string[]): SpokenDigits | undefined {
  let from = words.length;
  while (from > 0 && isDigitWord(words[from - 1] ?? '')) from--;
  if (from === words.length) return undefined;
  let count = 0;
  let first = '';
  let room = 0;
  for (const [index, word] of words.slice(from).entries()) {
    if (word === 'плюс') {
      first = '+';
      continue;
    }
    const figures = /^\d+$/.test(word);
    const value = cardinalValue(word) ?? 0;
    const repeats = cardinalValue(words[from + index - 1] ?? '') ?? 1;
    if (namedDigit.test(word) && repeats > 1 && repeats < 10) {
      // Its number was counted as a digit: «три» of «три нуля» stands for three zeros.
      count += index > 0 ? repeats - 1 : 1;
      room = 0;
    } else if (!figures && value > 0 && String(value).length <= room) {
      room = value >= 10 && value % 10 === 0 ? 1 : 0;
    } else {
      const digits = figures ? word : String(value);
      count += digits.length;
      room = figures ? 0 : roomIn(value);
      if (first === '') first = digits.slice(0, 1);
    }
  }
  return { count, first, from, open: room > 0 };
}

/** How many digits a number leaves open for what follows: «девятьсот» two, «двадцать» one. */
function roomIn(value: number): number {
  if (value >= 100 && value % 100 === 0) return 2;
  return value >= 20 && value < 100 && value % 10 === 0 ? 1 : 0;
}

function isDigitWord(word: string): boolean {
  return cardinalValue(word) !== undefined || word === 'плюс' || namedDigit.test(word);
}
