import { dotEnds } from './dot.js';

/**
 * Tokens of a language model come some 10–50 ms apart: several are missing when these are over, and silence in the
 * middle of a reply is worse than a pause at a mark. After a sentence the pause is heard anyway.
 */
const afterSentenceMs = 150;
const afterClauseMs = 600;
/** A shorter clause is said together with the rest. */
const minClauseChars = 20;

const sentenceEnd = /([.!?…]+)[»"”“')\]*_`]*$/;
/** Some word that begins with a capital letter, but never begins a sentence rather than a name. */
const someName = { text: 'Ъ', complete: true };

/** How long to wait for more text after `held`, ms; undefined if it breaks off. */
export function waitMsAfter(held: string): number | undefined {
  const text = held.trimEnd();
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  const end = sentenceEnd.exec(text);
  if (end !== null) {
    const before = `\n${text.slice(0, end.index)}`;
    const dot = { before, spaced: true, next: someName, headChars: end.index, lastItem: 0 };
    return end[1] !== '.' || dotEnds(dot) === true ? afterSentenceMs : undefined;
  }
  return /[,;:—–]$/.test(text) && text.length >= minClauseChars ? afterClauseMs : undefined;
}
