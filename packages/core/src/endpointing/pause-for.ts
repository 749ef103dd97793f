import type { ExpectedAnswer } from '../ports/language.js';

/** From a probability of having finished, the pause that ends an utterance, in ms. Falling probabilities. */
type Pauses = readonly (readonly [from: number, pauseMs: number])[];

// Chosen on the tuning half of the corpus of endpointing (packages/russian/corpora, bench/endpointing.mjs).

/** What is missing is waited for. */
const unfinishedMs = 2000;

/** The bot has asked for something, and the language can tell whether it is there. */
const asked: Pauses = [
  [0.9, 410],
  [0.75, 450],
  [0.6, 500],
  [0.5, 540],
  [0.3, 1200],
];

/** Anything may be said: a sentence that could stand by itself often does not … */
const free: Pauses = [
  [0.75, 560],
  [0.6, 700],
  [0.4, 1100],
  [0.3, 1300],
];
/** … least of all a short one: «здравствуйте», «я вчера заказала торт» … */
const fewWords = 4;
const freeAtFirst: Pauses = [[0.75, 800], ...free.slice(1)];
/** … and most of all a long one. */
const manyWords = 8;
const freeAtLast: Pauses = [[0.75, 480], [0.6, 560], ...free.slice(2)];

/**
 * The pause that ends an utterance of so many words, of which the language says that it is finished with this
 * probability.
 */
export function pauseFor(probability: number, expected: ExpectedAnswer, words: number): number {
  const [, pauseMs] = pausesFor(expected, words).find(([from]) => probability >= from) ?? [0, unfinishedMs];
  return pauseMs;
}

function pausesFor(expected: ExpectedAnswer, words: number): Pauses {
  if (expected !== 'free') return asked;
  if (words < fewWords) return freeAtFirst;
  return words < manyWords ? free : freeAtLast;
}
