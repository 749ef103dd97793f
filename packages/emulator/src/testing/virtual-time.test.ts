import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { deflate } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { samplesToPcm, sleep, systemClock } from '@rechka/core';
import { stt } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../start-emulator.js';
import { OfficialSdk } from '../test-support/official-sdk.js';
import { encodeToneSpeech } from '../tone-speech/index.js';
import { virtualTime } from './virtual-time.js';

/** A duplex method whose messages are plain bytes. */
const talk: grpc.MethodDefinition<Buffer, Buffer> = {
  path: '/test.Talk/Talk',
  requestStream: true,
  responseStream: true,
  requestSerialize: (message) => message,
  requestDeserialize: (bytes) => bytes,
  responseSerialize: (message) => message,
  responseDeserialize: (bytes) => bytes,
};

/** A small generator of numbers in [0, 1), the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Several concurrent duplex streams over two connections, with timers on both sides: the server answers each
 * message after a delay of its own and ticks every 70 ms; the clients send pieces of random size at random times.
 */
async function schedule(log: string[], now: () => number): Promise<void> {
  const note = (text: string) => log.push(`${now().toFixed(3)} ${text}`);
  const server = new grpc.Server();
  server.addService(
    { talk },
    {
      talk(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
        const random = numbers(call.metadata.get('seed').length + Number(call.metadata.get('seed')[0]));
        let bytes = 0;
        const ticker = setInterval(() => call.write(Buffer.from(`tick ${bytes}`)), 70);
        let pending = Promise.resolve();
        call.on('data', (message: Buffer) => {
          bytes += message.length;
          note(`server ${String(call.metadata.get('seed')[0])} got ${message.length} of ${bytes}`);
          const delayMs = Math.floor(random() * 60);
          const answer = sleep(systemClock, delayMs).then(
            () => void call.write(Buffer.alloc(message.length * 3)),
          );
          pending = Promise.all([pending, answer]).then(() => undefined);
        });
        call.on('end', () => {
          void pending.then(() => {
            clearInterval(ticker);
            note(`server ${String(call.metadata.get('seed')[0])} ends`);
            call.end();
          });
        });
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const clients = [0, 1].map(
    () =>
      new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
      }),
  );
  const stream = async (id: number) => {
    const random = numbers(id * 7919);
    const metadata = new grpc.Metadata();
    metadata.set('seed', String(id));
    await sleep(systemClock, Math.floor(random() * 200));
    const call = clients[id % 2]!.makeBidiStreamRequest(
      talk.path,
      talk.requestSerialize,
      talk.responseDeserialize,
      metadata,
    );
    call.on('data', (message: Buffer) => note(`client ${id} got ${message.length}`));
    const ended = once(call, 'end');
    for (let i = 0; i < 15; i++) {
      call.write(Buffer.alloc(1 + Math.floor(random() * 9000)));
      await sleep(systemClock, Math.floor(random() * 400));
    }
    call.end();
    await ended;
    note(`client ${id} ends`);
  };
  await Promise.all([1, 2, 3, 4].map(stream));
  clients.forEach((client) => client.close());
  server.forceShutdown();
}

/** A caller and the emulated recogniser, which mishears, repeats itself and answers late, all by its seed. */
async function recognition(log: string[], now: () => number): Promise<void> {
  const emulator = await startEmulator({ latency: 'typical' });
  const sdk = new OfficialSdk(emulator);
  const { call, send, end, responses } = sdk.recognize(await sdk.authorized());
  call.on('data', ({ partial, final, eouUpdate }: stt.StreamingResponse) => {
    const text = (partial ?? final)?.alternatives[0]?.text ?? '';
    log.push(`${now()} ${final ? 'final' : partial ? 'partial' : eouUpdate ? 'eou' : 'status'}: ${text}`);
  });
  const rawAudio = { audioEncoding: stt.RawAudio_AudioEncoding.LINEAR16_PCM, sampleRateHertz: 8000 };
  const defaultClassifier = { maxPauseBetweenWordsHintMs: 700 };
  send({
    sessionOptions: { recognitionModel: { audioFormat: { rawAudio } }, eouClassifier: { defaultClassifier } },
  });
  const { samples } = encodeToneSpeech('Запишите меня на пятницу, пожалуйста.', {
    voice: 'a',
    sampleRateHz: 8000,
  });
  const audio = Buffer.concat([samplesToPcm(samples), Buffer.alloc(32_000)]);
  for (let at = 0; at < audio.length; at += 800) {
    await sleep(systemClock, 50);
    send({ chunk: { data: audio.subarray(at, at + 800) } });
  }
  end();
  await responses;
  sdk.close();
  await emulator.close();
}

describe('virtualTime', () => {
  describe('under CPU load', () => {
    let workers: Worker[];
    beforeAll(() => {
      workers = [0, 1].map(() => new Worker('for (;;) Math.sqrt(Math.random());', { eval: true }));
    });
    afterAll(async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    });

    it('runs one schedule 20 times with the same log, byte for byte', async () => {
      const logs = new Set<string>();
      let virtualMs = 0;
      const started = performance.now();
      for (let run = 0; run < 20; run++) {
        const vt = virtualTime();
        const log: string[] = [];
        await vt.run(() => Promise.all([schedule(log, () => vt.now()), recognition(log, () => vt.now())]));
        virtualMs += vt.now();
        logs.add(log.join('\n'));
      }
      const realMs = performance.now() - started;
      console.log(`20 runs, ${(virtualMs / realMs).toFixed(0)}× real time under CPU load`);
      expect([...logs][0]!.split('\n').length).toBeGreaterThan(250);
      expect([...logs][0]).toMatch(/final: .*пятницу/);
      expect(logs.size).toBe(1);
    }, 60_000);
  });

  it('waits for files and WebCrypto without losing their results to a timer', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const order: string[] = [];
      const timer = sleep(systemClock, 1).then(() => order.push('timer'));
      await readFile(new URL(import.meta.url));
      order.push('file');
      await crypto.subtle.digest('SHA-256', new Uint8Array(5_000_000));
      order.push('digest');
      await timer;
      expect(order).toEqual(['file', 'digest', 'timer']);
    });
  });

  it('governs Date, performance, setTimeout and setInterval, also for its own clock, and gives them back', async () => {
    const globals = (): unknown[] => [setTimeout, setInterval, clearTimeout, Date];
    const real = globals();
    const vt = virtualTime({ startAtEpochMs: Date.UTC(2026, 4, 1) });
    const ticks: number[] = [];
    await vt.run(async () => {
      const interval = setInterval(() => ticks.push(vt.now()), 600_000);
      await sleep(systemClock, 1_500_000);
      await sleep(vt.clock, 1_500_001);
      clearInterval(interval);
      expect(new Date().toISOString()).toBe('2026-05-01T00:50:00.001Z');
      expect(performance.now()).toBe(3_000_001);
      expect(vt.clock.now()).toBe(3_000_001);
    });
    expect(ticks).toEqual([600_000, 1_200_000, 1_800_000, 2_400_000, 3_000_000]);
    expect(vt.now()).toBe(3_000_001);
    expect(globals()).toEqual(real);
    expect(performance.now()).not.toBe(3_000_001);
  });

  it('waits for what it is told to hold', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const order: string[] = [];
      const timer = sleep(systemClock, 1).then(() => order.push('timer'));
      await vt.hold(promisify(deflate)(Buffer.alloc(20_000_000)));
      order.push('deflate');
      await timer;
      expect(order).toEqual(['deflate', 'timer']);
    });
  });

  it('settles as the body does', async () => {
    await expect(virtualTime().run(async () => 'done')).resolves.toBe('done');
    await expect(virtualTime().run(async () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    const thrower = virtualTime().run(async () => {
      setTimeout(() => {
        throw new Error('from a timer');
      }, 10);
      await new Promise(() => undefined);
    });
    await expect(thrower).rejects.toThrow('from a timer');
  });

  it('says so when nothing can happen any more', async () => {
    const vt = virtualTime({ stuckAfterRealMs: 100 });
    await expect(vt.run(() => new Promise(() => undefined))).rejects.toMatchObject({
      code: 'ERR_MISUSE',
      message: expect.stringMatching(/stuck at 0 ms: no timer is due/) as string,
    });
    await expect(vt.run(() => vt.hold(new Promise(() => undefined)))).rejects.toThrow(
      /1 hold\(s\) were not released/,
    );
  });

  it('gives up a body that goes on for too long', async () => {
    const vt = virtualTime({ maxVirtualMs: 1000 });
    const endless = vt.run(async () => {
      for (;;) await sleep(systemClock, 300);
    });
    await expect(endless).rejects.toMatchObject({ code: 'ERR_DEADLINE' });
  });

  it('does one run at a time, and has no timers outside', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      await expect(virtualTime().run(async () => undefined)).rejects.toMatchObject({ code: 'ERR_MISUSE' });
    });
    expect(() => vt.clock.setTimeout(() => undefined, 1)).toThrow(/within run/);
    expect(() => virtualTime({ quietTurns: 0 })).toThrow(/quietTurns/);
  });
});
