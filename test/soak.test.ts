import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pcm } from '@rechka/core';
import { startEmulator, type Emulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { SpeechKitStt } from '@rechka/stt';
import { describe, expect, it } from 'vitest';
import { spoken } from './whole-call.js';

/** `SOAK=1`, which `npm run soak` sets: as many calls as the promise is made for; else enough to see a leak. */
const soak = process.env['SOAK'] === '1';
const [sequential, concurrent] = soak ? [1000, 200] : [60, 40];
/**
 * What a call may leave behind, on the average: noise of the collector, which few calls do not even out, but not a
 * stream with its audio (35 KiB).
 */
const mostLeftBytes = (soak ? 8 : 24) * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapBytes(): number {
  for (let round = 0; round < 4; round++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const audio = spoken('запишите меня');

/** One call from its first sample to its last event; gives the words. */
async function call(stt: SpeechKitStt): Promise<string> {
  const stream = stt.open({ format: pcm(16_000) });
  const texts: string[] = [];
  const heard = (async () => {
    for await (const event of stream) if (event.type === 'transcript-final') texts.push(event.text);
  })();
  for (let at = 0; at < audio.byteLength; at += 3200) {
    stream.write(audio.subarray(at, at + 3200));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stream.finish({ deadlineMs: 5000 });
  await heard;
  return texts.join(' ');
}

/** The connections that this process makes to a port from now on, and which of them are open. */
function connectionsTo(url: string) {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown) => void sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', onSocket);
  const port = Number(new URL(url).port);
  return {
    open: () => sockets.filter((socket) => !socket.destroyed && socket.remotePort === port).length,
    stop: () => unsubscribe('net.client.socket', onSocket),
  };
}

/** In virtual time: waits for what takes turns of the event loop, a minute at most. */
async function settle(isSettled: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !isSettled(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

async function calls(emulator: Emulator, stt: SpeechKitStt): Promise<number> {
  for (let n = 0; n < 20; n++) await call(stt);
  emulator.reset();
  const beforeBytes = heapBytes();
  for (let n = 0; n < sequential; n++) expect(await call(stt)).toBe('запишите меня');
  for (const text of await Promise.all(Array.from({ length: concurrent }, () => call(stt))))
    expect(text).toBe('запишите меня');
  emulator.reset();
  return (heapBytes() - beforeBytes) / (sequential + concurrent);
}

describe('a process that takes calls for long', () => {
  it(`keeps nothing of ${sequential} calls one after another and ${concurrent} at once`, async () => {
    const rejections: unknown[] = [];
    const onRejection = (reason: unknown) => rejections.push(reason);
    process.on('unhandledRejection', onRejection);
    const handles = () => process.getActiveResourcesInfo().filter((name) => /TCP|Server|Timeout/.test(name));
    const before = handles().length;
    let leftBytes = NaN;
    await virtualTime({ maxVirtualMs: 86_400_000 }).run(async () => {
      const emulator = await startEmulator({ stt: { exact: true, maxNewStreamsPerSecond: false } });
      const stt = new SpeechKitStt(fromEnv(emulator.env));
      const connections = connectionsTo(emulator.endpoints.stt);
      leftBytes = await calls(emulator, stt);
      expect(connections.open()).toBeGreaterThan(0);
      stt.close();
      // Before the emulator closes, which would end them for whoever forgot to.
      await settle(() => connections.open() === 0);
      expect(connections.open()).toBe(0);
      connections.stop();
      await emulator.close();
    });
    process.off('unhandledRejection', onRejection);
    process.stdout.write(`      ${(leftBytes / 1024).toFixed(1)} KiB left of a call\n`);
    expect(leftBytes).toBeLessThan(mostLeftBytes);
    await expect.poll(() => handles().length).toBeLessThanOrEqual(before);
    expect(rejections).toEqual([]);
  });
});
