import type { ExpectedAnswer } from '@rechka/core';
import { isAdjective } from './completeness-forms.js';
import { isFinite, isInfinitive, modals } from './completeness-verbs.js';
import { fillers } from './fillers.js';
import {
  conjunctions,
  determiners,
  objectPronouns,
  particles,
  prepositions,
  questionWords,
  settingWords,
  subjectPronouns,
} from './function-words.js';
import { cardinalValue } from './numerals/word-values.js';

/** The words of an answer, raw, and what was asked for. */
export interface Answer {
  words: readonly string[];
  /** The last of the words, and the one before it; '' where there is none. */
  last: string;
  before: string;
  expect: ExpectedAnswer;
}

/** A probability, if the rule has an opinion. */
export type Rule = (answer: Answer) => number | undefined;

/** Ranks rather than measured frequencies: how sure a rule is that more will come, or that nothing will. */
export const waits = 0.1;
export const leansToWait = 0.3;
export const leansToEnd = 0.7;
export const ends = 0.9;

const closedClasses: readonly ReadonlySet<string>[] = [
  ...[prepositions, conjunctions, particles, determiners, questionWords],
  ...[objectPronouns, subjectPronouns, settingWords, fillers, modals],
];

/** Whether a word says something by itself: a noun, a verb, a name, a number. */
export function isContent(word: string): boolean {
  return !closedClasses.some((words) => words.has(word));
}

/** Whether a word is a noun, as far as one can tell without a dictionary. */
export function isNoun(word: string): boolean {
  return (
    isContent(word) &&
    !isAdjective(word) &&
    !isFinite(word) &&
    !isInfinitive(word) &&
    cardinalValue(word) === undefined
  );
}

/** Whether a word tells only to whom or when: «мне», «завтра», «пожалуйста». */
export function isSetting(word: string): boolean {
  return settingWords.has(word) || objectPronouns.has(word) || ['бы', 'у', 'пожалуйста'].includes(word);
}
