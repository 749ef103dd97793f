import { connect as connectHttp2 } from 'node:http2';
import { once } from 'node:events';
import { connect } from 'node:net';
import { status, type Metadata } from '@grpc/grpc-js';
import * as proto from '@rechka/proto/stt';
import * as ttsProto from '@rechka/proto/tts';
import * as gptProto from '@rechka/proto/gpt';
import * as iamProto from '@rechka/proto/iam';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from './start-emulator.js';
import { headers } from './test-support/official-sdk.js';
import { RawClient } from './test-support/raw-client.js';
import { restCall } from './test-support/rest-client.js';
import { speech } from './test-support/recognition.js';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
console.info(`FUZZ_SEED=${seed}`);
const runs = { seed, numRuns: 40, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false };

const { recognizeStreaming } = proto.Recognizer;
const { streamSynthesis } = ttsProto.Synthesizer;
const { tokenize } = gptProto.TokenizerService;
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

let emulator: Emulator;
let client: RawClient;
let authorized: Metadata;
/** A recognition of somebody else, which goes on through all of it. */
let bystander: ReturnType<RawClient['open']>;
let socketsBefore: number;
const died: unknown[] = [];
const onDeath = (error: unknown) => void died.push(error);

const openResources = () =>
  process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|HTTP/.test(name)).length;

beforeEach(async () => {
  socketsBefore = openResources();
  process.on('uncaughtException', onDeath).on('unhandledRejection', onDeath);
  emulator = await startEmulator({
    iam: { apiKeys: ['key'] },
    stt: { maxNewStreamsPerSecond: false, idleMs: false },
    gpt: { reply: () => 'Да.' },
  });
  client = new RawClient(emulator);
  authorized = headers({ authorization: 'Api-Key key' });
  bystander = client.open(recognizeStreaming.path, authorized);
  bystander.send(sttMessage({ sessionOptions: { recognitionModel: { audioFormat } } }));
});

/** The other recognition has lived on: it hears what is said now. */
async function bystanderHears(): Promise<void> {
  bystander.send(sttMessage({ chunk: { data: speech('Добрый день') } }));
  bystander.end();
  const { code, messages } = await bystander.ended;
  expect(code).toBe(status.OK);
  const finals = messages.flatMap(
    (bytes) => recognizeStreaming.response.decode(bytes).final?.alternatives ?? [],
  );
  expect(finals.map(({ text }) => text)).toEqual(['добрый день']);
}

/** Whatever was done: nothing was thrown where nobody catches, every call has ended, and nothing is left behind. */
afterEach(async () => {
  await answersAsUsual();
  await bystanderHears();
  client.close();
  await emulator.close();
  // A call that is cut off ends when its handler has heard of it.
  await expect.poll(openCalls, { timeout: 5000 }).toBe(0);
  await expect.poll(openResources, { timeout: 5000 }).toBeLessThanOrEqual(socketsBefore);
  process.off('uncaughtException', onDeath).off('unhandledRejection', onDeath);
  expect(died.splice(0)).toEqual([]);
});

/** Calls that have begun and not ended, as far as the log goes back. */
function openCalls(): number {
  expect(emulator.log.length).toBeLessThan(10_000);
  const count = (type: string) => emulator.log.filter((event) => event.type === type).length;
  return count('call-start') - count('call-end');
}

async function answersAsUsual(): Promise<void> {
  const { send, end, ended } = client.open(tokenize.path, authorized);
  send(tokenize.request.encode({ modelUri: `gpt://${emulator.folderId}/yandexgpt`, text: 'да' }));
  end();
  expect(await ended).toMatchObject({ code: status.OK });
}

const audioFormat = {
  rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: 8000, audioChannelCount: 1 },
} as const;
const sttMessage = (init: proto.StreamingRequestInit) => recognizeStreaming.request.encode(init);
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
    const call = client.open(path, authorized);
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
    const call = client.open(path, authorized);
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
        const session = connectHttp2(emulator.grpc).on('error', () => undefined);
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
    await expect.poll(openCalls).toBe(1);
  });

  it('that are no HTTP/2 are dropped', async () => {
    const property = fc.asyncProperty(garbage, fc.boolean(), async (bytes, preface) => {
      const socket = connect(Number(new URL(emulator.grpc).port), '127.0.0.1').on('error', () => undefined);
      if (preface) socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      socket.write(Buffer.from(bytes));
      socket.resume();
      await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 10))]);
      socket.destroy();
    });
    await fc.assert(property, runs);
  });
});

describe('REST', () => {
  const jsonBodies = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        jwt: fc.oneof(
          fc.string(),
          fc.integer(),
          fc.constant(null),
          fc.string({ minLength: 8001, maxLength: 9000 }),
        ),
      })
      .map((body) => JSON.stringify(body)),
    fc.constant('{"__proto__":{"jwt":"x"}}'),
    fc.constant(`{"jwt":"${'a'.repeat(70_000)}"}`),
  );
  const targets = fc.oneof(
    fc.constantFrom(
      '/iam/v1/tokens',
      '/iam/v1/tokens?x=%',
      '/computeMetadata/v1/instance/service-accounts/default/token',
    ),
    fc.constantFrom(
      '//',
      '//[',
      '/%zz',
      '*',
      'http://[',
      '/foundationModels/v1/completion',
      '/v1/chat/completions',
    ),
    fc.webPath(),
  );

  it('answers anything with a documented status and a JSON body', async () => {
    const property = fc.asyncProperty(
      targets,
      fc.constantFrom('GET', 'POST', 'DELETE', 'OPTIONS'),
      jsonBodies,
      async (target, method, body) => {
        const answer = await overTcp(
          `${method} ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
        const code = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
        expect([200, 400, 401, 403, 404, 405, 429, 501]).toContain(code);
      },
    );
    await fc.assert(property, runs);
  });

  it('survives what is no HTTP, and requests that break off', async () => {
    const property = fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.constant('POST /iam/v1/tokens HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"jwt":'),
        fc.constant('POST /iam/v1/tokens HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
      ),
      async (text) => {
        await overTcp(text, 20);
      },
    );
    await fc.assert(property, runs);
  });

  /** A right request of each route, any part of which may become something else. */
  const uri = 'gpt://b1gemulatedfolder000/yandexgpt';
  const tool = { function: { name: 'book', description: 'Записывает', parameters: { type: 'object' } } };
  const native = {
    modelUri: uri,
    completionOptions: {
      stream: true,
      temperature: 0.3,
      maxTokens: '20',
      reasoningOptions: { mode: 'DISABLED' },
    },
    messages: [
      { role: 'system', text: 'Отвечай коротко.' },
      { role: 'user', text: 'Привет' },
    ],
    tools: [tool],
    toolChoice: { mode: 'AUTO' },
    parallelToolCalls: true,
  };
  const toolCalls = [{ id: 'book', type: 'function', function: { name: 'book', arguments: '{"day":5}' } }];
  const routes: readonly [method: 'GET' | 'POST', path: string, body: object][] = [
    ['POST', '/foundationModels/v1/completion', native],
    [
      'POST',
      '/foundationModels/v1/completion',
      { ...native, tools: [], jsonSchema: { schema: { type: 'object' } } },
    ],
    ['POST', '/foundationModels/v1/completionAsync', native],
    ['POST', '/foundationModels/v1/tokenize', { modelUri: uri, text: 'раз два' }],
    ['POST', '/foundationModels/v1/tokenizeCompletion', native],
    [
      'POST',
      '/v1/chat/completions',
      {
        model: uri,
        stream: true,
        max_tokens: 20,
        tool_choice: 'auto',
        tools: [{ type: 'function', ...tool }],
        messages: [
          { role: 'user', content: 'Запишите' },
          { role: 'assistant', tool_calls: toolCalls },
          { role: 'tool', tool_call_id: 'book', content: 'готово' },
          { role: 'user', content: [{ type: 'text', text: 'Спасибо' }] },
        ],
        response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } },
      },
    ],
    ['GET', '/v1/models', {}],
    ['GET', '/operations/d7q', {}],
    ['GET', '/operations/d7q:cancel', {}],
    [
      'POST',
      '/tts/v3/utteranceSynthesis',
      {
        text: 'да',
        hints: [
          { voice: 'alena' },
          { role: 'good' },
          { duration: { policy: 'MIN_DURATION', durationMs: '900' } },
        ],
        outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: '8000' } },
        loudnessNormalizationType: 'LUFS',
        unsafeMode: true,
      },
    ],
    ['POST', '/iam/v1/tokens', { jwt: 'e30.e30.e30' }],
    ['POST', '/iam/v1/tokens:createForServiceAccount', { serviceAccountId: 'aje' }],
    ['POST', '/iam/v1/tokens:revoke', { iamToken: 't1.' }],
    ['GET', '/computeMetadata/v1/instance/service-accounts/default/token', {}],
  ];
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, '', -1, 1e300, '9'.repeat(40), {}, [], [null], 'да'),
  );

  /** `json` with the part at a place, counted through all of it, replaced. */
  function changed(json: unknown, at: number, value: unknown): unknown {
    let seen = 0;
    const walk = (part: unknown): unknown => {
      if (seen++ === at) return value;
      if (Array.isArray(part)) return part.map(walk);
      if (typeof part !== 'object' || part === null) return part;
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
    };
    return walk(json);
  }

  it('anything in place of anything gets a documented status, and an answer that can be read', async () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 40 }), values), { maxLength: 3 });
    for (const [method, path, body] of routes) {
      const property = fc.asyncProperty(changes, async (made) => {
        const request = made.reduce<unknown>((json, [at, value]) => changed(json, at, value), body);
        const answer = await restCall(emulator, path, method === 'GET' ? undefined : request, {
          headers: { authorization: 'Api-Key key', 'metadata-flavor': 'Google' },
        });
        if (answer.status === 500)
          expect(answer.text, path).toContain('The scripted reply does not fit the request');
        else expect([200, 400, 401, 404], path).toContain(answer.status);
        // One JSON object, or one a line or an event.
        for (const line of answer.text.split('\n').filter((text) => !['', 'data: [DONE]'].includes(text)))
          expect(() => JSON.parse(line.replace(/^data: /, '')) as unknown, line).not.toThrow();
      });
      await fc.assert(property, { ...runs, numRuns: 15 });
    }
  });

  /** Sends bytes and gives what came back until the other end closed, or for so long. */
  async function overTcp(text: string, patienceMs = 5000): Promise<string> {
    const socket = connect(Number(new URL(emulator.http).port), '127.0.0.1').on('error', () => undefined);
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.write(text);
    await Promise.race([
      once(socket, 'close'),
      new Promise((resolve) => setTimeout(resolve, patienceMs).unref()),
    ]);
    socket.destroy();
    return answer;
  }
});

describe('the control endpoint', () => {
  it('answers anything with a status and JSON, and lets nobody in without the token', async () => {
    const controlled = await startEmulator({ controlPort: 0, iam: { apiKeys: ['key'] } });
    const { url, token } = controlled.control!;
    const ask = async (method: string, path: string, body: string, authorization = `Bearer ${token}`) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization },
        ...(method === 'GET' ? {} : { body }),
      });
      return { code: response.status, text: await response.text() };
    };
    const words = fc.tuple(
      fc.constantFrom(
        'service',
        'phase',
        'ms',
        'status',
        'stall',
        'drip',
        'call',
        'times',
        'refuse',
        'nobody',
      ),
      fc.oneof(
        fc.constantFrom('stt', 'speech', '5..9', '-1', 'UNAVAILABLE', 'forever', '9/9', '""', '\\'),
        fc.string(),
      ),
    );
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.array(words).map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join(' ')),
    );
    const targets = fc.oneof(
      fc.constantFrom(
        '/state',
        '/faults',
        '/faults/log',
        '/faults/%E0',
        '/streams',
        '/streams/a/audio.wav',
        '/log',
        '//',
        '/',
      ),
      fc.webPath(),
    );
    const property = fc.asyncProperty(
      targets,
      fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'),
      bodies,
      fc.boolean(),
      async (target, method, body, admitted) => {
        const { code, text } = admitted
          ? await ask(method, target, body)
          : await ask(method, target, body, 'Bearer x');
        expect(admitted ? [200, 400, 404, 413] : [401]).toContain(code);
        for (const line of text.split('\n').filter(Boolean))
          expect(() => JSON.parse(line) as unknown).not.toThrow();
        await ask('DELETE', '/faults', '');
      },
    );
    await fc.assert(property, runs);
    expect(JSON.parse((await ask('GET', '/state', '')).text)).toMatchObject({
      faults: 0,
      grpc: controlled.grpc,
    });
    expect((await restCall(controlled, '/v1/models')).status).toBe(200);
    await controlled.close();
  });
});
