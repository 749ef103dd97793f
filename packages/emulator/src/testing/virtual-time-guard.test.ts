import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as grpc from '@grpc/grpc-js';
import { isVoiceError, samplesToPcm, sleep, systemClock } from '@rechka/core';
import { stt } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEmulator } from '../start-emulator.js';
import { OfficialSdk } from '../test-support/official-sdk.js';
import { encodeToneSpeech } from '../tone-speech/index.js';
import type { LoopActivity } from './loop-activity.js';
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
 * What makes timers and messages race: four streams over two connections, several timers within the same ms on
 * each, a server that pushes every 7 ms, messages of up to 200 kB (many TCP segments, more than a flow-control
 * window), and chains of up to six requests and answers with no timer between them. The first byte of a message
 * says how many more rounds its chain has; 0 is a push.
 */
async function schedule(log: string[], now: () => number): Promise<void> {
  const note = (text: string) => log.push(`${now().toFixed(3)} ${text}`);
  const server = new grpc.Server();
  server.addService(
    { talk },
    {
      talk(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
        const id = Number(call.metadata.get('id')[0]);
        const random = numbers(id);
        const ticker = setInterval(() => {
          note(`server ${id} pushes`);
          call.write(Buffer.alloc(2 + Math.floor(random() * 40_000)));
        }, 7);
        call.on('data', (message: Buffer) => {
          note(`server ${id} got ${message.length}, round ${message[0]}`);
          call.write(message);
        });
        call.on('end', () => {
          clearInterval(ticker);
          note(`server ${id} ends`);
          call.end();
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
    metadata.set('id', String(id));
    const { path, requestSerialize, responseDeserialize } = talk;
    const call = clients[id % 2]!.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadata,
    );
    let chainDone: () => void = () => undefined;
    call.on('data', (message: Buffer) => {
      const rounds = message[0]!;
      note(`client ${id} got ${message.length}, round ${rounds}`);
      if (rounds === 1) chainDone();
      if (rounds <= 1) return;
      message[0] = rounds - 1;
      call.write(message);
    });
    const ended = once(call, 'end');
    for (let i = 0; i < 10; i++) {
      const done = new Promise<void>((resolve) => (chainDone = resolve));
      const message = Buffer.alloc(1 + Math.floor(random() ** 4 * 200_000));
      message[0] = 1 + Math.floor(random() * 6);
      call.write(message);
      const ticks = [0, 1, 1, 2, 2, 3].map((ms) =>
        sleep(systemClock, ms).then(() => note(`client ${id} tick ${ms}`)),
      );
      await done;
      note(`client ${id} chain done`);
      await Promise.all(ticks);
      await sleep(systemClock, Math.floor(random() * 20));
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

/** Taken before time is faked. */
const { nodeTiming } = performance as unknown as { nodeTiming: { uvMetricsInfo?: { events: number } } };

/** The logs of `runs` runs of the schedule; one string if all were the same. */
async function logsOf(runs: number, create: typeof virtualTime, quietTurns: number): Promise<Set<string>> {
  const logs = new Set<string>();
  for (let run = 0; run < runs; run++) {
    // A run whose time runs away from its messages might go on for long.
    const vt = create({ quietTurns, maxVirtualMs: 5000 });
    const log: string[] = [];
    await vt
      .run(() => Promise.all([schedule(log, () => vt.now()), recognition(log, () => vt.now())]))
      .catch((error: unknown) => {
        if (!isVoiceError(error) || error.code !== 'ERR_DEADLINE') throw error;
        log.push(error.message);
      });
    logs.add(log.join('\n'));
  }
  return logs;
}

/** Virtual time that looks for activity in another way. */
async function virtualTimeWith(detector: () => LoopActivity): Promise<typeof virtualTime> {
  vi.resetModules();
  vi.doMock('./loop-activity.js', () => ({ loopActivity: detector }));
  return (await import('./virtual-time.js')).virtualTime;
}

describe('virtual time under CPU load', () => {
  let workers: Worker[];
  let right: string;
  beforeAll(() => {
    workers = [0, 1].map(() => new Worker('for (;;) Math.sqrt(Math.random());', { eval: true }));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  });
  afterEach(() => vi.doUnmock('./loop-activity.js'));

  it('runs one schedule 20 times with the same log, byte for byte', async () => {
    const logs = await logsOf(20, virtualTime, 3);
    [right] = [...logs] as [string];
    expect(right.split('\n').length).toBeGreaterThan(500);
    expect(right).toMatch(/final: .*пятницу/);
    expect(logs.size).toBe(1);
    // No timer overtook a message: a chain of requests and answers takes no time at all.
    expect(right).toMatch(/^0\.000 client 4 chain done$/m);
  });

  // What shows that the schedule is hard enough to tell: weaker ways to see that nothing can happen fail in it.
  it('would not with time that moves every third turn, whatever happens', async () => {
    const blind = await virtualTimeWith(() => ({ seen: () => false, stop: () => undefined }));
    expect(await logsOf(2, blind, 3)).not.toContain(right);
  });

  it('would not with a detector that sees I/O only, and one quiet turn', async () => {
    const ioEvents = () => nodeTiming.uvMetricsInfo?.events;
    // Node before 20.18 does not tell.
    if (ioEvents() === undefined) return;
    const ioOnly = await virtualTimeWith(() => {
      let last: number | undefined;
      const seen = () => last !== (last = ioEvents());
      return { seen, stop: () => undefined };
    });
    expect(await logsOf(2, ioOnly, 1)).not.toEqual(new Set([right]));
  });
});
