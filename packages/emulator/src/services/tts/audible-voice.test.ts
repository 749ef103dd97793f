import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metadata } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { parseWav, pcmToSamples } from '@rechka/core';
import { tts } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OrdinarySpeech } from '../../recogniser/ordinary-speech.js';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { collect, OfficialSdk, refusalOf } from '../../test-support/official-sdk.js';
import { ToneSpeechDecoder } from '../../tone-speech/index.js';

const isInstalled = spawnSync('espeak-ng', ['--version']).error === undefined;
if (!isInstalled) console.warn('SKIPPED: espeak-ng is not installed, so audible speech is not tested.');

const exact = tts.DurationHint_DurationHintPolicy.EXACT_DURATION;
const raw = (sampleRateHertz: number) => ({
  rawAudio: { audioEncoding: tts.RawAudio_AudioEncoding.LINEAR16_PCM, sampleRateHertz },
});

describe.runIf(isInstalled)('audible speech', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  let metadata: Metadata;
  beforeAll(async () => {
    emulator = await startEmulator({ tts: { audible: true } });
    sdk = new OfficialSdk(emulator);
    metadata = await sdk.authorized();
  });
  afterAll(async () => {
    sdk.close();
    await emulator.close();
  });

  const text = 'Здравствуйте! На какой день вас записать?';

  it.each([8000, 16_000, 22_050, 48_000])('sounds like a person at %i Hz', async (rate) => {
    const [message] = await sdk.synthesize({ text, outputAudioSpec: raw(rate) }, metadata);
    const samples = pcmToSamples(message!.audioChunk!.data);
    expect(Math.round((samples.length * 1000) / rate)).toBe(message!.lengthMs);
    expect(message!.lengthMs).toBeGreaterThan(1500);
    expect(isSpeech(samples, rate)).toBe(true);
    // It is no tone speech: the emulated recogniser hears no word of it.
    expect([...new ToneSpeechDecoder({ sampleRateHz: rate }).push(samples)]).toEqual([]);
  });

  it('says in the log that word timings are estimates', async () => {
    await sdk.synthesize({ text: 'Добрый день' }, metadata);
    expect(emulator.log.filter(({ type }) => type === 'text').at(-1)).toMatchObject({
      text: 'Добрый день',
      exact: false,
    });
  });

  it('is faster, higher and louder when asked, and pauses exactly', async () => {
    const sound = async (hints: tts.DeepPartial<tts.Hints>[], words = text) => {
      const [message] = await sdk.synthesize({ text: words, hints }, metadata);
      const samples = pcmToSamples(parseWav(message!.audioChunk!.data).data);
      return {
        lengthMs: message!.lengthMs,
        peak: samples.reduce((most, sample) => Math.max(most, sample)),
        samples,
      };
    };
    const usual = await sound([]);
    expect((await sound([{ speed: 2 }])).lengthMs).toBeLessThan(0.7 * usual.lengthMs);
    expect((await sound([{ volume: -39 }])).peak / usual.peak).toBeCloseTo(0.1, 2);
    expect((await sound([{ pitchShift: 900 }])).samples).not.toEqual(usual.samples);
    expect((await sound([{ voice: 'filipp' }])).samples).not.toEqual(usual.samples);
    expect((await sound([{ duration: { policy: exact, durationMs: 9000 } }])).lengthMs).toBe(9000);

    const { lengthMs: oneMs } = await sound([], 'раз');
    const { lengthMs: twoMs } = await sound([], 'два');
    expect((await sound([], 'раз sil<[2000]> два')).lengthMs).toBe(oneMs + 2000 + twoMs);
  });

  it('speaks a stream of text', async () => {
    const { send, end, responses } = sdk.speak(metadata);
    send({ options: { voice: 'john', outputAudioSpec: raw(8000) } });
    send({ synthesisInput: { text: 'Hello there. How are ' } });
    send({ synthesisInput: { text: 'you?' } });
    end();
    const messages = await responses;
    expect(messages.map(({ textChunk }) => textChunk?.text)).toEqual(['Hello there. ', 'How are you?']);
    expect(messages[1]?.startMs).toBe(messages[0]?.lengthMs);
  });

  it('takes words for words, whatever they look like', async () => {
    const [message] = await sdk.synthesize({ text: '--version <b> $(id) [[ ... 😀' }, metadata);
    expect(message!.lengthMs).toBeGreaterThan(300);
    const [dots] = await sdk.synthesize({ text: '...', outputAudioSpec: raw(8000) }, metadata);
    expect(dots!.textChunk?.text).toBe('...');
  });
});

describe('without espeak-ng', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('tells at the start how to get it', async () => {
    vi.stubEnv('PATH', '/nowhere');
    await expect(startEmulator({ tts: { audible: true } })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringMatching(/tts\.audible.*espeak-ng.*ENOENT.*apt-get install espeak-ng/) as string,
    });
  });

  it('speaks in tone speech when that will do', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const emulator = await startEmulator({ tts: { audible: 'auto' } });
    const sdk = new OfficialSdk(emulator);
    const [message] = await sdk.synthesize(
      { text: 'да', outputAudioSpec: raw(8000) },
      await sdk.authorized(),
    );
    const decoder = new ToneSpeechDecoder({ sampleRateHz: 8000 });
    const words = [...decoder.push(pcmToSamples(message!.audioChunk!.data)), ...decoder.flush()];
    expect(words).toMatchObject([{ kind: 'word', text: 'да' }]);
    sdk.close();
    await emulator.close();
  });

  it.runIf(isInstalled)('refuses calls plainly when it is gone', async () => {
    const emulator = await startEmulator({ tts: { audible: true } });
    const sdk = new OfficialSdk(emulator);
    const metadata = await sdk.authorized();
    vi.stubEnv('PATH', '/nowhere');
    const refusal = await refusalOf(sdk.synthesize({ text: 'да' }, metadata));
    expect(refusal.code).toBe(status.INTERNAL);
    expect(refusal.details).toMatch(/cannot speak audibly: .*espeak-ng ENOENT/);
    sdk.close();
    await emulator.close();
  });
});

describe('with an espeak-ng that hangs', () => {
  let folder: string;
  let emulator: Emulator;
  let sdk: OfficialSdk;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rechka-espeak-'));
    const script = '#!/bin/sh\ntest "$1" = --version || exec sleep 1000\n';
    await writeFile(join(folder, 'espeak-ng'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:/bin:/usr/bin`);
    emulator = await startEmulator({ tts: { audible: true } });
    sdk = new OfficialSdk(emulator);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    sdk.close();
    await emulator.close();
    await rm(folder, { recursive: true });
  });
  const programs = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

  it('ends it when the client cancels', async () => {
    const metadata = await sdk.authorized();
    const call = sdk.synthesizer.utteranceSynthesis(
      tts.UtteranceSynthesisRequest.fromPartial({ text: 'да' }),
      metadata,
    );
    const outcome = refusalOf(collect(call));
    await expect.poll(programs).toBe(1);
    call.cancel();
    expect(await outcome).toMatchObject({ code: status.CANCELLED });
    await expect.poll(programs).toBe(0);
  });
});

/** By the detector of ordinary speech of the emulated recogniser. */
function isSpeech(samples: Int16Array, rateHz: number): boolean {
  const detector = new OrdinarySpeech(rateHz);
  const frame = rateHz / 100;
  for (let from = 0; from + frame <= samples.length; from += frame) {
    const found = detector.step({
      samples: samples.subarray(from, from + frame),
      startMs: (from * 1000) / rateHz,
      isSpeech: true,
      isToneSpeech: false,
    });
    if (found !== undefined) return true;
  }
  return false;
}
