/* global window */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from './machine-calls.mjs';
import { openPage } from './web-site.mjs';

const speechHz = 24_000;
/** What a frame of the gateway holds. */
const pieceMs = 40;
/** Faster than real time by so much: the clocks of two machines, and a synthesis that is a little ahead. */
const feedSpeed = 1.02;
/** Long enough that all that was rendered is known. */
const settleMs = 100;

/** Sound that is never silent, so that each missing sample shows. */
function sound(ms) {
  return Buffer.from(new Int16Array((speechHz * ms) / 1000).fill(8000).buffer);
}

async function until(condition) {
  for (const deadlineMs = Date.now() + 10_000; !(await condition()); await sleep(5)) {
    if (Date.now() > deadlineMs) throw new Error('not within 10 s');
  }
}

/** When the first of the microphone is here, and the first in which anything sounds. */
const firstFrames = {
  async client({ input }) {
    let firstAtMs;
    for await (const { data } of input) {
      firstAtMs ??= Date.now();
      if (data.some((byte) => byte !== 0)) return { firstAtMs, firstSoundAtMs: Date.now() };
    }
    throw new Error('the call ended before anything was heard');
  },
  bare: (socket) =>
    new Promise((resolve) => {
      const cameAtMs = [];
      socket.on('message', () => {
        cameAtMs.push(Date.now());
        const [firstAtMs, firstSoundAtMs] = cameAtMs;
        if (firstSoundAtMs !== undefined) resolve({ firstAtMs, firstSoundAtMs });
      });
    }),
};

/** One page in which the variants are started by a click each: ms from the click to each of the marks. */
export async function startUp(browser, site, order) {
  const visit = await openPage(browser, site);
  const results = { evaluation: await visit.page.evaluate(() => window.bench.evaluation()) };
  for (const which of order) {
    const { guest: frames, marks } = await visit.start(which, firstFrames[which]);
    const { clickAtMs, ...rest } = { ...marks, ...frames };
    results[which] = Object.fromEntries(Object.entries(rest).map(([name, atMs]) => [name, atMs - clickAtMs]));
    if (which === 'client') await visit.page.evaluate(() => window.bench.stop());
  }
  await visit.page.close();
  return results;
}

/** A page in which a call goes on, and all that plays is heard. */
export async function beginCall(browser, site) {
  const visit = await openPage(browser, site);
  const { guest: call } = await visit.start('client');
  return { ...visit, call, ...(await visit.listen()) };
}

/** Who speaks: the gateway's call, and the socket beside it. Each silences what it has said, too. */
export function speakers({ call, bare }) {
  return {
    client: {
      say: (ms) => void call.output.write(sound(ms)),
      silence: () => call.output.clear(),
    },
    'source node': {
      say(ms) {
        for (let at = 0; at < ms; at += pieceMs) bare.send(sound(pieceMs));
      },
      silence: () =>
        new Promise((resolve) => {
          bare.once('message', resolve);
          bare.send('flush');
        }),
    },
  };
}

/**
 * Says something and interrupts it at a random moment. `firstMs` from the first byte sent to the first sample
 * rendered, `answerMs` from the command to its answer, `silentMs` from it to the last sample rendered, and
 * `errorMs`: by how much the client's account of what was heard differs from what was rendered.
 */
export async function interrupt(visit, name, random) {
  const { say, silence } = speakers(visit)[name];
  await visit.ask(name, 'reset');
  const saidAtMs = Date.now();
  say(1200);
  await until(async () => (await visit.ask(name, 'read')).soundMs > 0);
  await sleep(200 + 300 * random());
  const clearedAtMs = Date.now();
  const heardBeforeMs = visit.heardMs ?? 0;
  const answer = await silence();
  const answerMs = Date.now() - clearedAtMs;
  await sleep(settleMs);
  const { firstAtMs, lastAtMs, soundMs } = await visit.ask(name, 'read');
  if (name === 'client') visit.heardMs = answer.heardMs;
  return {
    firstMs: firstAtMs - saidAtMs,
    answerMs,
    silentMs: lastAtMs - clearedAtMs,
    errorMs: name === 'client' ? answer.heardMs - heardBeforeMs - soundMs : undefined,
  };
}

/**
 * Feeds speech piece by piece, each up to `jitterMs` late but never before the last one, to the client and to a
 * player without a prebuffer that hears the same socket.
 */
export async function feed(visit, { jitterMs, speechMs, seed }) {
  const random = randomFrom(seed);
  const { output } = visit.call;
  const players = ['client', 'no prebuffer'];
  for (const name of players) await visit.ask(name, 'reset');
  const fromMs = performance.now();
  let saidAtMs;
  for (let at = 0; at < speechMs; at += pieceMs) {
    const waitMs = fromMs + at / feedSpeed + jitterMs * random() - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    saidAtMs ??= Date.now();
    void output.write(sound(pieceMs));
  }
  await output.drain();
  await sleep(settleMs);
  const heard = {};
  for (const name of players) {
    const { firstAtMs, gaps, gapsMs, soundMs } = await visit.ask(name, 'read');
    if (Math.abs(soundMs - speechMs) > 1) throw new Error(`${name} played ${soundMs} ms of ${speechMs}`);
    heard[name] = { startMs: firstAtMs - saidAtMs, gaps, gapsMs };
  }
  return heard;
}
