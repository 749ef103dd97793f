import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pcmToSamples, samplesToPcm } from '@rechka/core';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { type BrowserCall, createGateway, type Gateway } from '../server/index.js';
import { PlaybackQueue } from './playback-queue.js';
import { FastClock } from './test-support/fast-clock.js';
import { VoiceSession } from './voice-session.js';

const deviceHz = 48_000;

/** A page without a browser: the session and the player of the client, against the gateway, ten times too fast. */
class Visit {
  readonly clock = new FastClock();
  readonly session: VoiceSession;
  /** Everything that sounded, at the rate of the device. */
  readonly sounded: number[] = [];
  underruns = 0;
  ended = false;
  connections = 0;
  #socket: NodeWebSocket | undefined;
  readonly #device: ReturnType<typeof setInterval>;

  constructor(url: string) {
    const queue = new PlaybackQueue(deviceHz, (report) => {
      this.underruns = report.underruns;
      this.session.played(report);
    });
    queue.latencyMs = 30;
    this.session = new VoiceSession({
      url,
      token: undefined,
      settings: undefined,
      clock: this.clock,
      random: () => 0.5,
      createSocket: (address, protocols) => {
        this.#socket = new NodeWebSocket(address, protocols);
        this.#socket.on('error', () => undefined);
        return this.#socket as unknown as WebSocket;
      },
      player: {
        play: (stream, rateHz, samples) => queue.append(stream, rateHz, samples),
        end: (stream) => queue.end(stream),
        flush: () => queue.flush(),
      },
      observer: {
        onConnection: (connection) => {
          if (connection === 'connected') this.connections++;
        },
        onEvent: () => undefined,
        onEnd: () => (this.ended = true),
      },
    });
    let renderedMs = this.clock.now();
    this.#device = setInterval(() => {
      for (; renderedMs < this.clock.now(); renderedMs += (128 / deviceHz) * 1000) {
        const output = new Float32Array(128);
        const count = queue.render(output);
        for (const sample of output.subarray(0, count)) this.sounded.push(Math.round(sample * 32_768));
      }
    }, 1);
  }

  cut(): void {
    this.#socket?.terminate();
  }

  leave(): void {
    this.session.close();
    clearInterval(this.#device);
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('Not within 15 s.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

let server: Server | undefined;
let gateway: Gateway | undefined;
let visit: Visit | undefined;

afterEach(async () => {
  visit?.leave();
  await gateway?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
});

async function call(onCall: (call: BrowserCall) => Promise<void>): Promise<Visit> {
  const http = createServer();
  server = http;
  const errors: unknown[] = [];
  gateway = createGateway({
    server: http,
    path: '/voice',
    // That of the device, so that what sounds can be compared sample by sample.
    speechRateHz: deviceHz,
    clock: new FastClock(),
    onCall,
    onError: (error) => errors.push(error),
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const made = new Visit(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/voice`);
  visit = made;
  made.session.connect(true);
  await until(() => made.connections === 1);
  expect(errors).toEqual([]);
  return made;
}

describe('the session of a page and the gateway', () => {
  it('lose nothing in either direction when the connection is cut', async () => {
    const heard: number[] = [];
    let lostMs = 0;
    const speech = Int16Array.from({ length: 5 * deviceHz }, (_, i) => ((i * 7) % 40_000) - 20_000 || 1);
    let spokenMs: number | undefined;
    const page = await call(async ({ input, output }) => {
      const listening = (async () => {
        for await (const { data, lostMs: lost = 0 } of input) {
          heard.push(...pcmToSamples(data));
          lostMs += lost;
        }
      })();
      expect(output.format.sampleRateHz).toBe(deviceHz);
      for (let at = 0; at < speech.length; at += 4800) {
        await output.write(samplesToPcm(speech.subarray(at, at + 4800)));
      }
      await output.drain();
      spokenMs = output.heardMs;
      await listening;
    });
    const said: number[] = [];
    const fromMs = page.clock.now();
    for (let i = 0; i < 300; i++) {
      // Cut again while it is connecting (41), and else when it is back.
      if (i === 120 || i === 230) await until(() => page.connections >= (i === 120 ? 2 : 3));
      if ([40, 41, 120, 230].includes(i)) page.cut();
      const samples = Int16Array.from({ length: 320 }, (_, k) => ((i * 320 + k) % 60_000) - 30_000);
      said.push(...samples);
      page.session.microphone(samples);
      await until(() => page.clock.now() - fromMs >= (i + 1) * 20);
    }
    await until(() => heard.length === said.length && spokenMs !== undefined);
    expect(heard).toEqual(said);
    expect(lostMs).toBe(0);
    expect(page.sounded).toEqual([...speech]);
    expect(spokenMs).toBe(5000);
    expect(page.connections).toBeGreaterThan(3);
    expect(page.ended).toBe(false);
  }, 30_000);

  it('agree about what was heard when the bot is interrupted', async () => {
    let heardMs = 0;
    let after: number | undefined;
    const page = await call(async ({ output }) => {
      void output.write(new Uint8Array(2 * 3 * deviceHz).fill(5));
      await until(() => output.heardMs > 500);
      heardMs = (await output.clear()).heardMs;
      await output.write(samplesToPcm(new Int16Array(deviceHz / 2).fill(9)));
      await output.drain();
      after = output.heardMs;
    });
    await until(() => after !== undefined);
    const first = page.sounded.filter((sample) => sample !== 9);
    // The last quantum fades out.
    expect(heardMs).toBeCloseTo((first.length / deviceHz) * 1000, 6);
    expect(first.length).toBeLessThan(3 * deviceHz);
    expect(page.sounded.slice(first.length)).toEqual(new Array(deviceHz / 2).fill(9));
    expect(after).toBeCloseTo(heardMs + 500, 6);
  }, 30_000);
});
