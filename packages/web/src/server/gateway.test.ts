import { connect } from 'node:net';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AudioChunk, pcm } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { closeCodes, encodeFrame, offeredProtocols, type ClientMessage } from '../protocol/index.js';
import { callTokens } from './call-tokens.js';
import { createGateway } from './gateway.js';
import type { GatewayOptions } from './gateway-options.js';
import { startGateway } from './test-support/test-gateway.js';
import { TestPage, type TestPageOptions } from './test-support/test-page.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: Partial<GatewayOptions> = {}) {
  const gateway = await startGateway(options);
  cleanUps.push(() => gateway.close());
  const visit = (page: Partial<TestPageOptions> = {}) => {
    const visitor = new TestPage({ url: gateway.url, ...page });
    cleanUps.push(() => visitor.leave());
    return visitor;
  };
  return { ...gateway, visit };
}

const hello: ClientMessage = { type: 'hello', protocol: 1, micRateHz: 16_000, echoCanceller: true };
const anna = { id: 'anna' };

/** What comes of an upgrade by hand: the first line of the answer, or nothing. */
function upgrade(port: number, lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

const upgradeLines = (path: string, protocol = 'rechka.v1') => [
  `GET ${path} HTTP/1.1`,
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  `Sec-WebSocket-Protocol: ${protocol}`,
];

function status(port: number, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve) => {
    get({ port, path, agent: false }, (response) => {
      let body = '';
      response.on('data', (data: Buffer) => (body += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
  });
}

describe('a call', () => {
  it('carries what the person says, writes and presses, and what the bot says and shows', async () => {
    const { visit, calls } = await start({ authorize: () => anna });
    const page = visit();
    const ready = await page.ready();
    expect(ready).toMatchObject({ resumed: false, speechRateHz: 24_000, micSeq: 0, graceMs: 30_000 });
    const [call] = calls;
    expect(call).toMatchObject({
      id: ready.callId,
      identity: anna,
      connected: true,
      remoteAddress: '127.0.0.1',
    });
    expect(call!.input.format).toEqual(pcm(16_000));
    expect(page.socket.protocol, 'the token must not be echoed').toBe('rechka.v1');

    page.speak([1, 2, 3, -4]);
    const chunks = call!.input[Symbol.asyncIterator]();
    const chunk = (await chunks.next()).value as AudioChunk;
    expect([...new Int16Array(chunk.data.slice().buffer)]).toEqual([1, 2, 3, -4]);

    page.command({ type: 'dtmf', digit: '5' });
    page.command({ type: 'text', text: 'привет' });
    page.command({ type: 'settings', settings: { voice: 'marina' } });
    page.command({ type: 'interrupt' });
    page.command({ type: 'echo-canceller', active: false });
    const signals = call!.signals[Symbol.asyncIterator]();
    const seen = [];
    for (let n = 0; n < 4; n++) seen.push((await signals.next()).value);
    expect(seen).toEqual([
      { type: 'echo-canceller', active: true },
      { type: 'dtmf', digit: '5' },
      { type: 'interrupt' },
      { type: 'echo-canceller', active: false },
    ]);
    const messages = call!.messages[Symbol.asyncIterator]();
    expect((await messages.next()).value).toEqual({ type: 'text', text: 'привет' });
    expect((await messages.next()).value).toEqual({ type: 'settings', settings: { voice: 'marina' } });
    expect(call!.settings).toEqual({ voice: 'marina' });

    call!.send({ type: 'app', data: { any: 'thing' } });
    const said = Int16Array.from({ length: 2400 }, (_, i) => i + 1);
    await call!.output.write(new Uint8Array(said.buffer));
    await call!.output.drain();
    expect(page.heard).toEqual([...said]);
    expect(page.events).toEqual([{ type: 'app', data: { any: 'thing' } }]);

    await call!.hangUp();
    expect(page.messages.at(-1)).toEqual({ type: 'bye', reason: 'ended' });
    expect(await page.closed()).toBe(closeCodes.ended);
    expect((await chunks.next()).done).toBe(true);
  });

  it('carries out a command once, however often the page sends it', async () => {
    const { visit, calls } = await start();
    const page = visit();
    await page.ready();
    const command = (n: number, text: string) =>
      page.send({ type: 'command', n, command: { type: 'text', text } });
    command(1, 'раз');
    command(1, 'раз');
    command(2, 'два');
    command(1, 'раз');
    command(2, 'два');
    page.send({ type: 'bye' });
    await page.closed();
    const messages = [];
    for await (const message of calls[0]!.messages) messages.push(message);
    expect(messages).toEqual([
      { type: 'text', text: 'раз' },
      { type: 'text', text: 'два' },
    ]);
    expect(page.messages).toContainEqual({ type: 'ack', micSeq: 0, n: 2 });
  });

  it('ends when the person hangs up: audio and signals end, and what waits to be heard is let go', async () => {
    const { visit, calls, gateway } = await start();
    const page = visit();
    await page.ready();
    const call = calls[0]!;
    const write = call.output.write(new Uint8Array(48_000 * 10));
    page.send({ type: 'bye' });
    const signals = [];
    for await (const signal of call.signals) signals.push(signal.type);
    expect(signals).toEqual(['echo-canceller', 'hang-up']);
    expect((await call.input[Symbol.asyncIterator]().next()).done).toBe(true);
    await write;
    expect(await page.closed()).toBe(closeCodes.ended);
    expect(gateway.calls).toBe(0);
  });

  it('ends when its handler fails, and the gateway is told', async () => {
    const failure = new Error('no such voice');
    const { visit, errors } = await start({ onCall: () => Promise.reject(failure) });
    const page = visit();
    expect(await page.closed()).toBe(closeCodes.failed);
    expect(page.messages.at(-1)).toEqual({ type: 'bye', reason: 'failed' });
    expect(errors).toEqual([failure]);
  });
});

describe('the door', () => {
  it('lets a token in once', async () => {
    const tokens = callTokens();
    const { visit, url } = await start({ authorize: ({ token }) => tokens.redeem(token) });
    const token = tokens.issue('anna');
    await visit({ token: () => token }).ready();
    expect(await visit({ token: () => token }).closed()).toBe(closeCodes.unauthorized);
    expect(await visit().closed()).toBe(closeCodes.unauthorized);
    expect(await visit({ token: () => `${token}x` }).closed()).toBe(closeCodes.unauthorized);
    expect(url).not.toContain(token);
  });

  it('is shut to a token that is too old', async () => {
    let nowMs = 0;
    const tokens = callTokens({ wallClockMs: () => nowMs });
    const { visit } = await start({ authorize: ({ token }) => tokens.redeem(token) });
    const token = tokens.issue('anna');
    nowMs = 60_000;
    expect(await visit({ token: () => token }).closed()).toBe(closeCodes.unauthorized);
  });

  it.each([
    ['throws', () => { throw new Error('the database is down'); }], // prettier-ignore
    ['gives no id', () => ({ name: 'anna' }) as never],
  ])('is shut when authorize %s, and the gateway is told', async (_, authorize) => {
    const { visit, errors } = await start({ authorize });
    expect(await visit().closed()).toBe(closeCodes.failed);
    expect(errors).toHaveLength(1);
  });

  it('keeps no place for those who left while authorize was thinking', async () => {
    let answer: () => void = () => undefined;
    const thought = new Promise<void>((resolve) => (answer = resolve));
    let asked = 0;
    const authorize = () => {
      asked += 1;
      return thought.then(() => anna);
    };
    const { url, visit } = await start({ authorize });
    for (let n = 0; n < 50; n++) {
      const socket = new WebSocket(url, offeredProtocols());
      socket.on('error', () => undefined);
      while (asked === n) await new Promise((resolve) => setImmediate(resolve));
      socket.terminate();
    }
    const waiting = visit();
    expect(await waiting.closed(), 'there are too many at the door').toBe(1006);
    answer();
    await visit().ready();
  });

  it('is shut to pages of other addresses', async () => {
    const { visit, port } = await start();
    expect(await visit({ headers: { origin: 'https://evil.example' } }).closed()).toBe(closeCodes.origin);
    await visit({ headers: { origin: `http://127.0.0.1:${port}` } }).ready();
    const listed = await start({ authorize: () => anna, origins: ['https://example.ru'] });
    await listed.visit({ headers: { origin: 'https://example.ru' } }).ready();
    const own = { origin: `http://127.0.0.1:${listed.port}` };
    expect(await listed.visit({ headers: own }).closed()).toBe(closeCodes.origin);
  });

  it.each([
    ['through a proxy', { 'x-forwarded-for': '1.2.3.4' }],
    ['by a name that a page elsewhere made to point here', { host: 'rebound.example' }],
  ])('without authorize is shut to those who come %s', async (_, headers) => {
    const { visit } = await start();
    expect(await visit({ headers }).closed()).toBe(closeCodes.unauthorized);
  });

  it('without authorize is shut when the server listens on all addresses, and says so', async () => {
    const server = createServer();
    const errors: unknown[] = [];
    const gateway = createGateway({
      server,
      onCall: () => undefined,
      onError: (error) => errors.push(error),
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    cleanUps.push(() => server.close(), () => gateway.close()); // prettier-ignore
    const { port } = server.address() as { port: number };
    const page = new TestPage({ url: `ws://127.0.0.1:${port}/voice` });
    expect(await page.closed()).toBe(closeCodes.unauthorized);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_INVALID_OPTION' })]);
    expect(() => createGateway({ server, onCall: () => undefined })).toThrow(/authorize/);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no disk for the log');
      },
    ],
    ['rejects', (() => Promise.reject(new Error('no disk for the log'))) as () => never],
  ])('takes calls on when whoever is told of a failure %s', async (_, onError) => {
    let told = 0;
    const { visit } = await start({
      authorize: ({ token }) => {
        if (token === 'bad') throw new Error('no database');
        return anna;
      },
      onError: () => {
        told += 1;
        return onError();
      },
    });
    expect(await visit({ token: () => 'bad' }).closed()).toBe(closeCodes.failed);
    await visit({ token: () => 'good' }).ready();
    expect(told).toBe(1);
  });

  it('does not touch upgrades of other paths, and answers those that nobody wants', async () => {
    const { server, port, visit } = await start();
    expect(await upgrade(port, upgradeLines('/other'))).toBe('HTTP/1.1 404 Not Found');
    expect(await upgrade(port, upgradeLines('/voice', 'chat'))).toBe('HTTP/1.1 400 Bad Request');
    const other = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request: IncomingMessage, socket, head) => {
      if (request.url === '/other') other.handleUpgrade(request, socket, head, (one) => one.send('mine'));
    });
    const socket = new WebSocket(`ws://127.0.0.1:${port}/other`);
    expect(
      await new Promise((resolve) => socket.on('message', (data: Buffer) => resolve(data.toString()))),
    ).toBe('mine');
    socket.terminate();
    await visit().ready();
  });

  it('serves a server whose upgrades somebody else hands out', async () => {
    const server = createServer();
    const gateway = createGateway({ authorize: () => anna, onCall: () => undefined });
    server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUps.push(() => server.close(), () => gateway.close()); // prettier-ignore
    const { port } = server.address() as { port: number };
    const page = new TestPage({ url: `ws://127.0.0.1:${port}/anything` });
    await page.ready();
    expect(gateway.calls).toBe(1);
  });

  it('counts calls, and makes room where a page was reloaded', async () => {
    const { visit, gateway, calls } = await start({
      authorize: ({ headers }) => ({ id: String(headers['x-user']) }),
      limits: { callsPerIdentity: 1, calls: 2 },
    });
    const page = visit({ headers: { 'x-user': 'anna' } });
    await page.ready();
    expect(await visit({ headers: { 'x-user': 'anna' } }).closed()).toBe(closeCodes['too-many-calls']);
    await visit({ headers: { 'x-user': 'boris' } }).ready();
    expect(await visit({ headers: { 'x-user': 'vera' } }).closed()).toBe(closeCodes['too-many-calls']);
    page.leave();
    while (calls[0]!.connected) await new Promise((resolve) => setImmediate(resolve));
    await visit({ headers: { 'x-user': 'anna' } }).ready();
    expect(gateway.calls).toBe(2);
  });
});

describe('a page that does not keep to the protocol', () => {
  it.each<[string, (page: WebSocket) => void, number]>([
    ['says something else first', (page) => page.send('{"type":"ping","id":1}'), closeCodes.protocol],
    [
      'speaks another version',
      (page) => page.send(JSON.stringify({ ...hello, protocol: 2 })),
      closeCodes.protocol,
    ],
    ['sends audio first', (page) => page.send(new Uint8Array(10)), closeCodes.protocol],
    ['sends no JSON', (page) => { page.send(JSON.stringify(hello)); page.send('hello'); }, closeCodes.protocol], // prettier-ignore
    ['says hello twice', (page) => { page.send(JSON.stringify(hello)); page.send(JSON.stringify(hello)); }, closeCodes.protocol], // prettier-ignore
    ['leaves a command out', (page) => { page.send(JSON.stringify(hello)); page.send('{"type":"command","n":2,"command":{"type":"interrupt"}}'); }, closeCodes.protocol], // prettier-ignore
    ['sends a frame that is none', (page) => { page.send(JSON.stringify(hello)); page.send(new Uint8Array(9)); }, closeCodes.protocol], // prettier-ignore
    ['sends too large a message', (page) => { page.send(JSON.stringify(hello)); page.send(new Uint8Array(70_000)); }, closeCodes['too-big']], // prettier-ignore
    ['asks for a session that is not there', (page) => page.send(JSON.stringify({ ...hello, resume: { sessionId: 'x', key: 'y', lastN: 0, speech: { stream: 0, receivedSeq: 0, heardSeq: 0 } } })), closeCodes['session-lost']], // prettier-ignore
    ['sends half a minute of audio at once', (page) => {
      page.send(JSON.stringify(hello));
      for (let n = 0; n < 30; n++) page.send(encodeFrame({ kind: 'microphone', stream: 0, seq: n * 16_000, pcm: new Uint8Array(32_000) }));
    }, closeCodes['too-fast']], // prettier-ignore
    ['sends a flood of messages', (page) => {
      page.send(JSON.stringify(hello));
      for (let n = 0; n < 2000; n++) page.send('{"type":"ping","id":1}');
    }, closeCodes['too-fast']], // prettier-ignore
  ])('and %s is closed, and its call ends', async (_, misbehave, code) => {
    const { url, gateway } = await start();
    const socket = new WebSocket(url, offeredProtocols());
    socket.on('error', () => undefined);
    socket.on('open', () => misbehave(socket));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code);
    expect(gateway.calls).toBe(0);
  });

  it('and does not introduce itself, or shows no life, is cut in time', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const { url, close } = await startGateway({ graceMs: 0 });
      const silent = new WebSocket(url, offeredProtocols());
      expect(await new Promise((resolve) => silent.on('close', resolve))).toBe(closeCodes['no-hello']);
      expect(vt.now()).toBeGreaterThanOrEqual(5000);
      expect(vt.now()).toBeLessThan(5100);

      const dead = new WebSocket(url, offeredProtocols(), { autoPong: false });
      dead.on('open', () => dead.send(JSON.stringify(hello)));
      const sinceMs = vt.now();
      expect(await new Promise((resolve) => dead.on('close', resolve))).toBe(1006);
      expect(vt.now() - sinceMs).toBeGreaterThan(15_000);
      expect(vt.now() - sinceMs).toBeLessThanOrEqual(30_100);

      const alive = new TestPage({ url });
      await alive.ready();
      await new Promise((resolve) => setTimeout(resolve, 120_000));
      expect(alive.connected).toBe(true);
      alive.leave();
      await close();
    });
  });

  it('and reads nothing does not make the server keep what it is sent', async () => {
    const { visit, calls, gateway } = await start();
    const page = visit();
    await page.ready();
    page.socket.pause();
    const call = calls[0]!;
    for (let n = 0; n < 200; n++) void call.output.write(new Uint8Array(48_000));
    const text = 'слово '.repeat(2000);
    const before = process.memoryUsage();
    for (let n = 0; n < 5000; n++) {
      call.send({ type: 'transcript-partial', utterance: 0, text, stableChars: 0 });
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // 60 MB were told.
    const after = process.memoryUsage();
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(10e6);
    expect(call.connected, 'a socket that takes nothing is cut').toBe(false);
    expect(gateway.calls, 'its page may come back').toBe(1);
  });
});

describe('minutes', () => {
  it('end a call when they are used up', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const { url, close } = await startGateway({ limits: { callMinutes: 3 } });
      const page = new TestPage({ url });
      expect(await page.closed()).toBe(closeCodes.minutes);
      expect(page.messages.at(-1)).toEqual({ type: 'bye', reason: 'minutes' });
      expect(vt.now()).toBeGreaterThanOrEqual(180_000);
      expect(vt.now()).toBeLessThan(181_000);
      await close();
    });
  });
});

describe('drain', () => {
  it('lets calls that speak end their sentence, ends those whose page is away, and takes no more', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const { url, gateway, calls, close } = await startGateway();
      const page = new TestPage({ url });
      await page.ready();
      const away = new TestPage({ url });
      await away.ready();
      away.leave();
      const call = calls[0]!;
      const sentence = call.output.write(new Uint8Array(48_000 * 3)).then(() => call.output.drain());
      call.draining.addEventListener('abort', () => void sentence.then(() => call.hangUp()));
      await new Promise((resolve) => setTimeout(resolve, 500));
      const sinceMs = vt.now();
      const drained = gateway.drain();
      const late = new TestPage({ url });
      expect(await late.closed()).toBe(closeCodes.busy);
      await drained;
      expect(page.heard).toHaveLength(72_000);
      expect(vt.now() - sinceMs).toBeGreaterThan(2400);
      expect(vt.now() - sinceMs).toBeLessThan(3500);
      expect(page.messages.at(-1)).toEqual({ type: 'bye', reason: 'draining' });
      expect(gateway.calls).toBe(0);
      await close();
    });
  });

  it('waits for nobody longer than its deadline', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const { url, gateway, close } = await startGateway();
      const page = new TestPage({ url });
      await page.ready();
      const sinceMs = vt.now();
      await gateway.drain({ deadlineMs: 2000 });
      expect(vt.now() - sinceMs).toBeGreaterThanOrEqual(2000);
      expect(vt.now() - sinceMs).toBeLessThan(2200);
      expect(page.messages.at(-1)).toEqual({ type: 'bye', reason: 'draining' });
      await close();
    });
  });

  it('takes calls on when its options cannot be used', async () => {
    const { url, gateway, close } = await startGateway();
    for (const options of [null, 5, { deadlineMs: -1 }, { deadlineMs: '2000' }])
      await expect(gateway.drain(options as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    const page = new TestPage({ url });
    await page.ready();
    expect(gateway.calls).toBe(1);
    await close();
  });

  it('leaves nothing at the server', async () => {
    const server = createServer();
    const listeners = () => ['upgrade', 'listening'].map((event) => server.listenerCount(event));
    const before = listeners();
    const { gateway, url, close } = await startGateway({}, server);
    const page = new TestPage({ url });
    await page.ready();
    await gateway.drain({ deadlineMs: 0 });
    expect(listeners()).toEqual(before);
    const open = await new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    expect(open).toBe(0);
    await close();
  });
});

describe('health', () => {
  it('tells whether the process lives and takes calls', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/healthz') gateway.healthz(request, response);
      else gateway.readyz(request, response);
    });
    const { gateway, port, url, close } = await startGateway({ limits: { calls: 1 } }, server);
    expect(await status(port, '/healthz')).toEqual({ status: 200, body: '{"status":"ok"}' });
    expect(await status(port, '/readyz')).toEqual({ status: 200, body: '{"status":"ready","calls":0}' });
    const page = new TestPage({ url });
    await page.ready();
    expect(await status(port, '/readyz')).toEqual({ status: 503, body: '{"status":"full","calls":1}' });
    await gateway.drain({ deadlineMs: 0 });
    expect(await status(port, '/readyz')).toEqual({ status: 503, body: '{"status":"draining","calls":0}' });
    expect(await status(port, '/healthz')).toEqual({ status: 200, body: '{"status":"ok"}' });
    await close();
  });
});

describe('options', () => {
  it.each<[string, Partial<GatewayOptions>]>([
    ['onCall', { onCall: undefined as never }],
    ['authorize', {}],
    ['authorize', { authorize: 'anna' as never }],
    ['path', { authorize: () => anna, path: 'voice' }],
    ['origins', { authorize: () => anna, origins: ['*'] }],
    ['trustProxy', { authorize: () => anna, trustProxy: true as never }],
    ['aheadMs', { authorize: () => anna, aheadMs: 5000 }],
    ['graceMs', { authorize: () => anna, graceMs: -1 }],
    ['speechRateHz', { authorize: () => anna, speechRateHz: 96_000 }],
    ['server', { authorize: () => anna, server: {} as never }],
    ['onError', { authorize: () => anna, onError: 5 as never }],
    ['clock', { authorize: () => anna, clock: {} as never }],
    ['origins is "https', { authorize: () => anna, origins: 'https://example.ru' as never }],
    ['limits', { authorize: () => anna, limits: 5 as never }],
    ['limits.calls', { authorize: () => anna, limits: { calls: 0 } }],
  ])('with a wrong %s are refused', (name, options) => {
    expect(() => createGateway({ onCall: () => undefined, ...options })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(name) as string,
      }) as Error,
    );
  });

  it('that are missing are refused, and those that are undefined are as if left out', async () => {
    for (const options of [undefined, null, 5])
      expect(() => createGateway(options as never)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
      );
    const unset = { path: undefined, aheadMs: undefined, clock: undefined, limits: undefined };
    const gateway = createGateway({
      onCall: () => undefined,
      authorize: () => anna,
      ...(unset as unknown as Partial<GatewayOptions>),
    });
    await gateway.close();
  });
});
