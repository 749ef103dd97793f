// What the Russian segmenter and speakable text are worth and what they cost: sentence ends found and texts said as they
// should be in the golden corpora, throughput, the time until the first segment is out, the size of the package. Rounds of all variants in turn: trust the ratios.
//
//   npm --prefix bench run russian [-- kilobytes rounds]
//
// rechka   russian().segment(), behind a lead-in so that the early end of a first segment plays no part
// icu      Intl.Segmenter('ru', { granularity: 'sentence' })
// figures  speakable text against figures read as cardinals in the nominative, shortened words as written
// regexp   a mark, white space and no small letter after it; or a line break
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { importSources } from './sources.mjs';
import { percentile, spread, table } from './statistics.mjs';

const [kilobytes = 1000, rounds = 7] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));

const sources = await importSources(
  ...['index', 'segmenter-corpus', 'speakable/speakable-corpus', 'numerals/cardinals'].map(
    (name) => `packages/russian/src/${name}.ts`,
  ),
);
const { russian, readGoldenTexts, scoreSegmentation, endsFoundBy, endsFoundByIcu, endsFoundByRegExp } =
  sources;
const { createSpeakable, readGoldenPairs, scoreSpeakable, cardinal } = sources;
const language = russian();
const corpora = Object.fromEntries(
  [
    ['tuning', 'segmentation'],
    ['held-out', 'segmentation-held-out'],
    ['blind', 'blind-segmentation'],
  ].map(([part, name]) => [
    part,
    readGoldenTexts(readFileSync(`${root}packages/russian/corpora/${name}.txt`, 'utf8')),
  ]),
);
const finders = { rechka: endsFoundBy(language), icu: endsFoundByIcu(), regexp: endsFoundByRegExp };

printQuality();
printThroughput();
printFirstDecision();
printSpeakable();
await printSize();

function printQuality() {
  console.log('\nSentence ends, golden corpora\n');
  const rows = Object.entries(corpora).flatMap(([part, texts]) =>
    Object.entries(finders).map(([name, findEnds]) => {
      const { precision, recall, f1, exact } = scoreSegmentation(texts, findEnds);
      return [part, name, texts.length, ...[f1, precision, recall, exact].map((share) => share.toFixed(3))];
    }),
  );
  table(['part', 'variant', 'lines', 'F1', 'precision', 'recall', 'lines without a mistake'], rows);
}

/** Text as it comes: whole, in tokens of a language model, in single characters. */
function printThroughput() {
  const lines = corpora.tuning.map(({ text }) => text).join('\n');
  const bytes = (text) => new TextEncoder().encode(text).length;
  const text = lines.concat('\n').repeat(Math.ceil((kilobytes * 1000) / bytes(lines)));
  const megabytes = bytes(text) / 1e6;
  const icu = new Intl.Segmenter('ru', { granularity: 'sentence' });
  const variants = {
    'rechka, whole': () => segmentsOf([text]),
    'rechka, tokens of 4 characters': () => segmentsOf(piecesOf(text, 4)),
    'rechka, characters': () => segmentsOf(piecesOf(text, 1)),
    // Line by line: each of its results copies the whole input.
    icu: () => text.split('\n').reduce((count, line) => count + Array.from(icu.segment(line)).length, 0),
    regexp: () => endsFoundByRegExp(text).length,
  };
  const results = measure(variants, (ms) => megabytes / (ms / 1000));
  console.log(`\nThroughput, ${megabytes.toFixed(1)} MB of UTF-8, ${rounds} rounds: median (min..max)\n`);
  table(
    ['variant', 'MB/s', 'ratio to icu'],
    Object.entries(results).map(([name, list]) => [
      name,
      spread(list),
      spread(
        list.map((rate, round) => rate / results.icu[round]),
        2,
      ),
    ]),
  );
}

/** From the first character of a reply to its first segment, a character at a time. */
function printFirstDecision() {
  const perChar = [];
  const pushes = [];
  for (let round = 0; round <= rounds; round += 1) {
    const timed = [];
    for (const { text } of Object.values(corpora).flat()) {
      const segmenter = language.segment();
      for (const char of text.split('')) {
        const startMs = performance.now();
        const isOut = segmenter.push(char).length > 0;
        timed.push((performance.now() - startMs) * 1000);
        if (isOut) break;
      }
    }
    // The first round warms up.
    if (round === 0) continue;
    perChar.push(timed.reduce((sum, us) => sum + us, 0) / timed.length);
    for (const us of timed) pushes.push(us);
  }
  console.log('\nThe first segment, characters one by one, µs per character (the clock included)\n');
  table(
    ['mean by rounds', 'p50', 'p99', 'p99.9'],
    [[spread(perChar, 2), ...[0.5, 0.99, 0.999].map((p) => percentile(pushes, p).toFixed(2))]],
  );
}

/** Accuracy on the golden pairs, and the time for their lines. */
function printSpeakable() {
  const parts = Object.entries({
    tuning: 'speakable',
    'held-out': 'speakable-held-out',
    blind: 'blind-speakable',
  }).map(([part, name]) => [
    part,
    readGoldenPairs(readFileSync(`${root}packages/russian/corpora/${name}.tsv`, 'utf8')),
  ]);
  const variants = {
    rechka: createSpeakable({ leave: [] }),
    figures: (text) => ({ spoken: text.replace(/\d+/g, (figures) => cardinal(Number(figures))) }),
  };
  console.log('\nText as a Russian says it, golden pairs\n');
  table(
    ['part', 'variant', 'pairs', 'said right, %'],
    parts.flatMap(([part, pairs]) =>
      Object.entries(variants).map(([name, say]) => [
        part,
        name,
        pairs.length,
        (scoreSpeakable(pairs, say).accuracy * 100).toFixed(1),
      ]),
    ),
  );
  const lines = parts.flatMap(([, pairs]) => pairs.map(({ written }) => written));
  const chars = lines.join('').length;
  const results = measure(
    Object.fromEntries(
      Object.entries(variants).map(([name, say]) => [name, () => lines.forEach((line) => say(line))]),
    ),
    (ms) => (ms * 1000) / chars,
  );
  console.log('\nThe same lines, µs per character: median (min..max)\n');
  table(
    ['variant', 'µs'],
    Object.entries(results).map(([name, list]) => [name, spread(list, 2)]),
  );
}

async function printSize() {
  const sizeOf = async (minify) => {
    const { outputFiles } = await build({
      entryPoints: [`${root}packages/russian/src/index.ts`],
      bundle: true,
      format: 'esm',
      target: 'node20',
      external: ['@rechka/*'],
      charset: 'utf8',
      write: false,
      minify,
    });
    return (gzipSync(outputFiles[0].contents).length / 1024).toFixed(1);
  };
  console.log('\nThe package, gzip, KiB\n');
  table(['as published', 'minified'], [[await sizeOf(false), await sizeOf(true)]]);
}

function segmentsOf(pieces) {
  const segmenter = language.segment();
  let count = 0;
  for (const piece of pieces) count += segmenter.push(piece).length;
  return count + segmenter.end().length;
}

function piecesOf(text, length) {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

/** Times all variants in turn, round by round; the first round warms up. */
function measure(variants, toRate) {
  const results = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(variants)) {
      const startMs = performance.now();
      run();
      if (round > 0) results[name].push(toRate(performance.now() - startMs));
    }
  }
  return results;
}
