// Whether a caller has finished: how often that is judged right on the labelled partials, what the probabilities are
// worth, and what a judgement costs.
//
//   node bench/completeness.mjs [rounds]
//
// rechka     isComplete(text, { expect })
// no expect  isComplete(text): not knowing what was asked
// last word  finished, unless the last word is a preposition or a conjunction
// always     finished, whatever was said: what silence alone tells
import { readFileSync } from 'node:fs';
import { importSources } from './sources.mjs';
import { table } from './statistics.mjs';

const [rounds = 20] = process.argv.slice(2).map(Number);
const { isComplete, prepositions, conjunctions } = await importSources(
  'packages/russian/src/completeness.ts',
  'packages/russian/src/function-words.ts',
);

const corpus = ['completeness', 'blind-completeness']
  .flatMap((name) => linesOf(`../packages/russian/corpora/${name}.tsv`))
  .map((line) => {
    const [utterance, split, expect, label, , text] = line.split('\t');
    return { utterance, split, expect, complete: label === 'complete', text };
  });
// Of even utterances of the blind part no rule was made.
corpus.push(
  ...corpus
    .filter(({ split, utterance }) => split === 'blind' && utterance % 2 === 0)
    .map((row) => ({ ...row, split: 'blind, even' })),
);
const splits = ['tuning', 'held-out', 'blind', 'blind, even'];

const needsMore = (word) => prepositions.has(word) || conjunctions.has(word);
const variants = {
  rechka: ({ text, expect }) => isComplete(text, { expect }),
  'no expect': ({ text }) => isComplete(text),
  'last word': ({ text }) => (needsMore(text.split(' ').at(-1)) ? 0 : 1),
  always: () => 1,
};

printAccuracy();
printProbabilities();
printCost();

function linesOf(path) {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1);
}

function printAccuracy() {
  console.log('\nJudged at 0.5\n');
  const rows = splits.flatMap((split) =>
    Object.entries(variants).map(([name, judge]) => {
      const judged = corpus
        .filter((row) => row.split === split)
        .map((row) => ({ ...row, finished: judge(row) >= 0.5 }));
      const unfinished = judged.filter((row) => !row.complete);
      const finished = judged.filter((row) => row.complete);
      return [
        split,
        name,
        judged.length,
        percent(judged, (row) => row.finished === row.complete),
        percent(unfinished, (row) => row.finished),
        percent(finished, (row) => !row.finished),
      ];
    }),
  );
  table(['part', 'variant', 'partials', 'right, %', 'unfinished cut off, %', 'finished waited on, %'], rows);
}

/** Of the partials that were given a probability in a range: how many had finished indeed. */
function printProbabilities() {
  console.log('\nWhat the probabilities are worth\n');
  const ranges = [0, 0.2, 0.4, 0.5, 0.7, 0.85].map((from, index, all) => [from, all[index + 1] ?? 1.01]);
  const rows = ranges.map(([from, to]) => [
    `${from.toFixed(2)} to ${Math.min(to, 1).toFixed(2)}`,
    ...splits.flatMap((split) => {
      const inRange = corpus.filter((row) => {
        const probability = variants.rechka(row);
        return row.split === split && probability >= from && probability < to;
      });
      return [inRange.length, inRange.length === 0 ? '–' : percent(inRange, (row) => row.complete)];
    }),
  ]);
  table(['probability', ...splits.flatMap((split) => [split, 'of them finished, %'])], rows);
}

/** As a partial grows to 200 characters, each is judged. The baseline only takes the words apart. */
function printCost() {
  const story = corpus.map(({ text }) => text).join(' ');
  const texts = Array.from({ length: 500 }, (_, index) => story.slice(index * 20, index * 20 + 200));
  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const us = { isComplete: Infinity, words: Infinity };
  for (let round = 0; round < rounds; round++) {
    us.isComplete = Math.min(us.isComplete, timeOf(texts, isComplete));
    us.words = Math.min(us.words, timeOf(texts, words));
  }
  console.log('\nCost\n');
  const ratio = us.isComplete / us.words;
  table(
    ['µs for 200 characters', 'fastest round', 'ratio'],
    [
      ['take the words apart', us.words.toFixed(1), '1.0'],
      ['isComplete', us.isComplete.toFixed(1), ratio.toFixed(1)],
    ],
  );
  if (us.isComplete > 50) {
    console.error('isComplete is over its limit of 50 µs');
    process.exitCode = 1;
  }
}

function timeOf(texts, run) {
  const startedAt = performance.now();
  for (const text of texts) run(text);
  return ((performance.now() - startedAt) * 1000) / texts.length;
}

function percent(rows, holds) {
  return ((100 * rows.filter(holds).length) / rows.length).toFixed(1);
}
