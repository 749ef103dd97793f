import { wordSet } from './word-set.js';

/** Asking for a moment. Raw words. */
export const holdWords = wordSet(
  'подождите погодите подожди погоди секунду секундочку минуту минутку минуточку момент моментик',
);
