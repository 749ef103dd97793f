import { parseWav, pcmToSamples } from '@rechka/core';
import { tts } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { key } from '../../test-support/recognise.js';
import { OfficialSdk } from '../../test-support/official-sdk.js';
import { restCall } from '../../test-support/rest-client.js';
import { ToneSpeechDecoder } from '../../tone-speech/index.js';

interface Line {
  result: {
    audioChunk: { data: string };
    textChunk: { text: string };
    startMs: string;
    lengthMs: string;
    wordTimings: { word: string; startMs: string; lengthMs: string }[];
  };
}

describe('synthesis over REST', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  const speak = (body: unknown) => restCall(emulator, '/tts/v3/utteranceSynthesis', body);
  const resultsOf = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Line).result);

  beforeAll(async () => {
    emulator = await startEmulator({ iam: { apiKeys: ['key'] }, tts: { maxRequestsPerSecond: false } });
    sdk = new OfficialSdk(emulator);
  });
  afterAll(async () => {
    sdk.close();
    await emulator.close();
  });

  it('gives a line of JSON with what gRPC gives in a message', async () => {
    const answer = await speak({
      text: 'Запишите меня на 15:30.',
      hints: [{ voice: 'alena' }, { role: 'good' }, { speed: 1.2 }],
      outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: '8000' } },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.text.endsWith('}\n')).toBe(true);
    const [result, ...more] = resultsOf(answer.text);
    expect(more).toEqual([]);
    const [same] = await sdk.synthesize(
      {
        text: 'Запишите меня на 15:30.',
        hints: [{ voice: 'alena' }, { role: 'good' }, { speed: 1.2 }],
        outputAudioSpec: {
          rawAudio: { audioEncoding: tts.RawAudio_AudioEncoding.LINEAR16_PCM, sampleRateHertz: 8000 },
        },
      },
      key,
    );
    const data = Buffer.from(result!.audioChunk.data, 'base64');
    expect(data.equals(same!.audioChunk!.data)).toBe(true);
    expect(result!.textChunk).toEqual({ text: 'Запишите меня на 15:30.' });
    expect(result!.startMs).toBe('0');
    expect(result!.lengthMs).toBe(String(same!.lengthMs));
    const decoder = new ToneSpeechDecoder({ sampleRateHz: 8000 });
    const words = [...decoder.push(pcmToSamples(data)), ...decoder.flush()];
    expect(words.map((word) => (word.kind === 'word' ? word.text : '?')).join(' ')).toBe(
      'Запишите меня на 15:30.',
    );
    expect(result!.wordTimings.map(({ word }) => word)).toEqual(['Запишите', 'меня', 'на', '15:30.']);
    for (const timing of result!.wordTimings) expect(timing.startMs).toMatch(/^\d+$/);
  });

  it('speaks a WAV file when nothing is asked for, and passes over fields that it does not know', async () => {
    const { text } = await speak({ text: 'да', output_audio_spec: { containerSpec: { wav: {} } } });
    const wav = parseWav(Buffer.from(resultsOf(text)[0]!.audioChunk.data, 'base64'));
    expect(wav.format.sampleRateHz).toBe(22_050);
  });

  it('gives a long text in several lines in unsafe mode', async () => {
    const sentence = 'Барбершоп работает каждый день с десяти до двадцати двух часов. ';
    const { text } = await speak({ text: sentence.repeat(6), unsafeMode: true });
    const results = resultsOf(text);
    expect(results.map(({ textChunk }) => textChunk.text).join('')).toBe(sentence.repeat(6));
    expect(results.length).toBeGreaterThan(1);
    let atMs = 0;
    for (const { startMs, lengthMs } of results) {
      expect(startMs).toBe(String(atMs));
      atMs += Number(lengthMs);
    }
  });

  it('knows one choice in a hint: of voice and role the voice is lost', async () => {
    const both = await speak({ text: 'да', hints: [{ voice: 'alena', role: 'good' }] });
    expect(both.status).toBe(400);
    expect(both.json).toEqual({
      error: {
        grpcCode: 3,
        httpCode: 400,
        message: expect.stringMatching(/^Unknown role 'good' for 'marina' voice, internal_id=/) as string,
        httpStatus: 'Bad Request',
        details: [],
      },
    });
    expect((await speak({ text: 'да', hints: [{ role: 'good', voice: 'alena' }] })).status).toBe(200);
  });

  it.each<[string, object, number, RegExp]>([
    ['no text', {}, 400, /^Text for synthesis is empty$/],
    ['251 characters', { text: 'а'.repeat(251) }, 400, /^Text is too long: 251 characters/],
    ['a text that is none', { text: 5 }, 400, /^text: must be a string$/],
    [
      'a speed in words',
      { text: 'да', hints: [{ speed: 'fast' }] },
      400,
      /^hints\[0\]\.speed: must be a number$/,
    ],
    ['a speed out of range', { text: 'да', hints: [{ speed: 9 }] }, 400, /^speed 9 is outside/],
    [
      'a volume of MAX_PEAK',
      { text: 'да', hints: [{ volume: -19 }], loudnessNormalizationType: 'MAX_PEAK' },
      400,
      /^volume -19/,
    ],
    [
      'an unknown format',
      { text: 'да', outputAudioSpec: { containerAudio: { containerAudioType: 'AAC' } } },
      400,
      /containerAudioType: must be one of/,
    ],
    [
      'half a sample a second',
      {
        text: 'да',
        outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: '8000.5' } },
      },
      400,
      /sampleRateHertz: must be an integer/,
    ],
    [
      'no encoding',
      { text: 'да', outputAudioSpec: { rawAudio: { sampleRateHertz: '8000' } } },
      400,
      /^audio_encoding/,
    ],
    [
      'a duration without a policy',
      { text: 'да', hints: [{ duration: { durationMs: '500' } }] },
      400,
      /^duration\.policy/,
    ],
    ['a template of text', { textTemplate: { textTemplate: '{a}' } }, 501, /Text templates/],
    ['a template of audio', { text: 'да', hints: [{ audioTemplate: {} }] }, 501, /Audio templates/],
    ['MP3', { text: 'да', outputAudioSpec: { containerAudio: { containerAudioType: 'MP3' } } }, 501, /MP3/],
  ])('refuses %s', async (_, body, httpCode, message) => {
    const { status, json } = await speak(body);
    expect(status).toBe(httpCode);
    expect((json as { error: { message: string } }).error.message).toMatch(message);
  });
});
