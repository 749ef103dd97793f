import { wordSet } from './word-set.js';

/** Sounds and words that mean nothing by themselves. Raw words: lower case, no punctuation, ё as е. */
export const fillers: ReadonlySet<string> = wordSet(
  'э ээ эээ э-э э-э-э м мм ммм м-м-м эм эмм гм а аа ааа а-а ну нуу вот значит типа короче блин',
);
