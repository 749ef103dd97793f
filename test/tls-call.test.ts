import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agent, VoicePipeline } from '@rechka/core';
import { startEmulator } from '@rechka/emulator';
import { simulateCall, type SimulatedApp } from '@rechka/emulator/testing';
import { YandexGpt } from '@rechka/gpt';
import { fromEnv, serviceAccountKey } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { describe, expect, it } from 'vitest';

/** An agent as a user would write it. */
async function barbershop({ call, env }: Pick<SimulatedApp, 'call' | 'env'>) {
  const cloud = fromEnv(env);
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt(cloud);
  try {
    const respond = agent(gpt, { instructions: 'Отвечай коротко.' });
    const pipeline = new VoicePipeline({ call, stt, tts, language: russian(), respond });
    void pipeline.say('Барбершоп «Стиль», здравствуйте!');
    await pipeline.run();
  } finally {
    for (const client of [stt, tts, gpt]) client.close();
  }
}

const emulator = { tls: true, gpt: { reply: ['На какое время вас записать?'] } };

describe('a whole call over TLS', () => {
  it('trusts the authority of the emulator by its environment: credentials, hearing, model and voice', async () => {
    const caller = await simulateCall(
      (app) => {
        for (const service of ['STT', 'TTS', 'LLM', 'IAM'])
          expect(app.env[`YC_${service}_ENDPOINT`]).toMatch(/^https:/);
        return barbershop(app);
      },
      { emulator },
    );
    expect(await caller.hears()).toBe('Барбершоп «Стиль», здравствуйте!');
    await caller.says('Запишите меня на завтра');
    expect(await caller.hears(/время/)).toBe('На какое время вас записать?');
    const asked = new Set(caller.emulator.log.map(({ service }) => service));
    expect([...asked].sort()).toEqual(['gpt', 'iam', 'stt', 'tts']);
    await caller.hangsUp();
  });

  it('trusts nobody else then, and nobody of ours without being told', async () => {
    const [one, other] = [await startEmulator({ tls: true }), await startEmulator({ tls: true })];
    const refused = {
      code: 'ERR_UNAVAILABLE',
      retryable: false,
      message: expect.stringMatching(/trustedCa.*NODE_EXTRA_CA_CERTS/) as string,
    };
    try {
      for (const ca of [other.tls?.ca, undefined]) {
        const { endpoints, env, serviceAccountKey: key } = one;
        const trustedCa = ca === undefined ? {} : { trustedCa: ca };
        const auth = serviceAccountKey(key, { endpoint: endpoints.iam, ...trustedCa });
        await expect(auth.authorization()).rejects.toMatchObject(refused);
        const good = fromEnv(env);
        const cloud = { auth: good.auth, folderId: one.folderId, endpoints: good.endpoints, ...trustedCa };
        for (const client of [new SpeechKitStt(cloud), new SpeechKitTts(cloud), new YandexGpt(cloud)]) {
          await expect(client.connect()).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' });
          client.close();
        }
      }
      expect(one.calls({ service: 'stt' })).toEqual([]);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });

  it('takes the authority from a file too, and says what is wrong with one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rechka-ca-'));
    const file = join(folder, 'ca.pem');
    const running = await startEmulator({ tls: true });
    try {
      await writeFile(file, running.env['YC_TRUSTED_CA'] ?? '');
      const tts = new SpeechKitTts(fromEnv({ ...running.env, YC_TRUSTED_CA: file }));
      await tts.connect();
      tts.close();
      await writeFile(file, 'no certificate');
      for (const path of [file, join(folder, 'none.pem')]) {
        expect(() => fromEnv({ ...running.env, YC_TRUSTED_CA: path })).toThrow(
          expect.objectContaining({
            code: 'ERR_INVALID_OPTION',
            message: expect.stringMatching(/YC_TRUSTED_CA.*PEM/) as string,
          }) as Error,
        );
      }
    } finally {
      await running.close();
      await rm(folder, { recursive: true });
    }
  });
});
