/* global window */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { chromiumArgs, findChromium } from '../scripts/chromium.mjs';

/** Where Chromium is installed, if it is. */
export const chromiumPath = findChromium();

const html = [
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">',
  '<button id="client">Client</button><button id="bare">Bare</button>',
  '<script type="module" src="/page.js"></script>',
].join('\n');

/** The page's server: its files, the gateway at `/voice`, and at `/bare` a socket that knows no protocol. */
export async function openSite({ server: { createGateway }, scripts }) {
  const waiting = new Map();
  const arrived = (which, visit, guest) => waiting.get(`${which} ${visit}`)?.(guest);
  const http = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://page');
    const body = pathname === '/' ? html : scripts[pathname];
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': pathname === '/' ? 'text/html' : 'text/javascript',
      'cache-control': 'no-store',
      // Give the page a clock of 5 µs; without them it has one of 100.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    response.end(body);
  });
  const gateway = createGateway({
    server: http,
    onCall: (call) => arrived('client', call.settings.visit, call),
  });
  const bareSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url, 'http://page');
    if (pathname !== '/bare') return;
    bareSockets.handleUpgrade(request, socket, head, (bare) =>
      arrived('bare', searchParams.get('visit'), bare),
    );
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    /** Resolves with the next call (`client`) or `bare` socket of that visit. */
    next: (which, visit) => new Promise((resolve) => waiting.set(`${which} ${visit}`, resolve)),
    async close() {
      await gateway.close();
      bareSockets.close();
      for (const socket of bareSockets.clients) socket.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const microphoneHz = 48_000;

/** A browser whose microphone never stops to hum. */
export async function openBrowser({ writeWav, pcm, samplesToPcm }) {
  const folder = mkdtempSync(join(tmpdir(), 'rechka-bench-'));
  const wav = join(folder, 'microphone.wav');
  const hum = Int16Array.from(
    { length: microphoneHz },
    (_, i) => 8000 * Math.sin((2 * Math.PI * 220 * i) / microphoneHz),
  );
  writeFileSync(wav, writeWav(pcm(microphoneHz), samplesToPcm(hum)));
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: chromiumPath,
    headless: true,
    args: [...chromiumArgs(wav), '--use-fake-ui-for-media-stream'],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What never comes shall not be waited for without end. */
async function within10s(what, promise) {
  const patience = new AbortController();
  const late = sleep(10_000, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`${what} did not come within 10 s`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    // Its end is no news: the race is over.
    late.catch(() => undefined);
    patience.abort();
  }
}

let visits = 0;

/** Opens the page; nothing was clicked. */
export async function openPage(browser, site) {
  visits += 1;
  const visit = `v${visits}`;
  const page = await browser.context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${site.url}/?visit=${visit}`);
  return {
    page,
    /**
     * Clicks as a person does. `guest` is what `greet` makes of the call or bare socket that comes of it, the moment
     * it comes; `marks` are the page's.
     */
    async start(which, greet) {
      const coming = within10s(`a ${which}`, site.next(which, visit).then(greet));
      await page.click(`#${which}`);
      const marks = page.evaluate((started) => window.bench.started[started], which);
      return { guest: await coming, marks: await marks };
    },
    /** Begins to listen to what the page plays. */
    async listen() {
      const bare = site.next('bare', visit);
      const device = await page.evaluate(() => window.bench.listen());
      return { bare: await bare, device };
    },
    ask: (name, question) =>
      page.evaluate(([tapped, asked]) => window.bench.ask(tapped, asked), [name, question]),
  };
}
