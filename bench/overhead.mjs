// What stands between the providers: latency added to each turn, and memory held for each call. Recogniser, model,
// synthesiser and sink take no time and run in this process, on the real clock.
//
//   npm --prefix bench run overhead [-- turns rounds calls idleCalls]
//
// by hand          the same providers chained by `for await`: the floor
// pipeline         VoicePipeline with agent() and russian()
// with echo guard  the same with `echo: 'guard'`
import { durations, converse, stages } from './overhead-latency.mjs';
import { idleMemory } from './overhead-memory.mjs';
import { percentile, table } from './statistics.mjs';
import { variants } from './instant-call.mjs';

const [turns = 1500, rounds = 3, calls = 100, idleCalls = 1000] = process.argv.slice(2).map(Number);
/** Between the turns of all calls together. */
const gapMs = 2;
const names = Object.keys(variants);

console.log(`Memory of an idle call, KiB (of it array buffers), mean of ${idleCalls}`);
const memory = {};
for (const name of names) memory[name] = await idleMemory(name, idleCalls);
table(
  ['after', ...names],
  memory[names[0]].map(({ after }, row) => [
    after,
    ...names.map((name) => {
      const { allKib, arrayBuffersKib } = memory[name][row];
      return `${allKib.toFixed(1)} (${arrayBuffersKib.toFixed(1)})`;
    }),
  ]),
);

const counts = [1, calls];
const results = Object.fromEntries(names.map((name) => [name, counts.map(() => [])]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [which, count] of counts.entries()) {
    for (const name of names) {
      const marks = await converse(name, { calls: count, turns, gapMs: gapMs * count });
      // The first round warms up.
      if (round > 0) results[name][which].push(...marks);
    }
  }
}

console.log(`\nAdded latency, ms, p50 / p99 of ${turns * rounds} turns`);
const total = (name, which) => percentile(durations(results[name][which], 'total'), 0.5);
table(
  ['calls', 'variant', ...Object.keys(stages), 'total, ratio of p50'],
  counts.flatMap((count, which) =>
    names.map((name) => [
      count,
      name,
      ...Object.keys(stages).map((stage) => {
        const list = durations(results[name][which], stage);
        return [0.5, 0.99].map((share) => percentile(list, share).toFixed(3)).join(' / ');
      }),
      (total(name, which) / total('by hand', which)).toFixed(1),
    ]),
  ),
);
