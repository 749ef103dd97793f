// What is to be had for what: the wait from the end of speech to its end being known, and the cut-offs, with the server's
// pause longer and shorter, and with `cutOffCostMs` of localEndpointing() higher and lower. `typical` latencies.
//
//   npm run build && node bench/endpointing-trade-off.mjs [every] [split …]
import { splits } from './endpointing-corpus.mjs';
import { endpointingTrial } from './endpointing-trial.mjs';
import { percentile, table } from './statistics.mjs';

const every = Number(process.argv[2] ?? 1);
const named = process.argv.slice(3);

const settings = [
  ...[500, 700, 1000, 1500].map((pauseMs) => ({
    name: `server, ${pauseMs} ms`,
    strategy: 'server',
    server: { pauseMs },
  })),
  ...[1500, 3000, 6000, 12_000, 24_000].map((cutOffCostMs) => ({
    name: `local, cutOffCostMs ${cutOffCostMs}`,
    strategy: 'local',
    local: { cutOffCostMs },
  })),
];

const rows = [];
for (const split of named.length > 0 ? named : splits)
  for (const { name, ...setting } of settings) {
    const results = await endpointingTrial({ ...setting, split, every });
    const waits = results.map(({ waitMs }) => waitMs);
    const [p50, p95] = [0.5, 0.95].map((p) => percentile(waits, p).toFixed(0));
    const mean = (waits.reduce((total, ms) => total + ms, 0) / waits.length).toFixed(0);
    const cutOffs = results.reduce((total, result) => total + result.cutOffs, 0);
    rows.push([split, name, results.length, p50, p95, mean, cutOffs]);
  }
table(['part', 'setting', 'utterances', 'p50', 'p95', 'mean', 'cut-offs'], rows);
