import { wordSet } from './word-set.js';

/** Asking for a moment. Raw words. */
export const holdWords = wordSet(
  'подождите погодите подожди погоди секунду секундочку минуту минутку минуточку момент моментик',
);

/** The same, and what begins it in an answer: the caller goes on after it. */
export const holdMarkers: ReadonlySet<string> = new Set([
  ...holdWords,
  ...wordSet('сейчас щас обождите секунда секундочка дайте дай'),
]);
