import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { Synthesizer } from '@rechka/proto/tts';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { headers, OfficialSdk } from '../test-support/official-sdk.js';
import { frameMessage, MessageFrames } from './message-frames.js';

const path = Synthesizer.utteranceSynthesis.path;
const message = Synthesizer.utteranceSynthesis.request.encode({ text: 'да' });

/** A message with a prefix of our choice. */
function frame(flag: number, bytes: Uint8Array, length = bytes.byteLength): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flag, 0);
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, bytes]);
}

describe('the gRPC server', () => {
  let emulator: Emulator;
  let session: ClientHttp2Session;
  beforeAll(async () => {
    emulator = await startEmulator({ iam: { apiKeys: ['key'] }, latency: { ttsFirstAudioMs: 50 } });
  });
  afterAll(() => emulator.close());
  beforeEach(() => {
    session = connectHttp2(emulator.grpc).on('error', () => undefined);
  });
  afterEach(() => session.destroy());

  interface Answer {
    httpStatus: number;
    code: number;
    text: string;
    messages: number;
  }

  /** Sends bytes as the body of a call and half-closes. */
  async function call(body: Buffer, values: Record<string, string> = {}): Promise<Answer> {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: 'Api-Key key',
      ...values,
    });
    const seen: Record<string, string | string[] | number | undefined> = {};
    stream.on('response', (got) => void Object.assign(seen, got));
    stream.on('trailers', (got) => void Object.assign(seen, got));
    const frames = new MessageFrames({ maxBytes: 1e9, encoding: 'identity' });
    let messages = 0;
    stream.on('data', (chunk: Buffer) => (messages += frames.push(chunk).length));
    if (values[':method'] === 'GET') stream.end();
    else stream.end(body);
    await once(stream, 'close');
    return {
      httpStatus: Number(seen[':status']),
      code: Number(seen['grpc-status']),
      text: decodeURIComponent((seen['grpc-message'] as string | undefined) ?? ''),
      messages,
    };
  }

  it.each<[string, Buffer, Record<string, string>, number, RegExp]>([
    ['a message that is packed', frame(1, gzipSync(message)), { 'grpc-encoding': 'gzip' }, status.OK, /^$/],
    ['one packed otherwise', frame(1, deflateSync(message)), { 'grpc-encoding': 'deflate' }, status.OK, /^$/],
    [
      'another kind of gRPC',
      frame(0, message),
      { 'content-type': 'application/grpc+proto' },
      status.OK,
      /^$/,
    ],
    [
      'a packing nobody knows',
      frame(1, message),
      { 'grpc-encoding': 'snappy' },
      status.UNIMPLEMENTED,
      /"snappy"/,
    ],
    ['a packing nobody named', frame(1, message), {}, status.UNIMPLEMENTED, /"identity"/],
    [
      'what is not packed as said',
      frame(1, message),
      { 'grpc-encoding': 'gzip' },
      status.INTERNAL,
      /decompress/,
    ],
    [
      'a bomb',
      frame(1, gzipSync(Buffer.alloc(20_000_000))),
      { 'grpc-encoding': 'gzip' },
      status.RESOURCE_EXHAUSTED,
      /larger than max/,
    ],
    [
      'a message of 4 GB',
      frame(0, message, 0xffff_ffff),
      {},
      status.RESOURCE_EXHAUSTED,
      /4294967295 vs\. 16777216/,
    ],
    ['a message cut off', frame(0, message, 100), {}, status.INTERNAL, /middle of a message/],
    ['no protobuf', frame(0, Buffer.alloc(9, 0xff)), {}, status.INTERNAL, /^Error deserializing request$/],
    ['no message at all', Buffer.alloc(0), {}, status.UNIMPLEMENTED, /takes one request message, got none/],
    [
      'an unknown method',
      frame(0, message),
      { ':path': '/no.Such/Method' },
      status.UNIMPLEMENTED,
      /does not implement the method \/no\.Such\/Method/,
    ],
    [
      'a method of objects',
      frame(0, message),
      { ':path': '/__proto__' },
      status.UNIMPLEMENTED,
      /does not implement/,
    ],
    ['no POST', Buffer.alloc(0), { ':method': 'GET' }, status.UNIMPLEMENTED, /POST/],
    [
      'too little time',
      frame(0, message),
      { 'grpc-timeout': '5m' },
      status.DEADLINE_EXCEEDED,
      /^Deadline exceeded$/,
    ],
    ['enough time', frame(0, message), { 'grpc-timeout': '5S' }, status.OK, /^$/],
    ['more time than a timer has', frame(0, message), { 'grpc-timeout': '99999999H' }, status.OK, /^$/],
    ['nonsense for a time', frame(0, message), { 'grpc-timeout': 'soon' }, status.OK, /^$/],
  ])('answers %s', async (_, body, values, code, text) => {
    const answer = await call(body, values);
    expect(answer).toMatchObject({ httpStatus: 200, code, text: expect.stringMatching(text) as string });
    expect(answer.messages).toBe(code === 0 ? 1 : 0);
  });

  it.each(['application/json', 'application/grpc-web', 'application/grpcx', ''])(
    'turns away %j',
    async (type) => {
      expect(await call(frame(0, message), { 'content-type': type })).toMatchObject({ httpStatus: 415 });
    },
  );

  it('lives through what is not HTTP/2, and through clients that leave in the middle', async () => {
    const port = Number(new URL(emulator.grpc).port);
    for (const bytes of [
      'GET / HTTP/1.1\r\n\r\n',
      '\u0000'.repeat(100),
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + '\u00ff'.repeat(50),
    ]) {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.end(Buffer.from(bytes, 'latin1'));
      socket.resume();
      await once(socket, 'close');
    }
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      authorization: 'Api-Key key',
    });
    stream.on('error', () => undefined).write(frame(0, message, 1000));
    session.destroy();
    const sdk = new OfficialSdk(emulator);
    expect(await sdk.synthesize({ text: 'да' }, headers({ authorization: 'Api-Key key' }))).toHaveLength(1);
    sdk.close();
  });

  it('answers any bytes with a status, in every method', async () => {
    const paths = [
      '/speechkit.stt.v3.Recognizer/RecognizeStreaming',
      '/speechkit.tts.v3.Synthesizer/StreamSynthesis',
      path,
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.uint8Array({ maxLength: 60 })), {
          maxLength: 4,
        }),
        fc.uint8Array({ maxLength: 7 }),
        async (method, frames, rest) => {
          const body = Buffer.concat([...frames.map(([flag, bytes]) => frame(flag, bytes)), rest]);
          const { code } = await call(body, { ':path': method });
          // Never a crash of ours: UNKNOWN (2) is what a bug would be.
          expect([0, 3, 8, 12, 13]).toContain(code);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('MessageFrames', () => {
  it('finds the same messages however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        (messages, sizes) => {
          const bytes = Buffer.concat(messages.map(frameMessage));
          const frames = new MessageFrames({ maxBytes: 100, encoding: 'identity' });
          const found: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length]!;
            found.push(...frames.push(bytes.subarray(at, at + size)));
            at += size;
          }
          expect(found.map((one) => [...one])).toEqual(messages.map((one) => [...one]));
          expect(frames.isMidMessage).toBe(false);
        },
      ),
    );
  });
});
