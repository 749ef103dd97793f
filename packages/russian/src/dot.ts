import {
  bindingAbbreviations,
  endingAbbreviations,
  endingPairs,
  unitAbbreviations,
} from './abbreviations.js';

const wordBefore = /[\p{L}\p{N}]+(?:-\p{L}+)*$/u;
const initial = /^\p{Lu}$/u;
const listNumber = /^\d{1,3}$/;
const onlyMarkup = /^[\s#>*_-]*$/;
const numberBefore = /(?:\d|(?:^|\s)[IVXLC]+)\s*$/;
const capital = /^[A-ZА-ЯЁ]/;

/**
 * Whether the single dot at `dot` belongs to the word before it and so ends no sentence: an initial, a list
 * number, an abbreviation. `next` is the first letter or digit after the space that follows the dot.
 */
export function dotBinds(text: string, dot: number, next: string): boolean {
  const head = text.slice(0, dot);
  const word = wordBefore.exec(head)?.[0];
  if (word === undefined) return false;
  const before = head.slice(0, head.length - word.length);
  if (initial.test(word)) return true;
  if (listNumber.test(word)) return onlyMarkup.test(before);

  const key = word.toLowerCase();
  if (mayEndSentence(key, before)) return !capital.test(next);
  return bindingAbbreviations.has(key) || unitAbbreviations.has(key);
}

function mayEndSentence(key: string, before: string): boolean {
  if (endingAbbreviations.has(key)) return true;
  if (unitAbbreviations.has(key) && numberBefore.test(before)) return true;
  const first = endingPairs.get(key);
  return first !== undefined && new RegExp(`(?:^|[^\\p{L}])${first}\\.?\\s*$`, 'iu').test(before);
}
