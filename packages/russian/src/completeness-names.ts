import { ends, isContent, type Rule, waits } from './completeness-answer.js';
import { isFinite } from './completeness-verbs.js';
import { wordSet } from './word-set.js';

const introducesName = wordSet(
  'зовут звать имя фамилия отчество это я меня мое моя пишите запишите можно просто паспорту его ее зови будет',
);
const patronymic = /(?:вич|вна|ична)$/;
const surname = /(?:[ео]ва?|ина?|ск(?:ий|ая)|ко|[ую]к|ян|дзе|швили)$/;
const imperative = /[ийь]те$/;

/** A name may be a single word, once it is more than «меня зовут»: «анна» often goes on, «анна петровна» hardly. */
export const name: Rule = ({ words, last, before, expect }) => {
  if (expect !== 'name') return undefined;
  if (introducesName.has(last)) return waits;
  if (before === 'через' && last.length <= 2) return ends;
  if (!isName(last) && words.length > 1) return undefined;
  if (!isContent(last) || imperative.test(last)) return undefined;
  const names = words.filter(isName);
  if (names.length > 1 || patronymic.test(last)) return 0.95;
  // Who gives a family name first has the other to come.
  if (before === 'фамилия' || (words.length === 1 && surname.test(last))) return 0.55;
  return words.some((word) => introducesName.has(word)) ? 0.8 : 0.68;
};

function isName(word: string): boolean {
  return isContent(word) && !isFinite(word) && !introducesName.has(word) && word !== 'все';
}
