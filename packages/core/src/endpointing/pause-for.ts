import type { ExpectedAnswer } from '../ports/language.js';

/** From a probability of having finished, the pause that ends an utterance, in ms. Falling probabilities. */
type Pauses = readonly (readonly [from: number, pauseMs: number])[];

// Chosen on the tuning half of the corpus of endpointing (packages/russian/corpora, bench/endpointing.mjs).

/** The bot has asked for something, and the language can tell whether it is there. */
const asked: Pauses = [
  [0.9, 410],
  [0.75, 450],
  [0.6, 520],
  [0.5, 600],
  [0.3, 1200],
  [0, 2000],
];

/** Anything may be said, and much of it goes on after what would be a whole sentence. */
const free: Pauses = [
  [0.75, 750],
  [0.6, 850],
  [0.4, 1100],
  [0.3, 1300],
  [0, 2000],
];

/** The pause that ends an utterance of which the language says that it is finished with this probability. */
export function pauseFor(probability: number, expected: ExpectedAnswer): number {
  const pauses = expected === 'free' ? free : asked;
  const [, pauseMs] = pauses.find(([from]) => probability >= from) ?? [0, 2000];
  return pauseMs;
}
