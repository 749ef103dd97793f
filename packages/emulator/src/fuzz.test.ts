import { connect as connectHttp2 } from 'node:http2';
import { once } from 'node:events';
import { connect } from 'node:net';
import { status } from '@grpc/grpc-js';
import * as proto from '@rechka/proto/stt';
import * as ttsProto from '@rechka/proto/tts';
import * as gptProto from '@rechka/proto/gpt';
import * as iamProto from '@rechka/proto/iam';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audioFormat, FuzzedEmulator, runs, sttMessage } from './test-support/fuzzed-emulator.js';

const fuzzed = new FuzzedEmulator();

const { recognizeStreaming } = proto.Recognizer;
const { streamSynthesis } = ttsProto.Synthesizer;
const methods: readonly { path: string }[] = [
  proto.Recognizer,
  ttsProto.Synthesizer,
  gptProto.TextGenerationService,
  gptProto.TextGenerationAsyncService,
  gptProto.TokenizerService,
  gptProto.OperationService,
  iamProto.IamTokenService,
].flatMap((service) => Object.values<{ path: string }>(service));
const paths = methods.map(({ path }) => path);

/** What the documents list for these services, and what gRPC itself has for messages that cannot be read. */
const documented = new Set([
  status.OK,
  status.INVALID_ARGUMENT,
  status.RESOURCE_EXHAUSTED,
  status.OUT_OF_RANGE,
  status.UNIMPLEMENTED,
  status.INTERNAL,
  status.UNAUTHENTICATED,
  status.NOT_FOUND,
]);

const ttsMessage = (init: ttsProto.StreamSynthesisRequestInit) => streamSynthesis.request.encode(init);

/** Right messages of each service, some with senseless values, in any order. */
const integers = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, -1, 2 ** 40, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);
const sttMessages = fc.oneof(
  fc.constant(sttMessage({ sessionOptions: { recognitionModel: { audioFormat } } })),
  fc.constant(
    sttMessage({
      sessionOptions: { recognitionModel: { audioFormat }, eouClassifier: { externalClassifier: {} } },
    }),
  ),
  fc
    .record({ rate: integers, channels: integers, hint: integers, encoding: fc.integer({ min: 0, max: 9 }) })
    .map((values) =>
      sttMessage({
        sessionOptions: {
          recognitionModel: {
            audioFormat: {
              rawAudio: {
                audioEncoding: values.encoding,
                sampleRateHertz: values.rate,
                audioChannelCount: values.channels,
              },
            },
          },
          eouClassifier: { defaultClassifier: { type: 'HIGH', maxPauseBetweenWordsHintMs: values.hint } },
        },
      }),
    ),
  fc.uint8Array({ maxLength: 5000 }).map((data) => sttMessage({ chunk: { data } })),
  integers.map((durationMs) => sttMessage({ silenceChunk: { durationMs } })),
  fc.constant(sttMessage({ eou: {} })),
  fc.constant(sttMessage({})),
);
const ttsMessages = fc.oneof(
  fc.constant(ttsMessage({ options: { voice: 'marina' } })),
  fc.string({ maxLength: 300 }).map((voice) => ttsMessage({ options: { voice } })),
  fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => ttsMessage({ synthesisInput: { text } })),
  fc.constant(ttsMessage({ forceSynthesis: {} })),
);
const garbage = fc.uint8Array({ maxLength: 400 });
/** Right bytes with some of them changed or cut off. */
const damaged = fc
  .tuple(
    fc.oneof(sttMessages, ttsMessages),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
    fc.nat(),
  )
  .map(([bytes, changes, cut]) => {
    const out = Uint8Array.from(bytes);
    for (const [at, value] of changes) if (out.length > 0) out[at % out.length] = value;
    return out.subarray(0, out.length - (cut % 5 === 0 ? cut % (out.length + 1) : 0));
  });

it('every method that is served is under fuzz', async () => {
  const all = [proto, ttsProto, gptProto, iamProto].flatMap((module) =>
    Object.values(module as Record<string, unknown>).flatMap((value) =>
      Object.values((value ?? {}) as Record<string, unknown>).filter((method): method is { path: string } =>
        /^\/[\w.]+\/\w+$/.test(String((method as { path?: unknown } | undefined)?.path)),
      ),
    ),
  );
  expect(all.length).toBeGreaterThan(paths.length);
  for (const { path } of all) {
    const call = fuzzed.client.open(path, fuzzed.authorized);
    call.end();
    const { details } = await call.ended;
    expect(/does not implement/.test(details), path).toBe(!paths.includes(path));
  }
});

describe('messages over gRPC', () => {
  /** Sends messages to a method and ends in some way; gives the status. */
  async function told(
    path: string,
    messages: readonly Uint8Array[],
    ending: 'end' | 'cancel',
  ): Promise<status> {
    const call = fuzzed.client.open(path, fuzzed.authorized);
    for (const message of messages) call.send(message);
    if (ending === 'end') call.end();
    else call.cancel();
    return (await call.ended).code;
  }

  it.each(paths)('%s: garbage and damaged bytes get a documented status', async (path) => {
    const messages = fc.array(fc.oneof(garbage, damaged), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(messages, async (bytes) => {
        expect(documented).toContain(await told(path, bytes, 'end'));
      }),
      runs,
    );
  });

  it.each([
    [recognizeStreaming.path, sttMessages],
    [streamSynthesis.path, ttsMessages],
  ])('%s: right messages in any order, with any values, get a documented status', async (path, message) => {
    const property = fc.asyncProperty(
      fc.array(message, { maxLength: 12 }),
      fc.constantFrom('end' as const, 'cancel' as const),
      async (messages, ending) => {
        const code = await told(path, messages, ending);
        if (ending === 'end') expect(documented).toContain(code);
        else expect(code === status.CANCELLED || documented.has(code)).toBe(true);
        // What is wrong in the messages themselves is said to be so, and never our own fault.
        expect(code).not.toBe(status.INTERNAL);
      },
    );
    await fc.assert(property, runs);
  });

  it('of other services are not understood', async () => {
    for (const path of paths) {
      for (const message of [sttMessage({ eou: {} }), ttsMessage({ options: { voice: 'x' } })]) {
        expect(documented).toContain(await told(path, [message], 'end'));
      }
    }
  });

  it('that are huge are refused, and audio over the limit ends the stream', async () => {
    const options = sttMessage({ sessionOptions: { recognitionModel: { audioFormat } } });
    const chunk = (bytes: number) => sttMessage({ chunk: { data: new Uint8Array(bytes) } });
    expect(await told(recognizeStreaming.path, [options, chunk(10_000_001)], 'end')).toBe(
      status.OUT_OF_RANGE,
    );
    expect(await told(recognizeStreaming.path, [options, chunk(17 * 1024 * 1024)], 'end')).toBe(
      status.RESOURCE_EXHAUSTED,
    );
  });

  it('are expected where there are none, and may be one too many', async () => {
    for (const path of paths) {
      expect(documented).toContain(await told(path, [], 'end'));
      expect(documented).toContain(await told(path, [garbageOf(3), garbageOf(3)], 'end'));
    }
    expect(await told('/speechkit.stt.v3.Recognizer/Sing', [], 'end')).toBe(status.UNIMPLEMENTED);
  });
});

const garbageOf = (length: number) => new Uint8Array(length).fill(0xff);

describe('frames over HTTP/2', () => {
  /** What a gRPC message is not: no prefix, half of one, a length that does not fit, a compressed one. */
  const bodies = fc.oneof(
    garbage,
    garbage.map((bytes) => Uint8Array.of(0, 0, 0, 0, bytes.length, ...bytes)),
    fc
      .tuple(garbage, fc.nat({ max: 255 }))
      .map(([bytes, by]) => Uint8Array.of(0, 0, 0, by, bytes.length, ...bytes)),
    garbage.map((bytes) => Uint8Array.of(1, 0, 0, 0, bytes.length, ...bytes)),
    fc.constant(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff)),
  );
  const requestHeaders = fc.record(
    {
      ':method': fc.constantFrom('POST', 'GET', 'PUT'),
      ':path': fc.constantFrom(...paths, '/', '/nowhere', '//', '/%'),
      'content-type': fc.constantFrom('application/grpc', 'application/grpc+json', 'text/plain', ''),
      te: fc.constant('trailers'),
      'grpc-timeout': fc.constantFrom('100m', '0n', 'soon', '99999999999S'),
      'grpc-encoding': fc.constantFrom('gzip', 'identity', 'zip'),
      authorization: fc.constantFrom('Api-Key key', 'Bearer Api-Key key', 'Basic', ''),
      'x-folder-id': fc.string({ unit: fc.constantFrom('a', '1', ' '), maxLength: 20 }),
    },
    { requiredKeys: [':method', ':path'] },
  );

  it('that are no gRPC, and streams that break off, harm nobody', async () => {
    const property = fc.asyncProperty(
      requestHeaders,
      fc.array(bodies, { maxLength: 4 }),
      fc.constantFrom('end', 'half', 'reset', 'destroy'),
      async (header, chunks, ending) => {
        const session = connectHttp2(fuzzed.emulator.grpc).on('error', () => undefined);
        const stream = session.request(header).on('error', () => undefined);
        stream.resume();
        for (const chunk of chunks) stream.write(Buffer.from(chunk));
        if (ending === 'end') stream.end();
        else if (ending === 'reset') stream.close(8);
        else if (ending === 'destroy') session.destroy();
        const closed = new Promise((resolve) => stream.on('close', resolve));
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 20))]);
        session.destroy();
      },
    );
    await fc.assert(property, runs);
    // Here, unlike over grpc-js, whose cancellations may stay in the client, each end has reached the emulator; the bystander is still there.
    await expect.poll(() => fuzzed.openCalls()).toBe(1);
  });

  it('that are no HTTP/2 are dropped', async () => {
    const property = fc.asyncProperty(garbage, fc.boolean(), async (bytes, preface) => {
      const socket = connect(Number(new URL(fuzzed.emulator.grpc).port), '127.0.0.1').on(
        'error',
        () => undefined,
      );
      if (preface) socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      socket.write(Buffer.from(bytes));
      socket.resume();
      await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 10))]);
      socket.destroy();
    });
    await fc.assert(property, runs);
  });
});
