import { status } from '@grpc/grpc-js';
import { systemClock, sleep } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import { iamTokenService } from '@yandex-cloud/nodejs-sdk/iam-v1';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../emulator-options.js';
import { metadataTokenPath } from '../http/iam-rest.js';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { headers, OfficialSdk, refusalOf, signJwt } from '../test-support/official-sdk.js';
import { restCall } from '../test-support/rest-client.js';
import { virtualTime } from '../testing/index.js';

let emulator: Emulator;
let sdk: OfficialSdk;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator(options);
  sdk = new OfficialSdk(emulator);
}

afterEach(async () => {
  sdk.close();
  await emulator.close();
});

const bearer = (token: string) => headers({ authorization: `Bearer ${token}` });
const speak = (token: string) => sdk.synthesize({ text: 'да' }, bearer(token));
const audioFormat = { rawAudio: { audioEncoding: 1, sampleRateHertz: 8000, audioChannelCount: 1 } };

function listen(authorization: string) {
  const { send, responses } = sdk.recognize(headers({ authorization }));
  send({ sessionOptions: { recognitionModel: { audioFormat } } });
  return responses;
}

describe('tokens', () => {
  it("expire on the emulator's clock, which tells how long they have", async () => {
    const clock = manualClock();
    await start({ clock, iam: { tokenTtlMs: 60_000 } });
    const token = emulator.iam.issueToken();
    const shorter = emulator.iam.issueToken({ ttlMs: 10_000 });
    await clock.advance(10_000);
    expect((await refusalOf(speak(shorter))).details).toMatch(/^The token has expired \d{4}-/);
    expect(await speak(token)).toHaveLength(1);
    await clock.advance(50_000);
    expect(await refusalOf(speak(token))).toMatchObject({ code: status.UNAUTHENTICATED });
  });

  it('are revoked over gRPC, REST and from a test, one or all', async () => {
    await start();
    const [own, first, second, third] = Array.from({ length: 4 }, () => emulator.iam.issueToken());
    const subjectId = emulator.serviceAccountKey.service_account_id;
    const revoked = await new Promise((resolve, reject) => {
      const request = iamTokenService.RevokeIamTokenRequest.fromPartial({ iamToken: first! });
      sdk.iam.revoke(request, bearer(own!), (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
    expect(revoked).toMatchObject({ subjectId });
    expect((await restCall(emulator, '/iam/v1/tokens:revoke', { iamToken: second })).json).toEqual({
      subjectId,
    });
    expect(emulator.iam.revoke(third)).toBe(1);
    expect(emulator.iam.revoke(third)).toBe(0);
    for (const token of [first, second, third]) {
      expect((await refusalOf(speak(token!))).details).toBe('The token is invalid');
    }
    expect(await speak(own!)).toHaveLength(1);
    const left = emulator.iam.revoke();
    expect(left).toBeGreaterThanOrEqual(1);
    expect(await refusalOf(speak(own!))).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(emulator.iam.revoke()).toBe(0);
  });

  it('are made for the service account itself, and for no other', async () => {
    await start();
    const create = (serviceAccountId: string, authorization = `Bearer ${emulator.iam.issueToken()}`) =>
      restCall(
        emulator,
        '/iam/v1/tokens:createForServiceAccount',
        { serviceAccountId },
        { headers: { authorization } },
      );
    const made = await create(emulator.serviceAccountKey.service_account_id);
    expect(await speak(String(made.json?.['iamToken']))).toHaveLength(1);
    expect(await create('aje-other')).toMatchObject({ status: 404, json: { code: 5 } });
    expect(await create('')).toMatchObject({ status: 400, json: { code: 3 } });
    expect(await create('a'.repeat(51))).toMatchObject({ status: 400 });
    expect(await create('aje-other', 'Bearer t1.wrong')).toMatchObject({ status: 401, json: { code: 16 } });
    const tooLong = await restCall(emulator, '/iam/v1/tokens:revoke', { iamToken: 'a'.repeat(4097) });
    expect(tooLong).toMatchObject({
      status: 400,
      json: { message: 'iam_token: Field length must be <=4096' },
    });
  });

  it('cost only new calls when they end, as a rule', async () => {
    await start({ iam: { apiKeys: ['key'] } });
    const responses = listen('Api-Key key');
    await expect.poll(() => emulator.log.some(({ type }) => type === 'options')).toBe(true);
    expect(emulator.iam.revoke('key')).toBe(1);
    expect(
      (await refusalOf(sdk.synthesize({ text: 'да' }, headers({ authorization: 'Api-Key key' })))).details,
    ).toBe("Unknown api key '****key'");
    await emulator.close();
    expect(await refusalOf(responses)).toMatchObject({ code: status.CANCELLED });
  });

  it('end the calls made with them, if so set', async () => {
    let signal: AbortSignal | undefined;
    await start({
      iam: { apiKeys: ['key'], endsCalls: true },
      gpt: {
        async *reply(_, request) {
          signal = request.signal;
          yield 'Начало ';
          await new Promise(() => undefined);
        },
      },
    });
    const token = emulator.iam.issueToken();
    const heard = [listen('Api-Key key'), listen(`Bearer ${token}`)].map(refusalOf);
    const written = restCall(
      emulator,
      '/foundationModels/v1/completion',
      {
        modelUri: `gpt://${emulator.folderId}/yandexgpt`,
        completionOptions: { stream: true },
        messages: [{ role: 'user', text: 'а' }],
      },
      { headers: { authorization: `Bearer ${token}` } },
    );
    await expect.poll(() => emulator.log.filter(({ type }) => type === 'options').length).toBe(3);
    await expect.poll(() => signal).toBeDefined();
    emulator.iam.revoke(token);
    emulator.iam.revoke('key');
    expect((await Promise.all(heard)).map(({ code, details }) => [code, details])).toEqual([
      [status.UNAUTHENTICATED, "Unknown api key '****key'"],
      [status.UNAUTHENTICATED, 'The token is invalid'],
    ]);
    expect((await written).text).toMatch(
      /Начало[^]*"grpcCode":16,"httpCode":401,"message":"The token is invalid"/,
    );
    await expect.poll(() => signal?.aborted).toBe(true);
  });

  it('end the calls made with them at the moment they expire, if so set', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      await start({ iam: { tokenTtlMs: 60_000, endsCalls: true }, stt: { idleMs: 100_000 } });
      const responses = listen(`Bearer ${emulator.iam.issueToken()}`);
      const refusal = await refusalOf(responses);
      expect(refusal.details).toMatch(/^The token has expired/);
      expect(Math.round(vt.now())).toBe(60_000);
      sdk.close();
      await emulator.close();
    });
  });
});

describe('the metadata service', () => {
  const ask = () =>
    restCall(emulator, metadataTokenPath, undefined, {
      headers: { 'metadata-flavor': 'Google', authorization: '' },
    });

  it('gives a token of the account, and the same one for what is left of its life', async () => {
    const vt = virtualTime({ maxVirtualMs: 86_400_000 });
    await vt.run(async () => {
      await start();
      const { json: first } = await ask();
      expect(first).toEqual({
        access_token: expect.stringMatching(/^t1\./) as string,
        expires_in: 43_200,
        token_type: 'Bearer',
      });
      await sleep(systemClock, 3_600_000);
      expect((await ask()).json).toEqual({ ...first, expires_in: 39_600 });
      expect(await speak(String(first!['access_token']))).toHaveLength(1);
      await sleep(systemClock, 10 * 3_600_000);
      const { json: renewed } = await ask();
      expect(renewed).toMatchObject({ expires_in: 43_200 });
      expect(renewed!['access_token']).not.toBe(first!['access_token']);
      emulator.iam.revoke(String(renewed!['access_token']));
      expect((await ask()).json!['access_token']).not.toBe(renewed!['access_token']);
      sdk.close();
      await emulator.close();
    });
  });

  it('answers nobody who does not name the flavour', async () => {
    await start();
    const { status: refused, text } = await restCall(emulator, metadataTokenPath);
    expect(refused).toBe(403);
    expect(text).toContain('Metadata-Flavor');
    expect(text).not.toContain('t1.');
  });
});

describe('folders', () => {
  it('are those that the service account may use, in headers and URIs of models', async () => {
    await start({ folderId: 'b1gown', iam: { otherFolders: ['b1gshared'] }, gpt: { reply: ['да'] } });
    const ask = (folder: string, headerFolder: string) =>
      restCall(
        emulator,
        '/foundationModels/v1/completion',
        { modelUri: `gpt://${folder}/yandexgpt`, messages: [{ role: 'user', text: 'а' }] },
        {
          headers: {
            'x-folder-id': headerFolder,
            authorization: `Bearer ${emulator.iam.issueToken()}`,
          },
        },
      );
    expect((await ask('b1gown', 'b1gown')).status).toBe(200);
    expect((await ask('b1gshared', 'b1gshared')).status).toBe(200);
    const text = "Specified folder ID 'b1gother' does not match with service account folder ID 'b1gown'";
    expect(await ask('b1gown', 'b1gother')).toMatchObject({
      status: 400,
      json: { error: { message: text } },
    });
    expect(await ask('b1gother', 'b1gown')).toMatchObject({
      status: 400,
      json: { error: { message: text } },
    });
  });
});

describe('a JWT over REST', () => {
  it('is exchanged for a token that says when it ends', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      await start({ iam: { tokenTtlMs: 90_000 } });
      const jwt = await signJwt(emulator.serviceAccountKey);
      const { json } = await restCall(
        emulator,
        '/iam/v1/tokens',
        { jwt },
        { headers: { authorization: '' } },
      );
      expect(Date.parse(String(json!['expiresAt'])) - Date.now()).toBe(90_000);
      sdk.close();
      await emulator.close();
    });
  });
});
