// How long a caller waits from the end of what they say until that is known, and how often they are cut off: committed,
// and the same utterance goes on within 3 s. Callers of the corpora on the emulator, in virtual time, with its `typical`
// latencies and those of the `field`; see endpointing-corpus.mjs and endpointing-trial.mjs.
//
//   npm run build && node bench/endpointing.mjs [every] [draws] [latency …]
//
// every   only every so many callers
// draws   of pauses, tempos and latencies: all are counted together
//
// server  the recogniser decides: sensitivity HIGH, 700 ms
// local   localEndpointing()
import { kinds, splits } from './endpointing-corpus.mjs';
import { endpointingTrial } from './endpointing-trial.mjs';
import { percentile, table } from './statistics.mjs';

const [every = 1, draws = 1] = process.argv.slice(2, 4).map(Number);
const named = process.argv.slice(4);
const latencies = named.length > 0 ? named : ['typical', 'field'];

const waits = (results, p) =>
  percentile(
    results.map(({ waitMs }) => waitMs),
    p,
  ).toFixed(0);
const sum = (results, count) => results.reduce((total, result) => total + count(result), 0);

async function trial(options) {
  const results = [];
  for (let seed = 1; seed <= draws; seed++)
    results.push(...(await endpointingTrial({ ...options, every, seed })));
  return results;
}

for (const latency of latencies) {
  const rows = [];
  for (const split of splits) {
    const server = await trial({ strategy: 'server', split, latency });
    const local = await trial({ strategy: 'local', split, latency });
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
  console.log(`\nLatencies: ${latency}\n`);
  table(
    [
      ...['part', 'kind', 'utterances', 'server p50', 'p95', 'cut-offs', 'local p50', 'p95', 'cut-offs'],
      ...['times sooner', 'words lost'],
    ],
    rows,
  );
}
