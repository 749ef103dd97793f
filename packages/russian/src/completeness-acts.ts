import { type Rule } from './completeness-answer.js';
import { isFinite, modals } from './completeness-verbs.js';
import { repairs } from './completeness-repairs.js';
import { questionWords } from './function-words.js';

const imperative = /[а-я]{2}[ийь]те$/;
/** «вы таких принимаете», «вы не находили»: asked by the tone, but of the listener. */
const ofListener = /(?:ете|ите|али|или|ели)$/;

/** What a sentence that could end here does: who asks or asks for something has come to the point. */
export const wholeSentence: Rule = ({ words, expect }) => {
  if (expect !== 'free') return 0.8;
  const conjunction = Math.max(words.lastIndexOf('и'), words.lastIndexOf('или'));
  const left = words.length - conjunction;
  // «стрижка борода и укладка»: the last of a row has its «и».
  if (conjunction > 0 && left <= 3 && words.length <= 10 && !words.some(isFinite)) return 0.95;
  const asks = words.some(
    (word) => questionWords.has(word) || modals.has(word) || word === 'ли' || imperative.test(word),
  );
  if (asks || (words.includes('вы') && words.some((word) => ofListener.test(word)))) return 0.86;
  if (words.slice(1, -1).some((word) => repairs.has(word))) return 0.82;
  if (words.length < 4) return 0.6;
  // «у меня собака она боится посторонних»: what it is told for is still to come.
  return words.some(isFinite) ? 0.62 : 0.7;
};
