import { pauseTag } from './markup.js';

/** A sentence and what follows it up to the next: spaces, and pauses of the markup. */
const sentence = new RegExp(String.raw`(?:[^.!?…]+[.!?…]*|[.!?…]+)\s*(?:(?:${pauseTag.source})\s*)*`, 'gu');

/**
 * Cuts a text into parts of at most `maxChars`, at ends of sentences where there are any, else at spaces.
 * Joined, the parts are the text; spaces stay at the end of the part before.
 */
export function splitText(text: string, maxChars: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const whole of splitSentences(text)) {
    for (const piece of whole.trimEnd().length <= maxChars ? [whole] : splitWords(whole, maxChars)) {
      if (part !== '' && (part + piece).trimEnd().length > maxChars) {
        parts.push(part);
        part = '';
      }
      part += piece;
    }
  }
  if (part !== '') parts.push(part);
  return parts;
}

/** The same at words; a word (or `[[phonemes]]`) longer than `maxChars` is cut where it must be, but not inside a character. */
function splitWords(text: string, maxChars: number): string[] {
  const pieces: string[] = [];
  for (const word of text.match(/\s*(?:\[\[[^\]]*\]\]|\S)+\s*/g) ?? [text]) {
    for (let start = 0, end; start < word.length; start = end) {
      end = Math.min(start + maxChars, word.length);
      if (/[\uD800-\uDBFF]/.test(word.charAt(end - 1)) && end < word.length && end > start + 1) end--;
      pieces.push(word.slice(start, end));
    }
  }
  return pieces;
}

/** Each sentence of a text by itself, with the spaces after it. */
export function splitSentences(text: string): string[] {
  return text.match(sentence) ?? [];
}
