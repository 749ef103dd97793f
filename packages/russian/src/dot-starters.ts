import { modals } from './completeness-verbs.js';
import * as classes from './function-words.js';
import { wordSet } from './word-set.js';

const starters: readonly ReadonlySet<string>[] = [
  ...[
    classes.prepositions,
    classes.conjunctions,
    classes.particles,
    classes.questionWords,
    classes.determiners,
  ],
  ...[classes.subjectPronouns, classes.objectPronouns, classes.settingWords, classes.completeAnswers, modals],
  wordSet(
    'оно туда сюда так вот вон раз затем скоро есть лучше тоже значит извините простите скажите подскажите приходите ждем',
    'звоните позвоните записать запишу записала записал был была было были будете подойдет уточните напишите',
  ),
];

/**
 * Whether a word (small letters) begins sentences and is never a name. After an abbreviation or an initial, a capital
 * letter may be that of a name or that of a sentence; one of these settles it: «Иванову И. И. Мы ждём», «на ул.
 * Ленина, 5 г. Там».
 */
export function startsSentences(word: string): boolean {
  const raw = word.replaceAll('ё', 'е');
  // «прил. Б»: the particle begins nothing.
  return raw !== 'б' && starters.some((words) => words.has(raw));
}
