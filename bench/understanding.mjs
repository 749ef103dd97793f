// What is understood of spoken numbers, phones, dates and names: how often right on the corpus, against chrono-node's
// Russian for dates and times; what is made of what callers say briefly while the bot speaks; what it costs, and how
// large it is.
//
//   node bench/understanding.mjs [rounds]
//
// rechka  understand(text, { now, openingHours, expect }): all of the result must be as expected, readings and all
// chrono  chrono-node's ru.parse with forwardDate, counted kindly: one result suffices, hours of the other half of the
//         day count as right, and so does anything where a part of the day is expected and its hour lies inside
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ru } from 'chrono-node';
import { build } from 'esbuild';
import { importSources } from './sources.mjs';
import { table } from './statistics.mjs';

const [rounds = 15] = process.argv.slice(2).map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const { backchannelsOf, isUnderstood, rawWords, readSpokenRows, russian, understand, yesNo } =
  await importSources(
    'packages/russian/src/understanding/spoken-corpus.ts',
    'packages/russian/src/understanding/understand.ts',
    'packages/russian/src/yes-no.ts',
    'packages/russian/src/russian.ts',
    'packages/core/src/pipeline/language-rules.ts',
    'packages/core/src/machine/raw-words.ts',
  );
const rows = ['spoken', 'blind-spoken'].flatMap((name) =>
  readSpokenRows(readFileSync(`${root}packages/russian/corpora/${name}.tsv`, 'utf8')),
);
const splits = ['tuning', 'held-out', 'second', 'blind'];
const isWhen = ({ finds, expected }) => finds.length === 1 && finds[0] === 'when' && expected !== '';

printAccuracy();
printChrono();
printBrief();
printCost();
await printSize();

function printAccuracy() {
  console.log('\nUnderstood as expected\n');
  const kinds = ['number', 'phone', 'when', 'name', 'several'];
  const kindOf = ({ finds }) => (finds.length > 1 ? 'several' : finds[0]);
  const share = (all) => `${all.filter((row) => isUnderstood(row)).length} of ${all.length}`;
  table(
    ['part', ...kinds, 'all', '%'],
    splits.map((split) => {
      const part = rows.filter((row) => row.split === split);
      const right = part.filter((row) => isUnderstood(row)).length;
      return [
        split,
        ...kinds.map((kind) => share(part.filter((row) => kindOf(row) === kind))),
        share(part),
        ((100 * right) / part.length).toFixed(1),
      ];
    }),
  );
}

/** Only what chrono could say: one date or time that is wanted, and not just any. */
function printChrono() {
  console.log('\nDates and times, against chrono-node\n');
  const fair = rows.filter((row) => isWhen(row) && !/;|not |any-|workdays/.test(row.expected));
  table(
    ['part', 'phrases', 'rechka', 'chrono-node'],
    splits.map((split) => {
      const part = fair.filter((row) => row.split === split);
      const right = (holds) =>
        `${part.filter(holds).length} (${((100 * part.filter(holds).length) / part.length).toFixed(0)} %)`;
      return [split, part.length, right((row) => isUnderstood(row)), right(chronoIsRight)];
    }),
  );
}

function chronoIsRight(row) {
  const results = ru.parse(row.utterances[0], new Date(`${row.now}:00`), { forwardDate: true });
  const readings = row.expected.split(' | ').map((text) => readingOf(text, row.now));
  return results.some((result) => readings.some((reading) => saysReading(result, reading)));
}

/** «27.11 15:00..17:00» → `{ date, time }`, each with `from` and `to`. */
function readingOf(text, now) {
  const reading = {};
  for (const part of text.replaceAll('~', '').split(' ')) {
    const isTime = part.includes(':');
    const [from, to = from] = part.split('..').map((end) => (end === '' || isTime ? end : isoDate(end, now)));
    reading[isTime ? 'time' : 'date'] = { from: from || undefined, to: to || undefined };
  }
  return reading;
}

function isoDate(text, now) {
  const [day, month, year = now.slice(0, 4)] = text.split('.');
  return `${year}-${month}-${day}`;
}

function saysReading({ start, end }, { date, time }) {
  if (date !== undefined && !saysDate(start, end, date)) return false;
  if (date === undefined && start.isCertain('day') && start.isCertain('month')) return false;
  return time === undefined ? !start.isCertain('hour') : saysTime(start, end, time);
}

function saysDate(start, end, { from, to }) {
  if (!['day', 'weekday', 'month', 'year'].some((part) => start.isCertain(part)) && !start.isCertain('hour'))
    return false;
  const of = (component) =>
    [component.get('year'), component.get('month'), component.get('day')]
      .map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0'))
      .join('-');
  if (from === undefined) return of(end ?? start) === to;
  return of(start) === from && (to === undefined || to === from || of(end ?? start) === to);
}

function saysTime(start, end, { from, to }) {
  if (start.get('hour') === null) return false;
  const minutesOf = (component) => component.get('hour') * 60 + (component.get('minute') ?? 0);
  const wanted = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const same = (component, text) => minutesOf(component) % 720 === wanted(text) % 720;
  if (from === to || from === undefined || to === undefined) return same(start, from ?? to);
  if (end != null) return same(start, from) && same(end, to);
  return minutesOf(start) >= wanted(from) && minutesOf(start) <= wanted(to);
}

/** A backchannel lets the bot go on, all else stops it; to a question of yes or no what counts is what it answers. */
function printBrief() {
  console.log('\nWhat callers say briefly\n');
  const isBackchannel = backchannelsOf(russian());
  const kindOf = (text) => (isBackchannel(rawWords(text)) ? 'backchannel' : 'interruption');
  const answerOf = (text) => ({ yes: 'yes', no: 'no', unclear: 'answer' })[yesNo(text)];
  const brief = readFileSync(`${root}packages/russian/corpora/blind-backchannels.tsv`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => {
      const [, context, label, , text] = line.split('\t');
      const labels = label.split('¦');
      const heard = context === 'question' ? answerOf(text) : kindOf(text);
      // An answer takes the turn as an interruption does.
      const isRight = labels.includes(heard) || (heard === 'interruption' && labels.includes('answer'));
      return { context, labels, heard, isRight };
    });
  table(
    ['said', 'rows', 'right', 'stopped for nothing', 'talked over'],
    ['statement', 'question', 'open'].map((context) => {
      const part = brief.filter((row) => row.context === context);
      const wrong = part.filter((row) => !row.isRight);
      return [
        { statement: 'while told something', question: 'to yes or no', open: 'to another question' }[context],
        part.length,
        part.length - wrong.length,
        wrong.filter(({ labels }) => labels.includes('backchannel')).length,
        wrong.filter(({ heard }) => heard === 'backchannel').length,
      ];
    }),
  );
}

function optionsOf({ now, hours: openingHours, expect }) {
  return { now, openingHours, expect };
}

function printCost() {
  const texts = rows.filter(isWhen).map((row) => ({ text: row.utterances[0], options: optionsOf(row) }));
  const reference = new Date('2026-11-25T12:20:00');
  const us = { rechka: Infinity, chrono: Infinity };
  const timeOf = (run) => {
    const startedAt = performance.now();
    for (const { text, options } of texts) run(text, options);
    return ((performance.now() - startedAt) * 1000) / texts.length;
  };
  for (let round = 0; round < rounds; round++) {
    us.rechka = Math.min(us.rechka, timeOf(understand));
    us.chrono = Math.min(
      us.chrono,
      timeOf((text) => ru.parse(text, reference, { forwardDate: true })),
    );
  }
  console.log('\nCost\n');
  table(
    ['µs an utterance with a date or a time', 'fastest round', 'ratio'],
    [
      ['chrono-node (dates and times only)', us.chrono.toFixed(0), '1.0'],
      ['understand (everything)', us.rechka.toFixed(0), (us.rechka / us.chrono).toFixed(2)],
    ],
  );
}

/** What a page loads for it. */
async function printSize() {
  console.log('\nSize\n');
  const sizeOf = async (contents, external = []) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: `${root}packages/russian`, loader: 'ts' },
      bundle: true,
      minify: true,
      charset: 'utf8',
      write: false,
      format: 'esm',
      target: 'es2022',
      tsconfig: `${root}tsconfig.json`,
      external,
    });
    return `${(gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000).toFixed(1)} kB`;
  };
  const understanding = `export * from './src/understanding/index.ts';`;
  table(
    ['minified, gzip', 'size'],
    [
      [
        '@rechka/russian/understanding, by itself',
        await sizeOf(understanding, ['@rechka/core', 'libphonenumber-js/*']),
      ],
      [
        'libphonenumber-js/min',
        await sizeOf(`export { parsePhoneNumberFromString } from 'libphonenumber-js/min';`),
      ],
      ['both together, with what they use of core', await sizeOf(understanding)],
    ],
  );
}
