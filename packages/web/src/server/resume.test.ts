import type { AudioChunk } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type ClientMessage,
  closeCodes,
  offeredProtocols,
  type PageEvent,
  type ResumeRequest,
} from '../protocol/index.js';
import type { BrowserCall } from './browser-call.js';
import type { GatewayOptions } from './gateway-options.js';
import { CuttingProxy } from './test-support/cutting-proxy.js';
import { startGateway } from './test-support/test-gateway.js';
import { TestPage } from './test-support/test-page.js';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const frame = 320;
const value = (n: number) => (n % 30_000) + 1;

/** A page behind a proxy that can be cut, a microphone that counts, and an application that listens to everything. */
async function converse(options: Partial<GatewayOptions> = {}) {
  const gateway = await startGateway(options);
  const proxy = new CuttingProxy(gateway.port);
  const page = new TestPage({ url: `ws://127.0.0.1:${await proxy.listen()}/voice`, reconnectMs: 100 });
  await page.ready();
  const call = gateway.calls[0] as BrowserCall;
  const chunks: AudioChunk[] = [];
  const messages: unknown[] = [];
  const signals: unknown[] = [];
  const read = async <T>(from: AsyncIterable<T>, into: T[]) => {
    for await (const item of from) into.push(item);
  };
  const read3 = [read(call.input, chunks), read(call.messages, messages), read(call.signals, signals)];
  let made = 0;
  let speaking = true;
  const speak = async () => {
    while (speaking) {
      page.speak(Array.from({ length: frame }, () => value(made++)));
      await wait(20);
    }
  };
  const mic = speak();
  return {
    ...gateway,
    page,
    call,
    proxy,
    chunks,
    messages,
    signals,
    /** Samples that the microphone has made. */
    made: () => made,
    stopSpeaking: async () => {
      speaking = false;
      await mic;
    },
    outage: async (ms: number) => {
      proxy.down = true;
      proxy.cut();
      await wait(ms);
      proxy.down = false;
    },
    end: async () => {
      speaking = false;
      await mic;
      await call.hangUp();
      await Promise.all(read3);
      page.leave();
      await proxy.close();
      await gateway.close();
    },
  };
}

function samplesOf(chunks: readonly AudioChunk[]): number[] {
  return chunks.flatMap(({ data }) => [...new Int16Array(data.slice().buffer)]);
}

const seconds = (n: number, from: number) =>
  Int16Array.from({ length: n * 24_000 }, (_, i) => value(from + i));

describe('a conversation whose connection is cut', () => {
  it('loses no sample, word, key or event, and plays nothing twice, wherever it is cut for less than 10 s', async () => {
    const cut = fc.record({
      afterMs: fc.integer({ min: 0, max: 4000 }),
      forMs: fc.integer({ min: 0, max: 9000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 3 }), async (cuts) => {
        await virtualTime().run(async () => {
          const { page, call, chunks, messages, signals, outage, stopSpeaking, made, end } = await converse();
          const said = seconds(9, 0);
          const speech = (async () => {
            for (let at = 0; at < said.length; at += 4800) {
              await call.output.write(new Uint8Array(said.slice(at, at + 4800).buffer));
            }
            await call.output.drain();
          })();
          let n = 0;
          const chat = { on: true };
          const chatter = (async () => {
            for (; chat.on; n++) {
              page.command({ type: 'text', text: `сообщение ${n}` });
              page.command({ type: 'dtmf', digit: '1' });
              call.send({ type: 'app', data: n });
              await wait(170);
            }
          })();
          for (const { afterMs, forMs } of cuts) {
            await wait(afterMs);
            // One may follow the other before the page has caught up: together they must be short.
            await outage(forMs / cuts.length);
          }
          await wait(3000);
          chat.on = false;
          await Promise.all([chatter, speech, stopSpeaking()]);
          await page.until(() => page.connected);
          await wait(5000);

          const numbers = Array.from({ length: n }, (_, i) => i);
          expect(page.readies.length, 'it was cut').toBeGreaterThan(1);
          expect(chunks.filter(({ lostMs = 0 }) => lostMs > 0)).toEqual([]);
          expect(samplesOf(chunks)).toEqual(Array.from({ length: made() }, (_, i) => value(i)));
          expect(page.heard).toEqual([...said]);
          expect(call.output.heardMs).toBe(9000);
          expect(page.mostQueuedMs).toBeLessThanOrEqual(2000);
          expect(messages).toEqual(numbers.map((i) => ({ type: 'text', text: `сообщение ${i}` })));
          expect(signals.slice(1)).toEqual(numbers.map(() => ({ type: 'dtmf', digit: '1' })));
          expect(page.events).toEqual(numbers.map((i): PageEvent => ({ type: 'app', data: i })));
          expect(page.readies.at(-1)).toMatchObject({ resumed: true, missed: 0 });
          await end();
        });
      }),
      { numRuns: 8 },
    );
  });

  it('tells what the page could not keep as loss, and recognises the rest', async () => {
    await virtualTime().run(async () => {
      const { page, chunks, outage, stopSpeaking, made, end } = await converse({ graceMs: 60_000 });
      await wait(3000);
      await outage(36_000);
      await page.until(() => page.readies.length === 2);
      await wait(20_000);
      await stopSpeaking();
      await wait(500);
      const lost = chunks.filter(({ lostMs = 0 }) => lostMs > 0);
      expect(lost).toHaveLength(1);
      const lostMs = lost[0]!.lostMs!;
      expect(lostMs).toBeGreaterThan(5500);
      expect(lostMs).toBeLessThan(6700);
      const heard = samplesOf(chunks);
      expect(heard.length + lostMs * 16, 'the timeline is true').toBe(made());
      const gapAt = chunks.indexOf(lost[0]!);
      const before = samplesOf(chunks.slice(0, gapAt)).length;
      expect(heard.slice(before)).toEqual(
        Array.from({ length: heard.length - before }, (_, i) => value(before + lostMs * 16 + i)),
      );
      await end();
    });
  });

  it('is over when the page stays away for half a minute', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const { page, call, signals, outage, end, gateway } = await converse();
      await wait(1000);
      const unheard = call.output.write(new Uint8Array(48_000 * 10));
      const sinceMs = vt.now();
      void outage(40_000);
      await unheard;
      expect(vt.now() - sinceMs).toBeGreaterThanOrEqual(30_000);
      expect(vt.now() - sinceMs).toBeLessThan(30_200);
      expect(gateway.calls).toBe(0);
      await wait(0);
      expect(signals.at(-1)).toEqual({ type: 'hang-up' });
      await page.until(() => page.closeCodes.includes(closeCodes['session-lost']));
      await end();
    });
  });

  it('does not wait for a person who hung up, nor for one who closed the page on purpose', async () => {
    await virtualTime().run(async () => {
      const { page, gateway, end } = await converse();
      page.socket.close(1000);
      await wait(100);
      expect(gateway.calls).toBe(0);
      await end();
    });
  });

  it('lets the last words of speech that was cleared meanwhile be silent', async () => {
    await virtualTime().run(async () => {
      const { page, call, outage, end } = await converse();
      void call.output.write(new Uint8Array(seconds(5, 0).buffer));
      await wait(1000);
      const away = outage(3000);
      await wait(100);
      const { heardMs } = await call.output.clear();
      expect(heardMs).toBeGreaterThan(700);
      await away;
      await page.until(() => page.readies.length === 2);
      const next = seconds(1, 500_000);
      const heardBefore = page.heard.length;
      await call.output.write(new Uint8Array(next.buffer));
      await call.output.drain();
      expect(page.heard.slice(heardBefore)).toEqual([...next]);
      expect(call.output.heardMs).toBeCloseTo(heardMs + 1000, 3);
      await end();
    });
  });

  it('gives up the oldest of more events than it can keep, and says how many', async () => {
    await virtualTime().run(async () => {
      const { page, call, outage, end } = await converse();
      const away = outage(2000);
      await wait(50);
      for (let n = 0; n < 1200; n++) call.send({ type: 'app', data: n });
      page.allowMissing = true;
      await away;
      await page.until(() => page.readies.length === 2);
      await wait(1000);
      expect(page.readies[1]!.missed).toBe(200);
      expect(page.events).toHaveLength(1000);
      expect(page.events[0]).toEqual({ type: 'app', data: 200 });
      await end();
    });
  });
});

describe('a session', () => {
  /** Asks for the session of `page` over a socket of one's own; tells the first message or the close code. */
  function take(
    url: string,
    page: TestPage,
    change: Partial<ResumeRequest>,
    headers = {},
    micRateHz = 16_000,
  ) {
    const { sessionId, key } = page.readies[0]!;
    const speech = { stream: 0, receivedSeq: 0, heardSeq: 0 };
    const hello: ClientMessage = {
      type: 'hello',
      protocol: 1,
      micRateHz,
      echoCanceller: true,
      resume: { sessionId, key, lastN: 0, speech, ...change },
    };
    const socket = new WebSocket(url, offeredProtocols(), { headers });
    socket.on('open', () => socket.send(JSON.stringify(hello)));
    return new Promise<{ code?: number; ready?: { resumed: boolean }; socket: WebSocket }>((resolve) => {
      socket.on('close', (code) => resolve({ code, socket }));
      socket.on('message', (data: Buffer) =>
        resolve({ ready: JSON.parse(data.toString()) as { resumed: boolean }, socket }),
      );
    });
  }

  it('goes to its key, and to nobody else', async () => {
    const gateway = await startGateway({ authorize: ({ headers }) => ({ id: String(headers['x-user']) }) });
    const { url } = gateway;
    const anna = { 'x-user': 'anna' };
    const page = new TestPage({ url, headers: anna });
    await page.ready();
    const lost = { code: closeCodes['session-lost'] };
    expect(await take(url, page, { key: 'guess' }, anna)).toMatchObject(lost);
    expect(await take(url, page, { key: `${page.readies[0]!.key}x` }, anna)).toMatchObject(lost);
    expect(await take(url, page, { sessionId: 'another' }, anna)).toMatchObject(lost);
    expect(await take(url, page, { lastN: 5 }, anna)).toMatchObject(lost);
    expect(await take(url, page, {}, { 'x-user': 'eve' })).toMatchObject(lost);
    expect(await take(url, page, {}, anna, 48_000)).toMatchObject(lost);
    expect(page.connected).toBe(true);
    const taken = await take(url, page, {}, anna);
    expect(taken.ready).toMatchObject({ type: 'ready', resumed: true });
    expect(await page.closed(), 'the window before is told').toBe(closeCodes.replaced);
    expect(gateway.calls).toHaveLength(1);
    expect(gateway.calls[0]!.connected).toBe(true);
    taken.socket.terminate();
    page.leave();
    await gateway.close();
  });
});
