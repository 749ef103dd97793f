import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { status } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import {
  collect,
  headers,
  OfficialSdk,
  refusalOf,
  signJwt,
  type JwtFaults,
} from './test-support/official-sdk.js';
import { startEmulator, type Emulator } from './start-emulator.js';
import { virtualTime } from './testing/index.js';

const sentence = 'Запишите меня на пятницу, пожалуйста.';
/** A key that is not the emulator's. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const rawAudio = { audioEncoding: 1, sampleRateHertz: 8000 };

describe('the emulator as the official SDK sees it', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  beforeAll(async () => {
    emulator = await startEmulator({
      stt: { exact: true },
      tts: { voice: 'a' },
      iam: { apiKeys: ['AQVN-emulated-key'] },
    });
    sdk = new OfficialSdk(emulator);
  });
  afterAll(async () => {
    sdk.close();
    await emulator.close();
  });

  it('gives a token, speaks with it and hears what it spoke', async () => {
    const { iamToken, expiresAt } = await sdk.createToken(await signJwt(emulator.serviceAccountKey));
    expect(iamToken).toMatch(/^t1\.[\w-]+\.[\w-]{86}$/);
    expect((expiresAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
    const metadata = headers({ authorization: `Bearer ${iamToken}` });

    const [speech] = await sdk.synthesize({ text: sentence, outputAudioSpec: { rawAudio } }, metadata);
    const { call, send, end, responses } = sdk.recognize(metadata);
    send({
      sessionOptions: {
        recognitionModel: { audioFormat: { rawAudio: { ...rawAudio, audioChannelCount: 1 } } },
      },
    });
    const audio = speech!.audioChunk!.data;
    for (let at = 0; at < audio.length; at += 801) send({ chunk: { data: audio.subarray(at, at + 801) } });
    end();
    const finals = (await responses).flatMap(({ final }) => final?.alternatives ?? []);
    expect(finals.map(({ text }) => text).join(' ')).toBe(sentence);
    expect(call.getPeer()).toContain('127.0.0.1');
  });

  it('takes an API key', async () => {
    const spoken = await sdk.synthesize(
      { text: 'да' },
      headers({ authorization: 'Api-Key AQVN-emulated-key' }),
    );
    expect(spoken).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, number, RegExp]>([
    ['no token', {}, status.UNAUTHENTICATED, /required/],
    ['an unknown token', { authorization: 'Bearer t1.abc.def' }, status.UNAUTHENTICATED, /invalid/],
    [
      'an unknown API key',
      { authorization: 'Api-Key secret-1234' },
      status.UNAUTHENTICATED,
      /^Unknown api key '\*{4}1234'$/,
    ],
    [
      'an API key behind Bearer',
      { authorization: 'Bearer Api-Key AQVN-emulated-key' },
      status.UNAUTHENTICATED,
      /^Unknown api key '\*{4}-key'$/,
    ],
    [
      'a folder of somebody else',
      { authorization: 'Api-Key AQVN-emulated-key', 'x-folder-id': 'b1gother' },
      status.INVALID_ARGUMENT,
      /^Specified folder ID 'b1gother' does not match with service account folder ID 'b1gemulatedfolder000'$/,
    ],
  ])('refuses %s in all services', async (_, values, code, text) => {
    const metadata = headers(values);
    const calls = [
      sdk.synthesize({ text: 'да' }, metadata),
      sdk.recognize(metadata).responses,
      collect(
        sdk.llm.completion(
          { modelUri: `gpt://${emulator.folderId}/yandexgpt`, messages: [], tools: [] } as never,
          metadata,
        ),
      ),
    ];
    for (const refusal of await Promise.all(calls.map(refusalOf))) {
      expect(refusal).toMatchObject({ code });
      expect(refusal.details).toMatch(text);
      expect(refusal.details).not.toContain('secret');
      expect(refusal.metadata.get('x-request-id')[0]).toMatch(/^[\da-f-]{36}$/);
    }
  });

  it.each<[string, JwtFaults, RegExp]>([
    ['signed with RS256', { algorithm: 'RS256' }, /PS256/],
    ['for another audience', { audience: 'https://example.com' }, /aud/],
    ['of another account', { issuer: 'aje-other' }, /iss/],
    ['of another key', { keyId: 'aje-other' }, /unknown/],
    ['signed with another key', { privateKey }, /signature/],
    ['that has expired', { issuedAtS: Math.floor(Date.now() / 1000) - 4000 }, /exp/],
    ['from the future', { issuedAtS: Math.floor(Date.now() / 1000) + 4000 }, /future/],
    ['good for over an hour', { lifetimeS: 3601 }, /3600/],
  ])('gives no token for a JWT %s', async (_, faults, text) => {
    const jwt = await signJwt(emulator.serviceAccountKey, faults);
    const refusal = await refusalOf(sdk.createToken(jwt));
    expect(refusal).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(refusal.details).toMatch(text);

    const response = await postToken(emulator, { jwt });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 16, message: refusal.details });
  });

  it('gives no token for a JWT whose signature was tampered with, nor for what is no JWT', async () => {
    const jwt = await signJwt(emulator.serviceAccountKey);
    const tampered = `${jwt.slice(0, -20)}${jwt.at(-20) === 'A' ? 'B' : 'A'}${jwt.slice(-19)}`;
    expect(await refusalOf(sdk.createToken(tampered))).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await refusalOf(sdk.createToken('not.a.jwt'))).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect((await postToken(emulator, {})).status).toBe(400);
    expect((await postToken(emulator, { jwt: 5 })).status).toBe(400);
  });

  it('gives over REST a token that gRPC accepts', async () => {
    const response = await postToken(emulator, { jwt: await signJwt(emulator.serviceAccountKey) });
    expect(response.status).toBe(200);
    const { iamToken, expiresAt } = (await response.json()) as { iamToken: string; expiresAt: string };
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const spoken = await sdk.synthesize({ text: 'да' }, headers({ authorization: `Bearer ${iamToken}` }));
    expect(spoken).toHaveLength(1);
  });

  it('notices that a recognition was cancelled', async () => {
    const { call, send, responses } = sdk.recognize(await sdk.authorized());
    const audioFormat = { rawAudio: { ...rawAudio, audioChannelCount: 1 } };
    const cancelled = refusalOf(responses);
    send({ sessionOptions: { recognitionModel: { audioFormat } } });
    await once(call, 'data');
    call.cancel();
    expect(await cancelled).toMatchObject({ code: status.CANCELLED });
    await expect.poll(() => emulator.log.at(-1)).toMatchObject({ service: 'stt', outcome: 'cancelled' });
  });

  it('puts on record what was asked, without secrets', async () => {
    await refusalOf(
      sdk.synthesize(
        { text: 'да' },
        headers({ authorization: 'Bearer t1.very-secret', 'x-client-request-id': 'my-id' }),
      ),
    );
    const start = emulator.log.findLast((event) => event.type === 'call-start');
    expect(start).toMatchObject({ service: 'tts', clientRequestId: 'my-id' });
    const ofCall = emulator.log.filter(({ requestId }) => requestId === start?.requestId);
    expect(ofCall.map(({ type }) => type)).toEqual(['call-start', 'refusal', 'call-end']);
    expect(JSON.stringify(emulator.log)).not.toContain('very-secret');
  });
});

describe('startEmulator', () => {
  it('refuses an expired token', async () => {
    const emulator = await startEmulator({ iam: { tokenTtlMs: 1 } });
    const sdk = new OfficialSdk(emulator);
    const metadata = await sdk.authorized();
    await expect
      .poll(async () => (await refusalOf(sdk.synthesize({ text: 'да' }, metadata))).details)
      .toMatch(/expired/);
    sdk.close();
    await emulator.close();
  });

  it('gives tokens for twelve hours', async () => {
    const vt = virtualTime({ maxVirtualMs: 86_400_000 });
    await vt.run(async () => {
      const emulator = await startEmulator();
      const sdk = new OfficialSdk(emulator);
      const metadata = await sdk.authorized();
      await sleep(systemClock, 12 * 3_600_000 - 1000);
      expect(await sdk.synthesize({ text: 'да' }, metadata)).toHaveLength(1);
      await sleep(systemClock, 1000);
      expect((await refusalOf(sdk.synthesize({ text: 'да' }, metadata))).details).toMatch(/expired/);
      expect(await sdk.synthesize({ text: 'да' }, await sdk.authorized())).toHaveLength(1);
      sdk.close();
      await emulator.close();
    });
  });

  it('leaves no socket and no timer behind, whatever was going on', async () => {
    const open = () =>
      process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Immediate|HTTP/.test(name)).length;
    const before = open();
    const emulator = await startEmulator({
      iam: { apiKeys: ['key'] },
      stt: { maxNewStreamsPerSecond: false },
      latency: { ttsFirstAudioMs: 60_000 },
      gpt: { reply: () => new Promise(() => undefined) },
    });
    const sdk = new OfficialSdk(emulator);
    const metadata = headers({ authorization: 'Api-Key key' });
    const audioFormat = { rawAudio: { ...rawAudio, audioChannelCount: 1 } };
    const ends = Array.from({ length: 100 }, () => {
      const { send, responses } = sdk.recognize(metadata);
      send({ sessionOptions: { recognitionModel: { audioFormat } } });
      send({ chunk: { data: Buffer.alloc(800) } });
      return refusalOf(responses);
    });
    ends.push(refusalOf(sdk.synthesize({ text: 'да' }, metadata)));
    const completion = {
      modelUri: `gpt://${emulator.folderId}/yandexgpt`,
      messages: [{ role: 'user', text: 'да' }],
      tools: [],
    };
    ends.push(refusalOf(collect(sdk.llm.completion(completion as never, metadata))));
    await expect.poll(() => emulator.log.filter(({ type }) => type === 'options').length).toBe(ends.length);
    expect(open()).toBeGreaterThan(before + 200);

    await emulator.close();
    for (const { code } of await Promise.all(ends)) expect(code).toBe(status.CANCELLED);
    sdk.close();
    expect(emulator.log.filter(({ type }) => type === 'call-end')).toHaveLength(ends.length);
    await expect.poll(open).toBeLessThanOrEqual(before);
  });

  it('notices that a socket was closed, and does not wait for a client that never reads', async () => {
    const emulator = await startEmulator({ iam: { apiKeys: ['key'] } });
    for (const end of ['client', 'emulator'] as const) {
      const session = connectHttp2(emulator.grpc).on('error', () => undefined);
      const stream = session.request({
        ':method': 'POST',
        ':path': '/speechkit.stt.v3.Recognizer/RecognizeStreaming',
        'content-type': 'application/grpc',
        te: 'trailers',
        authorization: 'Api-Key key',
      });
      stream.on('error', () => undefined).pause();
      await once(stream, 'response');
      if (end === 'client') session.destroy();
      else await emulator.close();
      await expect.poll(() => emulator.log.at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' });
      session.destroy();
    }
  });

  it('frees its ports on close, which may be called twice, and ends open calls', async () => {
    const emulator = await startEmulator();
    const sdk = new OfficialSdk(emulator);
    const open = sdk.recognize(await sdk.authorized());
    const ended = refusalOf(open.responses);
    await emulator.close();
    await emulator.close();
    expect((await ended).code).toBe(status.CANCELLED);
    sdk.close();
    for (const url of [emulator.grpc, emulator.http]) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await expect(
        new Promise((resolve, reject) => socket.on('connect', resolve).on('error', reject)),
      ).rejects.toThrow('ECONNREFUSED');
    }
  });

  it('gives the same ids for the same seed and other ones for another', async () => {
    const ids = [];
    for (const seed of [7, 7, 8]) {
      const emulator = await startEmulator({ seed });
      ids.push(emulator.serviceAccountKey.id);
      await emulator.close();
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it.each([
    [{ grpcPort: -1 }, /grpcPort/],
    [{ latency: 'snail' as never }, /latency/],
    [{ latency: { llmTokenMs: -1 } }, /llmTokenMs/],
    [{ gpt: { reply: [] } }, /gpt\.reply/],
    [{ stt: { eouDuplicateRate: 1 } }, /eouDuplicateRate/],
  ])('refuses options %j', async (options, text) => {
    await expect(startEmulator(options)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringMatching(text) as string,
    });
  });
});

function postToken({ http }: Emulator, body: object): Promise<Response> {
  return fetch(`${http}/iam/v1/tokens`, { method: 'POST', body: JSON.stringify(body) });
}
