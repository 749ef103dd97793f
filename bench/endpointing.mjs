// How long a caller waits from the end of what they say until that is known, and how often they are cut off: committed,
// and the same utterance goes on within 3 s. Callers of the corpus on the emulator with its `typical` latencies, in
// virtual time; see endpointing-corpus.mjs and endpointing-trial.mjs.
//
//   npm run build && node bench/endpointing.mjs [every] [seed]
//
// server  the recogniser decides: sensitivity HIGH, 700 ms
// local   localEndpointing()
import { kinds, splits } from './endpointing-corpus.mjs';
import { endpointingTrial } from './endpointing-trial.mjs';
import { percentile, table } from './statistics.mjs';

const [every = 1, seed = 1] = process.argv.slice(2).map(Number);

const waits = (results, p) =>
  percentile(
    results.map(({ waitMs }) => waitMs),
    p,
  ).toFixed(0);
const sum = (results, count) => results.reduce((total, result) => total + count(result), 0);

const rows = [];
for (const split of splits) {
  const server = await endpointingTrial({ strategy: 'server', split, every, seed });
  const local = await endpointingTrial({ strategy: 'local', split, every, seed });
  for (const kind of [...kinds, 'all']) {
    const [theirs, ours] = [server, local].map((results) =>
      results.filter((result) => kind === 'all' || result.kind === kind),
    );
    rows.push([
      split,
      kind,
      theirs.length,
      ...[theirs, ours].flatMap((results) => [
        waits(results, 0.5),
        waits(results, 0.95),
        sum(results, ({ cutOffs }) => cutOffs),
      ]),
      (waits(theirs, 0.5) / waits(ours, 0.5)).toFixed(2),
      sum(ours, ({ wordsLost }) => wordsLost),
    ]);
  }
}
table(
  [
    ...['part', 'kind', 'utterances', 'server p50', 'p95', 'cut-offs', 'local p50', 'p95', 'cut-offs'],
    ...['times sooner', 'words lost'],
  ],
  rows,
);
