import type { ExpectedAnswer } from '../ports/language.js';

// Chosen on the tuning half of the corpus of endpointing (packages/russian/corpora, bench/endpointing.mjs).

/** Pauses inside of utterances, beyond the short ones, are this much longer for each time that they are e times rarer. */
const tailMs = 320;
/** Shorter silences are within what is said, whatever the words. */
const shortestMs = 400;
/** No language is surer than this: to wait for much longer is to have lost the caller. */
const surest = { of: 0.99, against: 0.1 };
/** What could be whole is more often followed by something if nothing was asked: odds, as their logarithm. */
const openQuestion = 0.3;

/** What is known when a pause begins. */
export interface PauseQuestion {
  /** That the caller has finished, 0–1, by their words. */
  probability: number;
  expected: ExpectedAnswer;
  /** Of being cut off: so much waiting is as bad, ms. */
  cutOffCostMs: number;
}

/**
 * The silence after which to end an utterance, in ms: where waiting on costs as much as it saves. Of callers who have
 * not finished, each `tailMs` of silence leaves one of e; so with the odds of more to come, o, and the cost of a cut-off,
 * C, the sum of both, t + o · C · exp(−t / tailMs), is least at t = tailMs · ln(o · C / tailMs).
 */
export function pauseFor({ probability, expected, cutOffCostMs }: PauseQuestion): number {
  // What is no number tells nothing.
  const finished = Number.isNaN(probability)
    ? 0.5
    : Math.min(surest.of, Math.max(surest.against, probability));
  const odds = ((1 - finished) / finished) * Math.exp(expected === 'free' ? openQuestion : 0);
  return Math.max(shortestMs, tailMs * Math.log((odds * cutOffCostMs) / tailMs));
}
