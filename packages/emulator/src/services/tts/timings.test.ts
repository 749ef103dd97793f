import type { Metadata } from '@grpc/grpc-js';
import { pcmToSamples } from '@rechka/core';
import { Synthesizer, type HintsInit, type UtteranceSynthesisRequestInit } from '@rechka/proto/tts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { collect, OfficialSdk } from '../../test-support/official-sdk.js';
import { hear, textOf } from '../../tone-speech/test-support/hear.js';

const word = fc.constantFrom('раз', 'два,', 'четырнадцать', 'а', 'замок', 'Добрый', '5');
/** A word as it is written, and as it is heard. */
const written = fc
  .record({ text: word, form: fc.constantFrom('', 'stress', 'bold', 'accented') })
  .map(({ text, form }) => {
    if (form === 'stress') return { text: text.replace(/[ао]/u, '+$&'), heard: text };
    if (form === 'bold') return { text: `**${text}**`, heard: text };
    return { text: form === 'accented' ? `<[accented]> ${text}` : text, heard: text };
  });
const gap = fc.oneof(
  { weight: 3, arbitrary: fc.constant(' ') },
  fc.constantFrom(' <[tiny]> ', ' <[large]> ', '! ', '. sil<[400]> '),
  fc.integer({ min: 0, max: 900 }).map((ms) => ` sil<[${ms}]> `),
);
const hint: fc.Arbitrary<HintsInit> = fc.oneof(
  fc.double({ min: 0.4, max: 3, noNaN: true }).map((speed) => ({ speed })),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((pitchShift) => ({ pitchShift })),
  fc.double({ min: -40, max: -1, noNaN: true }).map((volume) => ({ volume })),
  fc
    .record({
      policy: fc.constantFrom('EXACT_DURATION' as const, 'MIN_DURATION' as const, 'MAX_DURATION' as const),
      durationMs: fc.integer({ min: 1, max: 12_000 }),
    })
    .map((duration) => ({ duration })),
);

describe('timings', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  let metadata: Metadata;
  beforeAll(async () => {
    emulator = await startEmulator({ tts: { maxSpeechMs: 3_600_000, maxRequestsPerSecond: false } });
    sdk = new OfficialSdk(emulator);
    metadata = await sdk.authorized();
  });
  afterAll(async () => {
    sdk.close();
    await emulator.close();
  });

  /** The codecs of the official SDK do not know word timings; its transport does. */
  function synthesize(request: UtteranceSynthesisRequestInit) {
    const method = Synthesizer.utteranceSynthesis;
    return collect(
      sdk.synthesizer.makeServerStreamRequest(
        method.path,
        (value: UtteranceSynthesisRequestInit) => Buffer.from(method.request.encode(value)),
        (bytes) => method.response.decode(bytes),
        request,
        metadata,
      ),
    );
  }

  it('are those of the sound to the sample, through speed, pitch, volume, duration and markup', async () => {
    const pieces = fc.array(fc.tuple(written, gap), { minLength: 1, maxLength: 9 });
    const rate = fc.constantFrom(8000, 11_025, 16_000, 22_050, 48_000);
    await fc.assert(
      fc.asyncProperty(
        pieces,
        fc.array(hint, { maxLength: 3 }),
        rate,
        fc.boolean(),
        async (all, hints, sampleRateHertz, unsafeMode) => {
          const text = all.map(([{ text: spelt }, between]) => spelt + between).join('');
          const responses = await synthesize({
            text,
            hints,
            unsafeMode,
            outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz } },
          });
          const samples = pcmToSamples(Buffer.concat(responses.map(({ audioChunk }) => audioChunk!.data)));
          const heard = textOf(hear(samples, sampleRateHertz), 'b').split(' ');
          expect(heard.map((spoken) => spoken.replace(/[.!]$/, ''))).toEqual(
            all.map(([spoken]) => spoken.heard),
          );

          const words = responses.flatMap(({ wordTimings }) => wordTimings);
          expect(words.map((timed) => timed.word)).toEqual(heard);
          checkSound(samples, sampleRateHertz, words);
          for (const [index, { startMs, lengthMs }] of responses.entries()) {
            expect(startMs + lengthMs).toBe(
              responses[index + 1]?.startMs ?? Math.round((samples.length * 1000) / sampleRateHertz),
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lengthen the speech by what the markup asks for', async () => {
    const lengthMs = async (text: string) =>
      (await synthesize({ text })).reduce((sum, response) => sum + response.lengthMs, 0);
    const plainMs = await lengthMs('раз два');
    expect(await lengthMs('раз sil<[1050]> два')).toBe(plainMs + 1000);
    expect(await lengthMs('sil<[1050]> раз два sil<[1050]>')).toBe(plainMs);
  });

  it.each([
    ['EXACT_DURATION', 6000],
    ['MIN_DURATION', 6000],
    ['MAX_DURATION', 1120],
  ] as const)('keep to %s', async (policy, expectedMs) => {
    const [response] = await synthesize({
      text: 'раз два три',
      hints: [{ duration: { policy, durationMs: 6000 } }],
    });
    expect(response?.lengthMs).toBe(expectedMs);
  });

  it('are left out when the options say so', async () => {
    const plain = await startEmulator({ tts: { wordTimings: false } });
    const client = new OfficialSdk(plain);
    const method = Synthesizer.utteranceSynthesis;
    const bytes: Buffer[] = await collect(
      client.synthesizer.makeServerStreamRequest(
        method.path,
        () => Buffer.from(method.request.encode({ text: 'раз два' })),
        (message: Buffer) => message,
        {},
        await client.authorized(),
      ),
    );
    expect(bytes.map((message) => method.response.decode(message).wordTimings)).toEqual([[]]);
    client.close();
    await plain.close();
  });
});

/** That there is sound from the beginning of each word to its end, and silence everywhere else. */
function checkSound(
  samples: Int16Array,
  rateHz: number,
  words: readonly { startMs: number; lengthMs: number }[],
): void {
  const isSilent = (fromMs: number, toMs: number) =>
    samples
      .subarray(Math.ceil((fromMs * rateHz) / 1000), Math.floor((toMs * rateHz) / 1000))
      .every((sample) => sample === 0);
  let endMs = 0;
  for (const { startMs, lengthMs } of words) {
    expect(isSilent(endMs, startMs)).toBe(true);
    expect(isSilent(startMs, startMs + 1.5)).toBe(false);
    endMs = startMs + lengthMs;
    expect(isSilent(endMs - 1.5, endMs)).toBe(false);
  }
  expect(isSilent(endMs, (samples.length * 1000) / rateHz)).toBe(true);
}
