import { fillers } from './fillers.js';
import { completeAnswers, connectives } from './function-words.js';
import { numberWords } from './number-words.js';

/**
 * How likely it is that a caller whose words so far are `text` has finished (0–1), from the last word alone.
 * The figures are ranks rather than measured frequencies: they order «да» > a plain phrase > a number > «и».
 */
export function isComplete(text: string): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
  const last = words.at(-1);
  if (last === undefined) return 0;
  if (/[?!]\s*$/.test(text)) return 0.95;
  if (/(?:[,:—–-]|\.\.\.|…)\s*$/.test(text)) return 0.15;
  if (words.length <= 2 && words.every((word) => completeAnswers.has(word))) return 0.95;
  if (connectives.has(last)) return 0.1;
  if (fillers.has(last)) return 0.2;
  // A phone number, a date or a sum is dictated with pauses inside.
  if (/^\d+$/.test(last) || numberWords.has(last)) return 0.35;
  return 0.75;
}
