import { status } from '@grpc/grpc-js';
import { samplesToPcm } from '@rechka/core';
import type { stt } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../emulator-options.js';
import { startEmulator } from '../../start-emulator.js';
import { OfficialSdk, refusalOf } from '../../test-support/official-sdk.js';
import {
  converse,
  rateHz,
  rawAudio,
  sessionOptions,
  show,
  silence,
  speech,
  withoutRepeats,
  type Request,
} from '../../test-support/recognition.js';
import { virtualTime } from '../../testing/index.js';
import { SeededRandom } from '../../recogniser/seeded-random.js';
import { voicedSound } from '../../tone-speech/test-support/voiced-sound.js';

describe('the order of events', () => {
  const text = 'на пятницу';

  it.each<[string, Parameters<typeof converse>[0], string[]]>([
    [
      'an utterance that a pause ends',
      [sessionOptions(), { audio: Buffer.concat([speech(text), silence(1000)]) }],
      ['status working', 'partial()', 'partial', `final(${text})`, 'eou', 'partial()', 'status closed'],
    ],
    [
      'with normalization',
      [sessionOptions({ normalization: true }), { audio: Buffer.concat([speech(text), silence(1000)]) }],
      [
        'status working',
        'partial()',
        'partial',
        `final(${text})`,
        `refinement(${text})`,
        'eou',
        'partial()',
        'status closed',
      ],
    ],
    [
      'an utterance that half-close ends',
      [sessionOptions(), { audio: speech(text) }],
      ['status working', 'partial()', 'partial', `final(${text})`, 'eou', 'partial()', 'status closed'],
    ],
    [
      'two utterances',
      [
        sessionOptions(),
        { audio: Buffer.concat([speech('да'), silence(1000), speech('нет'), silence(1000)]) },
      ],
      [
        ...['status working', 'partial()', 'partial', 'final(да)', 'eou', 'partial()'],
        ...['partial', 'final(нет)', 'eou', 'partial()', 'status closed'],
      ],
    ],
    [
      'the external classifier: a pause ends nothing, eou does',
      [
        sessionOptions({ external: true }),
        { audio: Buffer.concat([speech('да'), silence(4000), speech('нет'), silence(50)]) },
        { eou: {} },
        { audio: silence(200) },
      ],
      ['status working', 'partial()', 'partial', 'final(да нет)', 'eou', 'partial()', 'status closed'],
    ],
    [
      'eou without the external classifier: nothing',
      [sessionOptions(), { audio: speech('да') }, { eou: {} }, { audio: silence(1000) }],
      ['status working', 'partial()', 'partial', 'final(да)', 'eou', 'partial()', 'status closed'],
    ],
    [
      'silence only',
      [sessionOptions(), { audio: silence(3000) }],
      ['status working', 'partial()', 'status closed'],
    ],
    ['no audio at all', [sessionOptions()], ['status working', 'status closed']],
  ])('%s', async (_, requests, expected) => {
    const { responses } = await converse(requests);
    expect(withoutRepeats(responses.map(show))).toEqual(expected);
  });

  it('has several finals before one eou in a long utterance, numbered from 0', async () => {
    const long = Array.from({ length: 30 }, (_, i) => `слово${i}`).join(' ');
    const { responses } = await converse([
      sessionOptions(),
      { audio: Buffer.concat([speech(long), silence(1000)]) },
    ]);
    const finals = responses.filter(({ final }) => final !== undefined);
    expect(finals.length).toBeGreaterThan(1);
    expect(finals.map(({ audioCursors }) => audioCursors!.finalIndex)).toEqual(
      finals.map((_, index) => index),
    );
    expect(finals.map(({ final }) => final!.alternatives[0]!.text).join(' ')).toBe(long);
    expect(responses.filter(({ eouUpdate }) => eouUpdate !== undefined)).toHaveLength(1);
  });

  it('repeats about half of the end-of-utterance updates unless told otherwise, the same ones for a seed', async () => {
    const audio = Buffer.concat(
      Array.from({ length: 40 }, () => Buffer.concat([speech('да'), silence(800)])),
    );
    const run = async (seed: number) => {
      const { responses } = await converse([sessionOptions(), { audio }], { seed, stt: {} });
      return responses
        .filter(({ eouUpdate }) => eouUpdate !== undefined)
        .map(({ eouUpdate }) => eouUpdate!.timeMs);
    };
    const updates = await run(1);
    expect(new Set(updates).size).toBe(40);
    expect(1 - 40 / updates.length).toBeGreaterThan(0.35);
    expect(1 - 40 / updates.length).toBeLessThan(0.65);
    expect(await run(1)).toEqual(updates);
    expect(await run(2)).not.toEqual(updates);
  });
});

describe('a response', () => {
  it('tells the session, the cursors and the times of words on the stream', async () => {
    const lead = silence(1000);
    const { responses } = await converse([
      sessionOptions(),
      { audio: Buffer.concat([lead, speech('раз два'), silence(1000)]) },
    ]);
    expect(new Set(responses.map(({ sessionUuid }) => sessionUuid?.uuid)).size).toBe(1);
    const wallTimes = responses.map(({ responseWallTimeMs }) => responseWallTimeMs);
    expect(wallTimes).toEqual([...wallTimes].sort((a, b) => a - b));

    const final = responses.find((response) => response.final !== undefined)!;
    const [{ words, startTimeMs, endTimeMs }] = final.final!.alternatives as [stt.Alternative];
    expect(words.map(({ text }) => text)).toEqual(['раз', 'два']);
    for (const [index, exactMs] of [1000, 1390].entries()) {
      expect(Math.abs(words[index]!.startTimeMs - exactMs)).toBeLessThanOrEqual(10);
      expect(Math.abs(words[index]!.endTimeMs - exactMs - 340)).toBeLessThanOrEqual(10);
    }
    expect([startTimeMs, endTimeMs]).toEqual([words[0]!.startTimeMs, words[1]!.endTimeMs]);
    const { receivedDataMs, partialTimeMs, finalTimeMs } = final.audioCursors!;
    expect(finalTimeMs).toBeGreaterThanOrEqual(endTimeMs);
    expect(partialTimeMs).toBeGreaterThanOrEqual(finalTimeMs + 500);
    expect(receivedDataMs).toBeGreaterThanOrEqual(partialTimeMs);
    expect(responses.at(-1)!.audioCursors!.receivedDataMs).toBe(1000 + 730 + 1000);
  });

  it('comes later by the latency asked for, and keeps the session alive by status codes', async () => {
    const requests = [sessionOptions(), { audio: Buffer.concat([speech('да'), silence(5000)]) }];
    const stt = { exact: true, statusIntervalMs: 1000 };
    const finalAt = async (options: EmulatorOptions) => {
      const { responses } = await converse(requests, { stt, ...options });
      expect(responses.map(show).filter((event) => event === 'status working').length).toBeGreaterThanOrEqual(
        5,
      );
      return responses.find(({ final }) => final !== undefined)!.responseWallTimeMs;
    };
    const instant = await finalAt({ latency: 'instant' });
    expect(await finalAt({ latency: { sttFinalMs: 250 } })).toBe(instant + 250);
    expect(await finalAt({ latency: 'typical' })).toBe(instant + 336);
  });

  it('hears less than everything unless exact: lower case and no punctuation, given back by the refinement', async () => {
    const { responses } = await converse(
      [
        sessionOptions({ normalization: true }),
        { audio: Buffer.concat([speech('Добрый день, Ольга!'), silence(1000)]) },
      ],
      { stt: {} },
    );
    const events = responses.map(show);
    expect(events).toContain('final(добрый день ольга)');
    expect(events).toContain('refinement(Добрый день, Ольга!)');
  });
});

describe('the cursors', () => {
  it('never go back, and never past the audio that came', async () => {
    const talk = [
      { audio: Buffer.concat([speech('раз два три'), silence(900)]) },
      { silenceChunk: { durationMs: 300 } },
    ];
    const { responses } = await converse(
      [sessionOptions({ normalization: true }), ...talk, ...talk, { audio: speech('конец') }],
      { stt: { statusIntervalMs: 300 }, latency: 'typical' },
    );
    const names = ['receivedDataMs', 'partialTimeMs', 'finalTimeMs', 'finalIndex', 'eouTimeMs'] as const;
    for (const name of names) {
      const values = responses.map(({ audioCursors }) => audioCursors![name]);
      expect(values, name).toEqual([...values].sort((a, b) => a - b));
      expect(values.at(-1), name).toBeGreaterThan(0);
    }
    for (const { audioCursors } of responses) {
      expect(audioCursors!.partialTimeMs).toBeLessThanOrEqual(audioCursors!.receivedDataMs);
      expect(audioCursors!.finalTimeMs).toBeLessThanOrEqual(audioCursors!.partialTimeMs);
    }
  });
});

describe('ordinary speech', () => {
  it('is taken for the next line of the script, on whatever stream, and is put on record', async () => {
    const voice = (ms: number) =>
      Buffer.from(samplesToPcm(voicedSound({ durationMs: ms, rateHz, random: new SeededRandom(3) })));
    const vt = virtualTime();
    await vt.run(async () => {
      const emulator = await startEmulator({ stt: { ordinarySpeech: ['Добрый день', 'До свидания'] } });
      const sdk = new OfficialSdk(emulator);
      const finals: string[] = [];
      for (let stream = 0; stream < 3; stream++) {
        const { send, end, responses } = sdk.recognize(await sdk.authorized());
        send(sessionOptions({ normalization: true }));
        send({ chunk: { data: Buffer.concat([silence(300), voice(1200), silence(1000)]) } });
        end();
        finals.push(...(await responses).map(show).filter((event) => event.startsWith('refinement')));
      }
      expect(finals).toEqual([
        'refinement(Добрый день)',
        'refinement(До свидания)',
        'refinement(Добрый день)',
      ]);
      expect(emulator.log.flatMap((event) => (event.type === 'ordinary-speech' ? [event.line] : []))).toEqual(
        ['Добрый день', 'До свидания', 'Добрый день'],
      );
      sdk.close();
      await emulator.close();
    });
  });
});

describe('silence_chunk', () => {
  const requests = [
    sessionOptions(),
    { audio: speech('да') },
    { silenceChunk: { durationMs: 2000 } },
    { pauseMs: 1000 },
    { audio: speech('нет') },
  ];

  it('counts as time but ends no utterance, as users have seen', async () => {
    const { responses } = await converse(requests);
    const finals = responses.filter(({ final }) => final !== undefined);
    expect(finals.map(show)).toEqual(['final(да нет)']);
    const [yes, no] = finals[0]!.final!.alternatives[0]!.words;
    expect(Math.abs(no!.startTimeMs - yes!.endTimeMs - 2000)).toBeLessThanOrEqual(20);
    expect(responses.at(-1)!.audioCursors!.receivedDataMs).toBe(300 + 2000 + 340);
  });

  it('ends an utterance as silent audio does, as documents say, when switched so', async () => {
    const { responses } = await converse(requests, { stt: { exact: true, silenceChunkDrivesEou: true } });
    expect(responses.map(show).filter((event) => event.startsWith('final'))).toEqual([
      'final(да)',
      'final(нет)',
    ]);
  });
});

describe('limits', () => {
  const refused = (...args: Parameters<typeof converse>) => refusalOf(converse(...args));

  it('ends a stream of over five minutes', async () => {
    const refusal = await refused([sessionOptions(), { audio: silence(300_100) }]);
    expect(refusal).toMatchObject({
      code: status.OUT_OF_RANGE,
      details: 'Exceeded maximum allowed stream duration',
    });
    const { tookMs } = await converse([sessionOptions(), { audio: silence(299_900) }]);
    expect(tookMs).toBe(299_900);
  });

  it('ends a stream of five minutes on the wall, however little audio there was', async () => {
    const slow = Array.from({ length: 101 }, () => [{ audio: silence(50) }, { pauseMs: 2950 }]).flat();
    const refusal = await refused([sessionOptions(), ...slow]);
    expect(refusal).toMatchObject({ code: status.OUT_OF_RANGE });
    const byAudio = { stt: { exact: true, maxStreamBy: 'audio' as const } };
    expect((await converse([sessionOptions(), ...slow], byAudio)).tookMs).toBe(303_000);
  });

  it('ends a stream of over 10 MB', async () => {
    const megabyte = { chunk: { data: Buffer.alloc(1_000_000) } };
    const options = { stt: { exact: true, maxStreamMs: 3_600_000 } };
    const ten = Array.from({ length: 10 }, () => megabyte);
    expect((await converse([sessionOptions(), ...ten], options)).responses.length).toBeGreaterThan(0);
    const refusal = await refused([sessionOptions(), ...ten, { chunk: { data: Buffer.alloc(2) } }], options);
    expect(refusal).toMatchObject({ code: status.OUT_OF_RANGE });
    expect(refusal.details).toMatch(/size/);
  });

  it('ends a stream whose client says nothing for five seconds', async () => {
    const refusal = await refused([sessionOptions(), { audio: silence(100) }, { pauseMs: 5100 }]);
    expect(refusal).toMatchObject({ code: status.OUT_OF_RANGE });
    expect(refusal.details).toMatch(/5000 ms/);
    const patient = [sessionOptions(), { audio: silence(100) }, { pauseMs: 4900 }, { audio: silence(100) }];
    expect((await converse(patient)).responses.map(show)).toContain('status closed');
  });

  it.each<[string, Request[], RegExp]>([
    ['audio before options', [{ chunk: { data: silence(50) } }], /first message must be session_options/],
    ['options twice', [sessionOptions(), sessionOptions()], /only once/],
    ['no options', [], /session_options/],
    ['no audio format', [{ sessionOptions: { recognitionModel: {} } }], /audio_format is required/],
    [
      'a rate that it does not take',
      [
        {
          sessionOptions: {
            recognitionModel: { audioFormat: { rawAudio: { ...rawAudio, sampleRateHertz: 44_100 } } },
          },
        },
      ],
      /8000, 16000, 48000, got 44100/,
    ],
    [
      'two channels',
      [
        {
          sessionOptions: {
            recognitionModel: { audioFormat: { rawAudio: { ...rawAudio, audioChannelCount: 2 } } },
          },
        },
      ],
      /audio_channel_count/,
    ],
  ])('refuses %s', async (_, requests, text) => {
    const refusal = await refused(requests);
    expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(refusal.details).toMatch(text);
  });
});
