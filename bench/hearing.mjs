// What streaming recognition costs its process, and how long a piece of the caller's audio is under way, at 100 to 1 000
// streams. Each measurement has a fresh process for the callers and one for the recogniser, which answers by a
// script. Rounds are interleaved.
//
//   npm --prefix bench run hearing [-- seconds rounds streams…]
//
// callers    nothing but the callers: subtracted from the others
// http2      node:http2 with the same bytes: the floor
// lean       grpc-js by hand, with our codec
// stubs      grpc-js by hand, with the official SDK's stubs: the baseline
// rechka     SpeechKitStt as it comes, its events handed to a listener, as those of the stubs are
// rechka-loop  the same, read by `for await`
// rechka-20  the same with `chunkMs: 20`: a message for each piece of a telephone
//
// In steps: all write, and when it has arrived all write again; so there is always something to do, and a machine that has
// other things to do changes little. In real time: what waiting and waking up costs is in it, and the latency.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { spread, table } from './statistics.mjs';

const [seconds = 8, rounds = 3, ...given] = process.argv.slice(2).map(Number);
const counts = given.length > 0 ? given : [100, 400, 1000];
// Code that is still being compiled would count.
const warmUpMs = Math.min(12_000, seconds * 1500);
const variants = ['callers', 'http2', 'lean', 'stubs', 'rechka'];
/** Less than a second shows that it works, and no more. */
const quick = seconds < 1;
const lines = quick
  ? [{ name: '100 ms at 16 kHz', rateHz: 16_000, chunkMs: 100, variants: ['callers', 'stubs', 'rechka'] }]
  : [
      { name: '100 ms at 16 kHz', rateHz: 16_000, chunkMs: 100, variants: [...variants, 'rechka-loop'] },
      { name: '20 ms at 8 kHz', rateHz: 8000, chunkMs: 20, variants: [...variants, 'rechka-20'] },
    ];
/** Steps per second asked for, of which half warm up. */
const stepsPerSecond = 40;
/** Beyond so many pieces a second nothing here holds in real time, the recogniser included. */
const mostPieces = 20_000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const [secondsNow] = process.hrtime();
const epochUs = secondsNow * 1e6;

function start(script, args, execArgv = []) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args.map(String), { execArgv });
  return {
    answer: () =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', (code) => reject(new Error(`${script} ${args.join(' ')} ended with ${code}`)));
      }),
    send: (message) => child.send(message),
    stop: () => child.kill(),
  };
}

async function withProcesses(variant, { rateHz, chunkMs }, count, steps, use) {
  const server = start('hearing-server.mjs', [epochUs, rateHz, chunkMs]);
  const { port } = await server.answer();
  const args = [variant, port, epochUs, rateHz, chunkMs, count, steps];
  const client = start('hearing-client.mjs', args, ['--expose-gc']);
  try {
    return await use(client, server, await client.answer());
  } finally {
    client.stop();
    server.stop();
  }
}

const perCallSecond = (ms, count, lastedMs) => (ms * 1000) / (count * lastedMs);

function inSteps(variant, line, count) {
  return withProcesses(
    variant,
    line,
    count,
    Math.ceil(seconds * stepsPerSecond),
    (_client, _server, cost) => ({
      cpuMs: perCallSecond(cost.cpuMs, count, cost.lastedMs),
      kib: cost.kib,
    }),
  );
}

function inRealTime(variant, line, count) {
  return withProcesses(variant, line, count, 0, async (client, server) => {
    await sleep(warmUpMs);
    for (const one of [client, server]) one.send('begin');
    await sleep(seconds * 1000);
    for (const one of [client, server]) one.send('end');
    const [cost, seen] = await Promise.all([client.answer(), server.answer()]);
    return {
      cpuMs: perCallSecond(cost.cpuMs, count, cost.lastedMs),
      kib: cost.kib,
      lateMs: cost.lateMs,
      disturbed: cost.disturbed,
      p50Ms: seen.p50Ms,
      p99Ms: seen.p99Ms,
      arrived: (100 * seen.pieces * line.chunkMs) / (count * cost.lastedMs),
      messages: (seen.messages * 1000) / (count * cost.lastedMs),
    };
  });
}

/** Rows of one way of measuring: what all of them have, and then `more`. */
async function rowsOf(measure, line, streams, more) {
  const rows = [];
  for (const count of streams) {
    const results = Object.fromEntries(line.variants.map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const name of line.variants) results[name].push(await measure(name, line, count));
    }
    for (const name of line.variants.slice(1)) {
      const net = (of) => results[of].map(({ cpuMs }, round) => cpuMs - results.callers[round].cpuMs);
      const ratio = (to) => net(name).map((cpuMs, round) => cpuMs / net(to)[round]);
      const column = (key, digits) =>
        spread(
          results[name].map((one) => one[key]),
          digits,
        );
      rows.push([
        count,
        name,
        spread(net(name), 2),
        ...['stubs', 'lean', 'http2'].map((to) => (results[to] ? spread(ratio(to), 2) : '')),
        column('kib', 0),
        ...more(column, (key) =>
          spread(
            results[name].map((one, round) => one[key] / results.stubs[round][key]),
            2,
          ),
        ),
      ]);
    }
  }
  return rows;
}

const head = ['streams', 'variant', 'CPU ms per call-second', '× stubs', '× lean', '× http2', 'KiB a stream'];
for (const line of lines) {
  console.log(`\nPieces of ${line.name}, in steps; ${rounds} rounds: median (min..max)\n`);
  table(head, await rowsOf(inSteps, line, counts, () => []));
}
for (const line of lines) {
  const streams = counts.filter((count) => (count * 1000) / line.chunkMs <= mostPieces);
  if (streams.length === 0) continue;
  console.log(`\nPieces of ${line.name}, in real time; ${seconds} s, ${rounds} rounds: median (min..max)\n`);
  table(
    [
      ...head,
      'write → server p50, ms',
      'p99, ms',
      'p99 × stubs',
      'messages a second',
      '% arrived',
      'callers late, ms',
      'recoveries and gaps',
    ],
    await rowsOf(inRealTime, line, streams, (column, toStubs) => [
      column('p50Ms', 1),
      column('p99Ms', 1),
      toStubs('p99Ms'),
      column('messages', 1),
      column('arrived', 0),
      column('lateMs', 0),
      column('disturbed', 0),
    ]),
  );
}
