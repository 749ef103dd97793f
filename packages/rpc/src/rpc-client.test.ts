import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Metadata, status } from '@grpc/grpc-js';
import { type Clock, isVoiceError, systemClock, VoiceError } from '@rechka/core';
import { apiKey, type Credentials, noCredentials } from '@rechka/iam';
import { TokenizerService } from '@rechka/proto/gpt';
import { type StreamSynthesisRequest, Synthesizer } from '@rechka/proto/tts';
import { manualClock } from '@rechka/core/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RpcClient } from './rpc-client.js';
import type { RpcOptions } from './rpc-options.js';
import { type BothWaysCall, type Handlers, RpcServer, type StreamCall } from './testing/rpc-server.js';

const secret = 'AQVNq7Xz9LmWk3Bv5TfRgY8hJcD2sPaUe6Ni01Zo';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

async function start(handlers: Handlers = {}, options: Partial<RpcOptions> = {}, serverOptions = {}) {
  const server = new RpcServer(handlers, serverOptions);
  closers.push(() => server.close());
  const endpoint = await server.listen();
  const client = new RpcClient({ endpoint, auth: apiKey(secret), ...options });
  closers.push(() => client.close());
  return { server, client, endpoint };
}

async function collect<T>(call: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of call) all.push(item);
  return all;
}

async function failureOf(promise: Promise<unknown>): Promise<VoiceError> {
  try {
    await promise;
  } catch (error) {
    if (isVoiceError(error)) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** Credentials whose token changes each time it is refused. */
function renewing(): Credentials & { minted: number } {
  const auth = {
    kind: 'service-account-key' as const,
    minted: 1,
    authorization: () => Promise.resolve(`Bearer t1.token-${auth.minted}`),
    refused: () => {
      auth.minted++;
    },
  };
  return auth;
}

const grpcError = (code: number, details: string) => ({ code, details, metadata: new Metadata() });

describe('calls', () => {
  it('go there and back in all three shapes', async () => {
    const { client } = await start();
    await client.connect();
    expect((await client.unary(TokenizerService.tokenize, { text: 'речка' })).modelVersion).toBe('речка');

    const spoken = await collect(client.serverStream(Synthesizer.utteranceSynthesis, { text: 'речка' }));
    expect(spoken.map(({ audioChunk }) => audioChunk?.data[0])).toEqual([1, 2, 3]);

    const call = client.duplex(Synthesizer.streamSynthesis);
    for (const text of ['раз', 'два', 'три']) call.write({ synthesisInput: { text } });
    call.halfClose();
    expect((await collect(call)).map(({ textChunk }) => textChunk?.text)).toEqual(['раз', 'два', 'три']);
    expect(() => call.write({ forceSynthesis: {} })).toThrow(
      expect.objectContaining({ code: 'ERR_MISUSE' }) as Error,
    );
  });

  it('bring all that was written before halfClose(), in order, however it was written', async () => {
    const { client } = await start({
      stream: (call) => {
        // A reader in no hurry: more is written than flow control lets go at once.
        call.on('data', (request: StreamSynthesisRequest) => {
          call.write({ textChunk: { text: request.synthesisInput?.text ?? '' } });
          call.pause();
          setImmediate(() => call.resume());
        });
        call.on('end', () => call.end());
      },
    });
    const burst = fc.record({ sizes: fc.array(fc.integer({ min: 0, max: 60_000 })), waits: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(burst, { maxLength: 6 }), async (bursts) => {
        const call = client.duplex(Synthesizer.streamSynthesis);
        const sent: string[] = [];
        for (const { sizes, waits } of bursts) {
          for (const size of sizes) {
            const text = `${sent.length}:`.padEnd(size, '.');
            sent.push(text);
            call.write({ synthesisInput: { text } });
          }
          if (waits) await new Promise((resolve) => setImmediate(resolve));
        }
        call.halfClose();
        expect((await collect(call)).map(({ textChunk }) => textChunk?.text)).toEqual(sent);
      }),
      { numRuns: 40 },
    );
  });

  it('carry the documented metadata and nothing unasked', async () => {
    const { client, server, endpoint } = await start({}, { folderId: 'b1gfolder', dataLogging: false });
    await client.unary(TokenizerService.tokenize, {}, { requestId: 'my-id', metadata: { 'x-extra': '1' } });
    expect(server.seen[0]?.getMap()).toMatchObject({
      authorization: `Api-Key ${secret}`,
      'x-folder-id': 'b1gfolder',
      'x-client-request-id': 'my-id',
      'x-data-logging-enabled': 'false',
      'x-extra': '1',
    });
    const plain = new RpcClient({ endpoint, auth: noCredentials() });
    closers.push(() => plain.close());
    const call = plain.serverStream(Synthesizer.utteranceSynthesis, {});
    await collect(call);
    const map = server.seen[1]?.getMap() ?? {};
    expect(map['x-client-request-id']).toBe(call.requestId);
    expect(call.requestId).toMatch(/^[0-9a-f-]{36}$/);
    for (const key of ['authorization', 'x-folder-id', 'x-data-logging-enabled'])
      expect(map).not.toHaveProperty(key);
  });

  it('fail with the reason when a message cannot be encoded or decoded', async () => {
    const { client } = await start();
    expect(() => client.serverStream(Synthesizer.utteranceSynthesis, { text: 5 as never })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_REQUEST' }) as Error,
    );
    const garbled = {
      ...TokenizerService.tokenize,
      response: {
        ...TokenizerService.tokenize.response,
        decode: () => {
          throw new Error('bad byte');
        },
      },
    };
    expect(await failureOf(client.unary(garbled, {}))).toMatchObject({
      code: 'ERR_PROTOCOL',
      message: expect.stringMatching(/TokenizeResponse: bad byte/) as string,
    });
  });

  it('end with ERR_ABORTED when their signal aborts, and the server learns of it', async () => {
    let cancelled = 0;
    const hang = (call: StreamCall | BothWaysCall) => void call.on('cancelled', () => cancelled++);
    const { client, server } = await start({ utterance: hang, stream: hang });
    for (const open of [
      (signal: AbortSignal) => client.serverStream(Synthesizer.utteranceSynthesis, {}, { signal }),
      (signal: AbortSignal) => client.duplex(Synthesizer.streamSynthesis, { signal }),
    ]) {
      const controller = new AbortController();
      const before = server.seen.length;
      const failure = failureOf(collect(open(controller.signal)));
      await vi.waitFor(() => expect(server.seen.length).toBe(before + 1));
      controller.abort('barge-in');
      expect(await failure).toMatchObject({ code: 'ERR_ABORTED', cause: 'barge-in' });
    }
    await vi.waitFor(() => expect(cancelled).toBe(2));
    const early = client.unary(TokenizerService.tokenize, {}, { signal: AbortSignal.abort() });
    expect(await failureOf(early)).toMatchObject({ code: 'ERR_ABORTED' });
    expect(server.seen.length).toBe(2);
  });

  it('that are cancelled at any step of their way from the token to the connection are told so', async () => {
    for (let steps = 0; steps < 25; steps++) {
      const { client } = await start();
      const call = client.duplex(Synthesizer.streamSynthesis);
      const ended = new Promise((resolve) => {
        call.listen({ next: () => undefined, ended: resolve });
      });
      for (let step = 0; step < steps; step++) await Promise.resolve();
      call.cancel();
      expect(await ended, `after ${steps} steps`).toMatchObject({ code: 'ERR_ABORTED' });
    }
  });

  it('say that they were aborted also when the server has ended well and not all of it was read', async () => {
    const { client } = await start();
    const abort = new AbortController();
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {}, { signal: abort.signal });
    const answers = call[Symbol.asyncIterator]();
    await answers.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    expect((await failureOf(answers.next())).code).toBe('ERR_ABORTED');
  });

  it('are cancelled when the consumer leaves, even one that awaits a message meanwhile', async () => {
    let cancelled = 0;
    const { client } = await start({
      utterance: (call) => {
        call.on('cancelled', () => cancelled++);
        call.write({ audioChunk: { data: Uint8Array.of(1) } });
      },
    });
    for await (const answer of client.serverStream(Synthesizer.utteranceSynthesis, {})) {
      expect(answer.audioChunk?.data).toEqual(Uint8Array.of(1));
      break;
    }
    await vi.waitFor(() => expect(cancelled).toBe(1));

    const iterator = client.serverStream(Synthesizer.utteranceSynthesis, {})[Symbol.asyncIterator]();
    await iterator.next();
    const failure = failureOf(iterator.next());
    await iterator.return?.();
    expect(await failure).toMatchObject({ code: 'ERR_ABORTED' });
    await vi.waitFor(() => expect(cancelled).toBe(2));
  });

  it('are iterated only once', async () => {
    const { client } = await start();
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {});
    await collect(call);
    await expect(collect(call)).rejects.toMatchObject({ code: 'ERR_MISUSE' });
  });
});

describe('deadlines on the clock', () => {
  const hang = { tokenize: () => undefined, utterance: () => undefined, stream: () => undefined };

  it('end a call that takes too long, whatever real time says', async () => {
    const clock = manualClock();
    const { client, server } = await start(hang, { clock });
    const unary = failureOf(client.unary(TokenizerService.tokenize, {}));
    const duplex = failureOf(collect(client.duplex(Synthesizer.streamSynthesis, { deadlineMs: 15_000 })));
    await vi.waitFor(() => expect(server.seen.length).toBe(2));
    await clock.advance(14_999);
    expect(clock.pendingTimers).toBe(2);
    await clock.advance(1);
    for (const failure of [await unary, await duplex]) {
      expect(failure).toMatchObject({ code: 'ERR_DEADLINE', retryable: true });
      expect(failure.message).toMatch(/within 15000 ms/);
    }
  });

  it('end a stream that has fallen silent, but only while the consumer is waiting', async () => {
    const clock = manualClock();
    const { client } = await start(
      { utterance: (call) => void call.write({ audioChunk: { data: Uint8Array.of(1) } }) },
      { clock },
    );
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {}, { silenceMs: 5000 });
    const iterator = call[Symbol.asyncIterator]();
    await iterator.next();
    await clock.advance(60_000);
    const failure = failureOf(iterator.next());
    await vi.waitFor(() => expect(clock.pendingTimers).toBe(1));
    await clock.advance(5000);
    expect(await failure).toMatchObject({ code: 'ERR_DEADLINE' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('cover the wait for a token and for a connection', async () => {
    const clock = manualClock();
    const auth: Credentials = {
      kind: 'metadata',
      refused: () => undefined,
      authorization: ({ signal } = {}) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('gone')))),
    };
    const { client } = await start({}, { clock, auth });
    const failures = [
      failureOf(client.connect({ deadlineMs: 100 })),
      failureOf(client.unary(TokenizerService.tokenize, {}, { deadlineMs: 100 })),
    ];
    await clock.advance(100);
    for (const failure of failures)
      expect(await failure).toMatchObject({
        code: 'ERR_DEADLINE',
        message: expect.stringMatching(/^No token for 127\.0\.0\.1:\S+ within 100 ms\./) as string,
      });
  });
});

describe('retries', () => {
  const failing = (code: number, times: number): Handlers & { calls: number } => {
    const handlers = {
      calls: 0,
      utterance: (call: StreamCall) => {
        if (++handlers.calls <= times) call.emit('error', grpcError(code, 'not now'));
        else call.end();
      },
      stream: (call: BothWaysCall) => {
        handlers.calls++;
        call.emit('error', grpcError(code, 'not now'));
      },
    };
    return handlers;
  };
  const noJitter = { random: () => -0.49 };

  it.each([status.UNAVAILABLE, status.RESOURCE_EXHAUSTED])('follow status %i twice', async (code) => {
    const handlers = failing(code, 2);
    const { client, server } = await start(handlers, noJitter);
    await collect(client.serverStream(Synthesizer.utteranceSynthesis, {}, { requestId: 'one-id' }));
    expect(server.seen.map((metadata) => metadata.get('x-client-request-id')[0])).toEqual([
      'one-id',
      'one-id',
      'one-id',
    ]);
  });

  it.each([
    [status.UNAVAILABLE, 3],
    [status.INTERNAL, 1],
    [status.INVALID_ARGUMENT, 1],
    [status.OUT_OF_RANGE, 1],
  ])('of status %i end after %i calls', async (code, calls) => {
    const handlers = failing(code, 10);
    const { client } = await start(handlers, noJitter);
    await failureOf(collect(client.serverStream(Synthesizer.utteranceSynthesis, {})));
    expect(handlers.calls).toBe(calls);
  });

  it('never repeat what has been answered in part, nor a stream both ways', async () => {
    let calls = 0;
    const { client } = await start(
      {
        utterance: (call) => {
          calls++;
          call.write({ audioChunk: { data: Uint8Array.of(1) } });
          call.emit('error', grpcError(status.UNAVAILABLE, 'went away'));
        },
        ...{ stream: failing(status.UNAVAILABLE, 10).stream! },
      },
      noJitter,
    );
    expect(await failureOf(collect(client.serverStream(Synthesizer.utteranceSynthesis, {})))).toMatchObject({
      code: 'ERR_UNAVAILABLE',
    });
    expect(calls).toBe(1);
    expect(await failureOf(collect(client.duplex(Synthesizer.streamSynthesis)))).toMatchObject({
      code: 'ERR_UNAVAILABLE',
    });
  });

  it('wait on the clock, longer each time, and heed the signal', async () => {
    const pauses: number[] = [];
    const clock: Clock = {
      now: () => systemClock.now(),
      setTimeout(callback, delayMs) {
        if (delayMs === 30_000) return systemClock.setTimeout(callback, delayMs);
        pauses.push(delayMs);
        // The second pause never ends by itself.
        return pauses.length === 1 ? systemClock.setTimeout(callback, 0) : { cancel: () => undefined };
      },
    };
    const handlers = failing(status.UNAVAILABLE, 10);
    const { client } = await start(handlers, { clock, random: () => 0.5 });
    const controller = new AbortController();
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {}, { signal: controller.signal });
    await vi.waitFor(() => expect(pauses).toEqual([200, 400]));
    controller.abort();
    expect(await failureOf(collect(call))).toMatchObject({ code: 'ERR_ABORTED' });
    expect(handlers.calls).toBe(2);
  });

  it('are let alone when the caller says so', async () => {
    const handlers = failing(status.RESOURCE_EXHAUSTED, 10);
    const { client } = await start(handlers, noJitter);
    let asked = 0;
    const mayRetry = () => ++asked < 2;
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {}, { mayRetry });
    expect(await failureOf(collect(call))).toMatchObject({ code: 'ERR_QUOTA', retryable: true });
    expect([handlers.calls, asked]).toEqual([2, 2]);
  });

  it('take a permit of their own after the pause, and are over when there is none', async () => {
    const handlers = failing(status.RESOURCE_EXHAUSTED, 10);
    const { client } = await start(handlers, noJitter);
    const { ttsRequests } = client.admission;
    const free = ttsRequests.available;
    let permits = 0;
    const readmit = async (signal: AbortSignal) => {
      await ttsRequests.acquire({ signal });
      if (++permits === 2) throw new VoiceError({ code: 'ERR_QUOTA', message: 'no permit' });
    };
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {}, { readmit });
    expect(await failureOf(collect(call))).toMatchObject({ message: 'no permit' });
    expect(handlers.calls).toBe(2);
    expect(ttsRequests.available).toBe(free - 2);
  });

  it('that wait for a permit heed the deadline', async () => {
    const clock = manualClock();
    const { client } = await start(failing(status.UNAVAILABLE, 10), { ...noJitter, clock });
    let waiting = false;
    const readmit = (signal: AbortSignal) => {
      waiting = true;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gave up'))));
    };
    const call = client.serverStream(Synthesizer.utteranceSynthesis, {}, { readmit, deadlineMs: 5000 });
    const failure = failureOf(collect(call));
    await vi.waitFor(async () => {
      await clock.advance(10);
      expect(waiting).toBe(true);
    });
    await clock.advance(5000);
    expect(await failure).toMatchObject({ code: 'ERR_DEADLINE' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('use a fresh token once after a refusal', async () => {
    const accept = (only: string): Handlers => ({
      tokenize: (call, answer) => {
        if (call.metadata.get('authorization')[0] === only) answer(null, {});
        else answer(grpcError(status.UNAUTHENTICATED, 'The token is expired'));
      },
    });
    const auth = renewing();
    const { client, server } = await start(accept('Bearer t1.token-2'), { auth });
    await client.unary(TokenizerService.tokenize, {});
    expect(server.seen.length).toBe(2);

    const never = renewing();
    const other = await start(accept('nothing'), { auth: never });
    expect(await failureOf(other.client.unary(TokenizerService.tokenize, {}))).toMatchObject({
      code: 'ERR_UNAUTHENTICATED',
    });
    expect(other.server.seen.length).toBe(2);
    expect(never.minted).toBe(3);

    const fixed = await start(accept('nothing'));
    expect(await failureOf(fixed.client.unary(TokenizerService.tokenize, {}))).toMatchObject({
      code: 'ERR_UNAUTHENTICATED',
    });
    expect(fixed.server.seen.length).toBe(1);
  });
});

describe('back-pressure', () => {
  it('makes the server wait for a slow consumer of a stream', async () => {
    const messages = 2000;
    let written = 0;
    const chunk = { audioChunk: { data: new Uint8Array(32 * 1024) } };
    const { client } = await start({
      utterance: (call) => {
        const pump = () => {
          while (written < messages) {
            written++;
            if (!call.write(chunk)) {
              call.once('drain', pump);
              return;
            }
          }
          call.end();
        };
        pump();
      },
    });
    const iterator = client.serverStream(Synthesizer.utteranceSynthesis, {})[Symbol.asyncIterator]();
    await iterator.next();
    let before = -1;
    await vi.waitFor(
      () => {
        const still = written === before;
        before = written;
        expect(still).toBe(true);
      },
      { interval: 100, timeout: 10_000 },
    );
    // The 4 MiB window, our 32 messages and the buffers on the way, not all 64 MB.
    expect(written).toBeLessThan(1000);
    let received = 1;
    while (!(await iterator.next()).done) received++;
    expect(received).toBe(messages);
  });

  it('shows in unsentBytes when the server stops reading, and ends with the call', async () => {
    const { client, server } = await start({ stream: (call) => void call.pause() });
    const call = client.duplex(Synthesizer.streamSynthesis);
    const text = 'а'.repeat(16 * 1024);
    call.write({ synthesisInput: { text } });
    expect(call.unsentBytes).toBeGreaterThan(32 * 1024);
    await vi.waitFor(() => expect(call.unsentBytes).toBe(0));
    expect(server.seen.length).toBe(1);
    for (let n = 0; n < 60; n++) call.write({ synthesisInput: { text } });
    // 2 MB written; the peer's window and the sockets swallow little of it, and then nothing more.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(call.unsentBytes).toBeGreaterThan(1024 * 1024);
    call.cancel();
    expect(call.unsentBytes).toBe(0);
    expect(await failureOf(collect(call))).toMatchObject({ code: 'ERR_ABORTED' });
  });
});

describe('connections', () => {
  it('are added so that 250 streams never hang on a server that allows 100 on one', async () => {
    const { client, server } = await start({}, {}, { 'grpc.max_concurrent_streams': 100 });
    const calls = Array.from({ length: 250 }, () => client.duplex(Synthesizer.streamSynthesis));
    const iterators = calls.map((call) => call[Symbol.asyncIterator]());
    for (const [n, call] of calls.entries()) call.write({ synthesisInput: { text: String(n) } });
    const answers = await Promise.all(iterators.map((iterator) => iterator.next()));
    expect(answers.map((answer) => (answer.done ? undefined : answer.value.textChunk?.text))).toEqual(
      calls.map((_call, n) => String(n)),
    );
    expect(server.connections).toBe(4);
    for (const call of calls) call.halfClose();
    await Promise.all(iterators.map((iterator) => iterator.next()));
    // All places are free again: the same number needs no more connections.
    await Promise.all(
      Array.from({ length: 250 }, () => collect(client.serverStream(Synthesizer.utteranceSynthesis, {}))),
    );
    expect(server.connections).toBe(4);
  });

  it('are opened ahead by connect()', async () => {
    const { client, server } = await start();
    await client.connect();
    expect(server.connections).toBe(1);
    await client.unary(TokenizerService.tokenize, {});
    expect(server.connections).toBe(1);
  });

  it('that cannot be made are ERR_UNAVAILABLE at once', async () => {
    const client = new RpcClient({
      endpoint: 'http://127.0.0.1:1',
      auth: noCredentials(),
      random: () => -0.49,
    });
    closers.push(() => client.close());
    expect(await failureOf(client.connect())).toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: true });
    expect(await failureOf(client.unary(TokenizerService.tokenize, {}))).toMatchObject({
      code: 'ERR_UNAVAILABLE',
    });
    expect(await failureOf(collect(client.duplex(Synthesizer.streamSynthesis)))).toMatchObject({
      code: 'ERR_UNAVAILABLE',
    });
  });

  it('that are lost end their calls with ERR_UNAVAILABLE, and the next call gets a new one', async () => {
    const { client, server } = await start({ stream: () => undefined });
    const failure = failureOf(collect(client.duplex(Synthesizer.streamSynthesis)));
    await vi.waitFor(() => expect(server.seen.length).toBe(1));
    server.cut();
    expect(await failure).toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: true });
    expect((await client.unary(TokenizerService.tokenize, { text: 'again' })).modelVersion).toBe('again');
  });

  it('that the server closes end their calls the same way', async () => {
    const { client, server } = await start({ stream: () => undefined });
    const failure = failureOf(collect(client.duplex(Synthesizer.streamSynthesis)));
    await vi.waitFor(() => expect(server.seen.length).toBe(1));
    server.shutDown();
    expect(await failure).toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: true });
  });

  it('that the server drains finish their calls, and the next call goes to a new one', async () => {
    const { client, server } = await start({
      stream: (call) =>
        call.on('data', () => setImmediate(() => call.write({ textChunk: { text: 'here' } }))),
    });
    const old = client.duplex(Synthesizer.streamSynthesis);
    const answers = old[Symbol.asyncIterator]();
    old.write({});
    await answers.next();
    server.drain();
    // What comes after GOAWAY is refused by the server that is going away, and was never begun there.
    await vi.waitFor(async () => {
      expect(await failureOf(collect(client.duplex(Synthesizer.streamSynthesis)))).toMatchObject({
        code: 'ERR_UNAVAILABLE',
      });
    });
    old.write({});
    expect((await answers.next()).value).toMatchObject({ textChunk: { text: 'here' } });
    expect(server.seen.length).toBe(1);
  });

  it('that are still awaited end a call after connectMs, with or without a token', async () => {
    const clock = manualClock();
    const never: Credentials = {
      kind: 'none',
      refused: () => undefined,
      authorization: ({ signal } = {}) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('gone')))),
    };
    // Takes connections and never speaks HTTP/2.
    const mute = createServer().listen(0, '127.0.0.1');
    closers.push(() => mute.close());
    await once(mute, 'listening');
    const endpoint = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    for (const [auth, missing] of [
      [never, 'token for'],
      [noCredentials(), 'connection to'],
    ] as const) {
      const client = new RpcClient({ endpoint, auth, clock });
      closers.push(() => client.close());
      const call = client.duplex(Synthesizer.streamSynthesis, { connectMs: 500 });
      call.write({ synthesisInput: { text: 'алло' } });
      expect(call.connected).toBe(false);
      const failure = failureOf(collect(call));
      await clock.advance(499);
      expect(call.unsentBytes).toBeGreaterThan(0);
      await clock.advance(1);
      expect(await failure).toMatchObject({
        code: 'ERR_DEADLINE',
        retryable: true,
        message: expect.stringContaining(`No ${missing} 127.0.0.1`) as string,
      });
      expect(call.authorized).toBe(auth !== never);
      expect(clock.pendingTimers).toBe(0);
      client.close();
    }
  });

  it.each(['cancel()', 'a signal'])(
    'are left to others by a call that %s ends before anyone iterates it',
    async (how) => {
      const clock = manualClock();
      const { client, server } = await start({}, { clock });
      await client.connect();
      const stop = new AbortController();
      const call = client.duplex(Synthesizer.streamSynthesis, { connectMs: 500, signal: stop.signal });
      call.write({ synthesisInput: { text: 'алло' } });
      if (how === 'a signal') stop.abort();
      else call.cancel();
      expect(clock.pendingTimers).toBe(0);
      expect(call.unsentBytes).toBe(0);
      await clock.advance(1000);
      await client.unary(TokenizerService.tokenize, { text: 'речка' });
      expect(server.connections).toBe(1);
      expect(await failureOf(collect(call))).toMatchObject({ code: 'ERR_ABORTED' });
    },
  );

  it('that are there are not limited by connectMs', async () => {
    const clock = manualClock();
    const { client } = await start({}, { clock });
    const call = client.duplex(Synthesizer.streamSynthesis, { connectMs: 500 });
    call.write({ synthesisInput: { text: 'алло' } });
    await vi.waitFor(() => expect(call.connected).toBe(true));
    await clock.advance(10_000);
    call.halfClose();
    expect(await collect(call)).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('and everything else are gone after close()', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'));
    const clock = manualClock();
    const { client, server } = await start({ stream: () => undefined }, { clock });
    const failures = [
      failureOf(collect(client.duplex(Synthesizer.streamSynthesis, { deadlineMs: 1000 }))),
      failureOf(collect(client.duplex(Synthesizer.streamSynthesis))),
    ];
    await vi.waitFor(() => expect(server.seen.length).toBe(2));
    client.close();
    client.close();
    for (const failure of failures)
      expect(await failure).toMatchObject({ code: 'ERR_ABORTED', message: 'The client was closed.' });
    expect(clock.pendingTimers).toBe(0);
    await vi.waitFor(() => expect(server.connections).toBe(0));
    server.close();
    await vi.waitFor(() => expect(sockets()).toEqual([]));
    expect(await failureOf(client.connect())).toMatchObject({ code: 'ERR_MISUSE' });
    expect(() => client.duplex(Synthesizer.streamSynthesis)).toThrow(
      expect.objectContaining({ code: 'ERR_MISUSE' }) as Error,
    );
  });
});

describe('construction', () => {
  const auth = apiKey(secret);
  it.each([
    [{ endpoint: 'http://tts.example.org:80', auth }, 'ERR_INSECURE_ENDPOINT'],
    [{ endpoint: 'tts.example.org:443', auth }, 'ERR_INVALID_OPTION'],
    [{ endpoint: 'https://tts.example.org', auth: undefined as never }, 'ERR_INVALID_OPTION'],
    [{ endpoint: 'https://tts.example.org', auth, maxStreamsPerConnection: 0 }, 'ERR_INVALID_OPTION'],
    [{ endpoint: 'https://tts.example.org', auth, folderId: ' ' }, 'ERR_INVALID_OPTION'],
  ])('refuses what cannot work (%#)', (options, code) => {
    expect(() => new RpcClient(options)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('lets a client without credentials use plaintext anywhere', () => {
    new RpcClient({ endpoint: 'http://emulator.test:5000', auth: noCredentials() }).close();
  });
});
