import { type AnswerContext, rawWords } from '@rechka/core';
import { wholeSentence } from './completeness-acts.js';
import { date } from './completeness-dates.js';
import { address, numberLast, phone, wholeAnswer, yesOrNo } from './completeness-kinds.js';
import { name } from './completeness-names.js';
import { mended } from './completeness-repairs.js';
import {
  asksToWait,
  correctsItself,
  loneWord,
  onlyTheSetting,
  opens,
  secondHalfMissing,
} from './completeness-clauses.js';
import {
  adjectiveLast,
  functionWordLast,
  modalLast,
  nounLast,
  pronounLast,
  verbLast,
} from './completeness-endings.js';
import type { Answer, Rule } from './completeness-answer.js';

/** In the order of their confidence: the first that has an opinion decides. */
const rules: readonly Rule[] = [
  wholeAnswer,
  asksToWait,
  correctsItself,
  phone,
  yesOrNo,
  opens,
  mended,
  address,
  numberLast,
  name,
  functionWordLast,
  pronounLast,
  modalLast,
  secondHalfMissing,
  nounLast,
  verbLast,
  adjectiveLast,
  date,
  onlyTheSetting,
  loneWord,
  wholeSentence,
];

/** What is longer is judged by its end. */
const tailChars = 300;

/** Said after a whole answer, they add nothing: «на субботу вот», «к ольге пожалуйста». */
const closers: ReadonlySet<string> = new Set(['вот', 'пожалуйста', 'ладно']);

/**
 * How likely it is that a caller whose words so far are `text` has finished (0–1), from how the words end and from
 * what was asked. Below 0.5 more is expected.
 *
 * @example
 * ```ts
 * isComplete('запишите меня на стрижку к'); // 0.1
 * isComplete('восемь девятьсот двенадцать', { expect: 'phone' }); // 0.1
 * ```
 */
export function isComplete(text: string, { expect = 'free' }: AnswerContext = {}): number {
  // A refined telephone number has hyphens: «345-67-89» is three groups.
  const words = rawWords(text.slice(-tailChars).replace(/(?<=\d)-(?=\d)/g, ' '));
  if (words.length === 0) return 0;
  if (/[?!]\s*$/.test(text)) return 0.95;
  if (/(?:[,:—–-]|\.\.\.|…)\s*$/.test(text)) return 0.15;
  return judge(words, expect);
}

function judge(words: readonly string[], expect: Answer['expect']): number {
  const answer: Answer = { words, last: words.at(-1) ?? '', before: words.at(-2) ?? '', expect };
  if (words.length > 1 && closers.has(answer.last)) return judge(words.slice(0, -1), expect);
  for (const rule of rules) {
    const probability = rule(answer);
    if (probability !== undefined) return probability;
  }
  return 0.8;
}
