import { isContent, type Rule } from './completeness-answer.js';
import { isInfinitive } from './completeness-verbs.js';
import { prepositions } from './function-words.js';
import { cardinalValue } from './numerals/word-values.js';
import { wordSet } from './word-set.js';

/** Words that take back what was said. */
export const repairs = wordSet('нет ой хотя точнее вернее извините простите лучше давайте есть или');

/**
 * «на среду нет лучше на четверг», «две пиццы нет три», «записать сына точнее дочь»: what was taken back has its
 * like, and callers rarely mend a thing twice.
 */
export const mended: Rule = ({ words, last, expect }) => {
  if (expect !== 'free') return undefined;
  let at = words.length - 1;
  while (at > 0 && !repairs.has(words[at] ?? '')) at--;
  const [said, instead] = [words.slice(0, at), words.slice(at + 1)];
  const opener = instead[0] ?? '';
  if (at === 0 || instead.length > 4 || !(isContent(last) || cardinalValue(last) !== undefined))
    return undefined;
  // «или» alone gives a choice; «то есть» is two words.
  if (words[at] === 'есть' && words[at - 1] !== 'то') return undefined;
  if (prepositions.has(opener) && said.includes(opener)) return 0.95;
  return instead.length < 3 && said.some((word) => areAlike(word, last)) ? 0.95 : undefined;
};

/** Whether two words could stand in the same place of a sentence. */
function areAlike(a: string, b: string): boolean {
  if (cardinalValue(a) !== undefined && cardinalValue(b) !== undefined) return true;
  return a.slice(-2) === b.slice(-2) || (isInfinitive(a) && isInfinitive(b));
}
