import { lettered } from './abbreviations.js';
import { isInitialNext, nextWord, type Known, type NextText } from './dot-next.js';
import { startsSentences } from './dot-starters.js';

const twoInitialsAfterWord = /(^|[.!?…:;(«"\n]\s*)?(?<![\p{L}-])(\p{Lu}[\p{L}-]+)\s+\p{Lu}\.\s*\p{Lu}$/u;
const label = /(\p{L}+)\s+\p{Lu}$/u;
/** «P. S. Не забудьте» */
const postscript = /(?<!\p{L})(?:P\.\s*)+S$/u;
const numeral = /[\p{L}]\s+[IVX]$/u;
const surname =
  /(?:(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е)?|[сц]к(?:ий|ая|ого|ому|им|ой|ую|ом)|ко|(?:[ую]к|ян|ич|ец)(?:а|у|ом|ем|е)?|дзе|швили|[ыи]х)$/u;

/**
 * Whether the dot after a single capital letter ends a sentence too. `before` ends with the letter. An initial before
 * a surname never does; after one («Иванову И. И.») it does when a sentence follows.
 */
export function initialEnds(before: string, next: NextText): Known<boolean> {
  if (postscript.test(before)) return false;
  const initialNext = isInitialNext(next);
  if (initialNext !== false) return initialNext === 'unknown' ? 'unknown' : false;
  const word = nextWord(next);
  if (word === 'unknown') return 'unknown';
  if (startsSentences(word)) return true;
  if (numeral.test(before) || lettered.test(label.exec(before)?.[1]?.toLowerCase() ?? '')) return true;

  const found = twoInitialsAfterWord.exec(before);
  if (found === null) return false;
  const [, opening, name = ''] = found;
  const beginsSentence = opening !== undefined;
  if (beginsSentence) return surname.test(name) && !surname.test(word);
  return surname.test(name) || !surname.test(word);
}
