// What the page costs and how soon it is heard: the real client in a headless Chromium, the real gateway, loopback.
// Variants in turn, in the same pages: trust the ratios. Times on the audio thread are whole ms; a headless browser
// renders 10 ms at once, and what its device adds (see `latency`) is not in any figure.
//
//   npm --prefix bench run web [-- starts interruptions streams imports]
//
// client         VoiceClient and the gateway, as they are by default
// bare           getUserMedia, a worklet and a socket by hand, opened in the same order
// source node    an AudioBufferSourceNode a message, from a socket by hand
// no prebuffer   a worklet that plays what comes when it comes, beside the client and from its socket
import { spread, table } from './statistics.mjs';
import { randomFrom } from './machine-calls.mjs';
import { nodeModules, pageScripts, pageSizes } from './web-bundles.mjs';
import { importCosts } from './web-imports.mjs';
import { beginCall, feed, interrupt, startUp } from './web-measures.mjs';
import { chromiumPath, openBrowser, openSite } from './web-site.mjs';

const [starts = 7, interruptions = 12, streams = 3, imports = 7] = process.argv.slice(2).map(Number);
const jittersMs = [0, 40, 80, 150];
const speechMs = 4000;

const modules = await nodeModules();
try {
  await tellSizes();
  await tellImports();
  if (chromiumPath === undefined) warnOfNoBrowser();
  else await tellBrowser();
} finally {
  modules.remove();
}

function warnOfNoBrowser() {
  console.log(
    '\nChromium was not found: NOTHING WAS MEASURED IN A BROWSER. Install it or set CHROMIUM_PATH.',
  );
}

async function tellSizes() {
  console.log('What a page loads');
  const kib = (bytes) => (bytes / 1024).toFixed(1);
  table(
    ['bundle', 'KB', 'gzip, KB', 'limit, KB'],
    (await pageSizes()).map(({ what, bytes, gzipBytes }, row) => [
      what,
      kib(bytes),
      kib(gzipBytes),
      row === 0 ? '15' : '',
    ]),
  );
}

async function tellImports() {
  const { ws, core, server, protocol } = modules;
  const costs = await importCosts(
    { ws, '@rechka/core': core, '/server': server, '/protocol': protocol },
    imports,
  );
  console.log(`\nImport in Node, ${imports} processes each: median (min..max)`);
  table(
    ['module', 'ms', 'ratio to ws'],
    Object.entries(costs).map(([name, list]) => [
      name,
      spread(list),
      spread(
        list.map((ms, round) => ms / costs.ws[round]),
        2,
      ),
    ]),
  );
}

async function tellBrowser() {
  const { writeWav, pcm, samplesToPcm } = await import(modules.core);
  const site = await openSite({ server: await import(modules.server), scripts: await pageScripts() });
  const browser = await openBrowser({ writeWav, pcm, samplesToPcm });
  try {
    await tellStarts(browser, site);
    await tellSpeech(browser, site);
    await tellJitter(browser, site);
  } finally {
    await browser.close();
    await site.close();
  }
}

async function tellStarts(browser, site) {
  const results = [];
  for (let round = 0; round <= starts; round += 1) {
    const order = round % 2 === 0 ? ['bare', 'client'] : ['client', 'bare'];
    const result = await startUp(browser, site, order);
    // The first round warms up.
    if (round > 0) results.push(result);
  }
  const column = (which, mark) => {
    const list = results.map((result) => result[which][mark]);
    return list[0] === undefined ? '' : spread(list, 0);
  };
  console.log(`\nms from the click to …, ${starts} times: median (min..max)`);
  const marks = ['devicesAtMs', 'connectedAtMs', 'firstAtMs', 'firstSoundAtMs'];
  table(
    ['variant', 'devices open', 'connected', 'first frame at the server', 'first with sound'],
    ['bare', 'client'].map((which) => [which, ...marks.map((mark) => column(which, mark))]),
  );
  const evaluation = (name) =>
    spread(
      results.map((result) => result.evaluation[name]),
      2,
    );
  console.log(
    `\nEvaluating /client in the page: ${evaluation('clientMs')} ms; an empty script ${evaluation('emptyMs')} ms`,
  );
}

async function tellSpeech(browser, site) {
  const visit = await beginCall(browser, site);
  const variants = ['source node', 'client'];
  const results = Object.fromEntries(variants.map((name) => [name, []]));
  const random = randomFrom(1);
  for (let round = 0; round <= interruptions; round += 1) {
    for (const name of variants) {
      const result = await interrupt(visit, name, random);
      if (round > 0) results[name].push(result);
    }
  }
  await visit.page.close();
  const { deviceHz, latencyMs } = visit.device;
  console.log(
    `\nSpeech, ${interruptions} times: median (min..max) in ms; device ${deviceHz} Hz, its latency ${latencyMs.toFixed(0)} ms`,
  );
  const cell = (name, key) => {
    const list = results[name].map((result) => result[key]);
    return list[0] === undefined ? '' : spread(list, key === 'errorMs' ? 1 : 0);
  };
  table(
    [
      'variant',
      'sent → first sample',
      'flush → answer',
      'flush → last sample',
      'said to be heard − rendered',
    ],
    variants.map((name) => [
      name,
      ...['firstMs', 'answerMs', 'silentMs', 'errorMs'].map((key) => cell(name, key)),
    ]),
  );
}

async function tellJitter(browser, site) {
  const results = new Map(jittersMs.map((jitterMs) => [jitterMs, []]));
  for (let seed = 0; seed < streams; seed += 1) {
    // Side by side, for they mostly wait; but no page loads while another plays.
    const visits = [];
    for (const jitterMs of jittersMs) visits.push({ jitterMs, visit: await beginCall(browser, site) });
    await Promise.all(
      visits.map(async ({ jitterMs, visit }) => {
        results.get(jitterMs).push(await feed(visit, { jitterMs, speechMs, seed }));
      }),
    );
    for (const { visit } of visits) await visit.page.close();
  }
  console.log(
    `\nSpeech at 1.02 times real time in pieces of 40 ms, each late by 0 to …; ${streams} × ${speechMs / 1000} s: median (min..max)`,
  );
  table(
    ['late, ms', 'variant', 'sent → first sample, ms', 'gaps', 'silence added, ms'],
    [...results].flatMap(([jitterMs, list]) =>
      ['no prebuffer', 'client'].map((name) => [
        jitterMs,
        name,
        ...['startMs', 'gaps', 'gapsMs'].map((key) =>
          spread(
            list.map((result) => result[name][key]),
            0,
          ),
        ),
      ]),
    ),
  );
}
