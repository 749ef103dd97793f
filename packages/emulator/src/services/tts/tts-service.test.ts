import type { Metadata } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { parseWav, pcmToSamples } from '@rechka/core';
import { Synthesizer } from '@rechka/proto/tts';
import { tts } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { collect, OfficialSdk, refusalOf } from '../../test-support/official-sdk.js';
import { ToneSpeechDecoder } from '../../tone-speech/index.js';

type Request = tts.DeepPartial<tts.UtteranceSynthesisRequest>;

const exact = tts.DurationHint_DurationHintPolicy.EXACT_DURATION;
const maxPeak: Request = {
  loudnessNormalizationType: tts.UtteranceSynthesisRequest_LoudnessNormalizationType.MAX_PEAK,
};

function hear(data: Uint8Array, sampleRateHz: number): string {
  const decoder = new ToneSpeechDecoder({ sampleRateHz });
  return [...decoder.push(pcmToSamples(data)), ...decoder.flush()]
    .map((word) => (word.kind === 'word' ? word.text : '<?>'))
    .join(' ');
}

function raw(sampleRateHertz: number): tts.DeepPartial<tts.AudioFormatOptions> {
  return { rawAudio: { audioEncoding: tts.RawAudio_AudioEncoding.LINEAR16_PCM, sampleRateHertz } };
}

function container(
  type: keyof typeof tts.ContainerAudio_ContainerAudioType,
): tts.DeepPartial<tts.AudioFormatOptions> {
  return { containerAudio: { containerAudioType: tts.ContainerAudio_ContainerAudioType[type] } };
}

describe('synthesis', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  let metadata: Metadata;
  const synthesize = (request: Request) => sdk.synthesize(request, metadata);

  beforeAll(async () => {
    emulator = await startEmulator({ tts: { maxRequestsPerSecond: false } });
    sdk = new OfficialSdk(emulator);
    metadata = await sdk.authorized();
  });
  afterAll(async () => {
    sdk.close();
    await emulator.close();
  });

  it.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000])(
    'speaks raw audio at %i Hz in one message',
    async (rate) => {
      const text = 'На пятницу, 14:30?';
      const messages = await synthesize({ text, outputAudioSpec: raw(rate) });
      expect(messages).toHaveLength(1);
      const [{ audioChunk, textChunk, startMs, lengthMs }] = messages as [tts.UtteranceSynthesisResponse];
      expect(hear(audioChunk!.data, rate)).toBe(text);
      expect(textChunk?.text).toBe(text);
      expect(startMs).toBe(0);
      expect(lengthMs).toBe(Math.round((audioChunk!.data.length / 2 / rate) * 1000));
    },
  );

  it('speaks a WAV file of 22 050 Hz when nothing is asked for', async () => {
    const [message] = await synthesize({ text: 'Добрый день!' });
    const data = message!.audioChunk!.data;
    const { format, data: audio } = parseWav(data);
    expect(format).toEqual({ encoding: 'pcm_s16le', sampleRateHz: 22_050 });
    expect(data.readUInt32LE(4)).toBe(data.length - 8);
    expect(hear(audio, 22_050)).toBe('Добрый день!');
  });

  it('splits a long text in unsafe mode: unknown length in the header, bare samples after it', async () => {
    const text = Array.from({ length: 40 }, (_, i) => `Это предложение номер ${i}. `).join('');
    const messages = await synthesize({
      text,
      unsafeMode: true,
      outputAudioSpec: container('WAV'),
    });
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.map(({ textChunk }) => textChunk?.text).join('')).toBe(text);
    expect(Math.max(...messages.map(({ textChunk }) => textChunk!.text.trim().length))).toBeLessThanOrEqual(
      250,
    );
    const bytes = Buffer.concat(messages.map(({ audioChunk }) => audioChunk!.data));
    expect(bytes.readUInt32LE(4)).toBe(0xffff_ffff);
    expect(hear(parseWav(bytes).data, 22_050)).toBe(text.trim());
    for (const [index, { startMs, lengthMs }] of messages.entries()) {
      expect(messages[index + 1]?.startMs ?? startMs + lengthMs).toBe(startMs + lengthMs);
    }
  });

  it('does not speak markup', async () => {
    const [message] = await synthesize({
      text: 'З+амок **закрыт** sil<[300]>, <[small]> а зам+ок <[accented]> открыт [[a b]].',
      outputAudioSpec: raw(8000),
    });
    expect(hear(message!.audioChunk!.data, 8000)).toBe('Замок закрыт, а замок открыт ab.');
    expect(message!.textChunk!.text).toContain('sil<[300]>');
  });

  it('does not count pauses at the edges, which are not spoken, as speech', async () => {
    const silences = 'sil<[7000]>'.repeat(4);
    const [message] = await synthesize({ text: `${silences} да ${silences}` });
    expect(message!.lengthMs).toBe(300);
  });

  it('tells when each word sounds', async () => {
    // The official SDK of this version does not know word timings; its transport does.
    const method = Synthesizer.utteranceSynthesis;
    const request = {
      text: 'раз два три',
      outputAudioSpec: { rawAudio: { audioEncoding: 1, sampleRateHertz: 8000 } },
    };
    const [message] = await collect(
      sdk.synthesizer.makeServerStreamRequest(
        method.path,
        (value: typeof request) => Buffer.from(method.request.encode(value)),
        (bytes) => method.response.decode(bytes),
        request,
        metadata,
      ),
    );
    const { wordTimings, lengthMs } = message!;
    expect(wordTimings.map(({ word }) => word)).toEqual(['раз', 'два', 'три']);
    // A word is 220 + 40·n ms long and 50 ms from the next.
    expect(wordTimings.map(({ startMs }) => startMs)).toEqual([0, 390, 780]);
    expect(wordTimings.map((word) => word.lengthMs)).toEqual([340, 340, 340]);
    expect(lengthMs).toBe(1120);
  });

  it.each<[string, Request, RegExp]>([
    ['over 250 characters', { text: 'а'.repeat(251) }, /251 characters, at most 250/],
    [
      'over 5000 characters in unsafe mode',
      { text: 'а '.repeat(2501), unsafeMode: true },
      /5002 characters, at most 5000/,
    ],
    ['no text', { text: '' }, /empty/],
    ['markup only', { text: 'sil<[300]>' }, /nothing to say/],
    ['an unknown voice', { text: 'да', hints: [{ voice: 'boris' }] }, /^Unknown voice 'boris'/],
    [
      'a role that the voice has not',
      { text: 'да', hints: [{ voice: 'alena' }, { role: 'friendly' }] },
      /^Unknown role 'friendly' for 'alena' voice, internal_id=.+&request_id=.+&client_request_id=.*&folder_id=b1g/,
    ],
    [
      'voice and role in one hint: the voice is lost',
      { text: 'да', hints: [{ voice: 'masha', role: 'strict' }] },
      /^Unknown role 'strict' for 'marina' voice/,
    ],
    ['a speed out of range', { text: 'да', hints: [{ speed: 5 }] }, /speed 5/],
    [
      'a volume of the other normalization',
      { text: 'да', hints: [{ volume: 0.7 }] },
      /volume 0\.7 .*\[-145, 0\)/,
    ],
    ['a pitch out of range', { text: 'да', hints: [{ pitchShift: -1001 }] }, /pitch_shift/],
    ['a rate out of range', { text: 'да', outputAudioSpec: raw(96_000) }, /96000/],
    ['no rate', { text: 'да', outputAudioSpec: raw(0) }, /sample_rate_hertz: 0/],
    ['the peak of the other normalization', { text: 'да', hints: [{ volume: -19 }], ...maxPeak }, /\(0, 1\]/],
    ['a volume of nothing', { text: 'да', hints: [{ volume: 0 }] }, /volume 0 /],
    ['a duration without a policy', { text: 'да', hints: [{ duration: { durationMs: 5 } }] }, /policy/],
    ['a duration of nothing', { text: 'да', hints: [{ duration: { policy: exact } }] }, /duration_ms 0/],
    ['a pause over 7 s', { text: 'да sil<[7001]> нет' }, /sil<\[7001\]>.* 7000 ms/],
    [
      'over 24 s of speech',
      { text: 'раз sil<[7000]> два sil<[7000]> три sil<[7000]> четыре', hints: [{ speed: 0.3 }] },
      /Speech would be too long: 24600 ms, at most 24000 ms/,
    ],
  ])('refuses %s', async (_, request, text) => {
    const refusal = await refusalOf(synthesize(request));
    expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(refusal.details).toMatch(text);
  });

  it.each<[string, Request, RegExp]>([
    ['MP3', { outputAudioSpec: container('MP3') }, /does not encode MP3/],
    ['text templates', { text: undefined, textTemplate: { textTemplate: '{a}' } }, /Brand Voice/],
    ['audio templates', { hints: [{ audioTemplate: {} }] }, /Brand Voice/],
  ])('says that it has no %s', async (_, request, text) => {
    const refusal = await refusalOf(synthesize({ text: 'да', ...request }));
    expect(refusal).toMatchObject({ code: status.UNIMPLEMENTED });
    expect(refusal.details).toMatch(text);
  });

  it('takes the last of several hints of a kind, and any name of a model', async () => {
    const whispers = (...voices: string[]) =>
      synthesize({
        text: 'да',
        model: 'general',
        hints: [...voices.map((voice) => ({ voice })), { role: 'good' }, { role: 'whisper' }],
      });
    expect(await whispers('alena', 'marina')).toHaveLength(1);
    expect((await refusalOf(whispers('marina', 'alena'))).details).toMatch(
      /^Unknown role 'whisper' for 'alena'/,
    );
  });

  it('takes every voice with each of its roles', async () => {
    const { voices } = await import('./voices.js');
    for (const [voice, roles] of Object.entries(voices)) {
      for (const role of [undefined, ...roles]) {
        const hints = [{ voice }, ...(role === undefined ? [] : [{ role }])];
        expect(await synthesize({ text: 'да', hints })).toHaveLength(1);
      }
    }
  });

  describe('of a stream of text', () => {
    it('speaks sentences as they end, the rest when forced or at the end', async () => {
      const { send, end, responses } = sdk.speak(metadata);
      send({ options: { voice: 'alena', role: 'good', outputAudioSpec: raw(16_000) } });
      for (const text of ['Доб', 'рый день! На как', 'ой день ', 'вас записать'])
        send({ synthesisInput: { text } });
      send({ forceSynthesis: {} });
      send({ synthesisInput: { text: ' или перезвонить?' } });
      end();
      const messages = await responses;
      expect(messages.map(({ textChunk }) => textChunk?.text)).toEqual([
        'Добрый день! ',
        'На какой день вас записать',
        ' или перезвонить?',
      ]);
      const audio = Buffer.concat(messages.map(({ audioChunk }) => audioChunk!.data));
      expect(hear(audio, 16_000)).toBe('Добрый день! На какой день вас записать или перезвонить?');
    });

    it('gives the pause that stands between two sentences', async () => {
      const { send, end, responses } = sdk.speak(metadata);
      send({ options: { outputAudioSpec: raw(8000) } });
      send({ synthesisInput: { text: 'sil<[900]> Стоп! sil<[500]> Подумай!' } });
      end();
      const [first, second] = await responses;
      // «Стоп!» sounds 420 ms; the pause before the first word of all is ignored.
      expect(first).toMatchObject({ startMs: 0, lengthMs: 920 });
      expect(second).toMatchObject({ startMs: 920, textChunk: { text: 'Подумай!' } });
    });

    it('may have nothing to say', async () => {
      const { send, end, responses } = sdk.speak(metadata);
      send({ options: { voice: '' } });
      send({ forceSynthesis: {} });
      end();
      expect(await responses).toEqual([]);
    });

    it.each<[string, tts.DeepPartial<tts.StreamSynthesisRequest>[], RegExp]>([
      ['a message of nothing', [{ options: { voice: '' } }, {}], /must be options, synthesis_input or force/],
      [
        'markup only',
        [{ options: { voice: '' } }, { synthesisInput: { text: 'sil<[5]> ' } }],
        /nothing to say/,
      ],
      ['text before options', [{ synthesisInput: { text: 'да' } }], /first message must be options/],
      ['options twice', [{ options: { voice: '' } }, { options: { voice: '' } }], /only once/],
      [
        'a wrong role',
        [{ options: { voice: 'lera', role: 'evil' } }],
        /^Unknown role 'evil' for 'lera' voice/,
      ],
      [
        'over 5000 characters',
        [
          { options: { voice: '' } },
          ...Array.from({ length: 6 }, () => ({ synthesisInput: { text: 'а'.repeat(900) } })),
        ],
        /at most 5000/,
      ],
    ])('refuses %s', async (_, requests, text) => {
      const { send, end, responses } = sdk.speak(metadata);
      for (const request of requests) send(request);
      end();
      const refusal = await refusalOf(responses);
      expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
      expect(refusal.details).toMatch(text);
    });
  });
});
