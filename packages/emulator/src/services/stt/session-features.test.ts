import { stt } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { describe, expect, it } from 'vitest';
import {
  converse,
  rawAudio,
  sessionOptions,
  show,
  silence,
  speech,
  withoutRepeats,
  type Request,
} from '../../test-support/recognition.js';
import { refusalOf } from '../../test-support/official-sdk.js';
import { status } from '@grpc/grpc-js';

const {
  RecognitionClassifier_TriggerType: Trigger,
  RecognitionClassifierUpdate_WindowType: Window,
  LanguageRestrictionOptions_LanguageRestrictionType: Restriction,
  SpeakerLabelingOptions_SpeakerLabeling: Labeling,
  TextNormalizationOptions_TextNormalization: Normalization,
  ContainerAudio_ContainerAudioType: Container,
} = stt;

type Options = NonNullable<Request['sessionOptions']>;

/** The usual options with some more. */
function optionsWith(more: Options & { recognitionModel?: object }): Request {
  const { sessionOptions: usual } = sessionOptions();
  return {
    sessionOptions: {
      ...usual,
      ...more,
      recognitionModel: { ...usual?.recognitionModel, ...more.recognitionModel },
    },
  };
}

const utterance = (text: string) => ({ audio: Buffer.concat([speech(text), silence(900)]) });
const shown = ({ responses }: { responses: stt.StreamingResponse[] }) => withoutRepeats(responses.map(show));

describe('classifiers', () => {
  const ask = (classifier: string, triggers: stt.RecognitionClassifier_TriggerType[]) =>
    optionsWith({ recognitionClassifier: { classifiers: [{ classifier, triggers }] } });
  const options = { stt: { exact: false, eouDuplicateRate: 0, statusIntervalMs: 60_000 } };

  it.each<[string, stt.RecognitionClassifier_TriggerType[], string[]]>([
    ['final', [Trigger.ON_FINAL], ['final(вы идиот)', 'classifier insult', 'eou']],
    ['utterance', [Trigger.ON_UTTERANCE], ['final(вы идиот)', 'eou', 'classifier insult']],
    ['utterance, when nothing is asked for', [], ['final(вы идиот)', 'eou', 'classifier insult']],
    [
      'both',
      [Trigger.ON_FINAL, Trigger.ON_UTTERANCE],
      ['final(вы идиот)', 'classifier insult', 'eou', 'classifier insult'],
    ],
  ])('tell what they found right after the %s', async (_, triggers, expected) => {
    const result = await converse([ask('insult', triggers), utterance('Вы идиот!')], options);
    const events = shown(result);
    expect(events.slice(events.indexOf('final(вы идиот)'), -2)).toEqual(expected);
  });

  it('after a partial too, with times on the stream and the window that was judged', async () => {
    const { responses } = await converse(
      [ask('answerphone', [Trigger.ON_PARTIAL]), { audio: silence(1000) }, utterance('Абонент недоступен')],
      options,
    );
    const kinds = responses.map(show);
    const first = kinds.findIndex((kind) => kind === 'classifier answerphone');
    expect(kinds[first - 1]).toMatch(/^partial\(абонент/);
    const update = responses[first]!.classifierUpdate!;
    expect(update.windowType).toBe(Window.LAST_PARTIAL);
    expect(Math.abs(update.startTimeMs - 1000)).toBeLessThanOrEqual(10);
    expect(update.classifierResult!.highlights[0]!.startTimeMs).toBe(update.startTimeMs);
  });

  it('judge the whole of an utterance that had several finals', async () => {
    const long = `Здравствуйте ${Array.from({ length: 40 }, (_, i) => `слово${i}`).join(' ')}`;
    const { responses } = await converse(
      [ask('formal_greeting', [Trigger.ON_UTTERANCE]), utterance(long)],
      options,
    );
    const updates = responses.flatMap(({ classifierUpdate }) => classifierUpdate ?? []);
    expect(updates).toHaveLength(1);
    expect(responses.filter(({ final }) => final !== undefined).length).toBeGreaterThan(1);
    expect(updates[0]!.endTimeMs - updates[0]!.startTimeMs).toBeGreaterThan(15_000);
  });

  it('say nothing when they find nothing, nor of another language', async () => {
    const plain = await converse([ask('insult', [Trigger.ON_FINAL]), utterance('Добрый день')], options);
    const english = await converse(
      [
        optionsWith({
          recognitionClassifier: { classifiers: [{ classifier: 'insult', triggers: [Trigger.ON_FINAL] }] },
          recognitionModel: {
            languageRestriction: { restrictionType: Restriction.WHITELIST, languageCode: ['en-US'] },
          },
        }),
        utterance('Вы идиот'),
      ],
      options,
    );
    for (const result of [plain, english]) {
      expect(shown(result).filter((event) => event.startsWith('classifier'))).toEqual([]);
      expect(shown(result).some((event) => event.startsWith('final'))).toBe(true);
    }
  });

  it('of the user’s own are asked for by name', async () => {
    const result = await converse([ask('booking', [Trigger.ON_FINAL]), utterance('Хочу записаться')], {
      stt: { ...options.stt, classifiers: { booking: /запис/u } },
    });
    expect(shown(result)).toContain('classifier booking');
  });
});

describe('languages', () => {
  const listening = (languageCode: string[], restrictionType = Restriction.WHITELIST) =>
    optionsWith({
      recognitionModel: {
        languageRestriction: { restrictionType, languageCode },
        textNormalization: { textNormalization: Normalization.TEXT_NORMALIZATION_ENABLED },
      },
    });
  const heard = async (options: Request, text: string) => {
    const { responses } = await converse([options, utterance(text)]);
    const final = responses.find((response) => response.final !== undefined)!.final!;
    const refined = responses.some(({ finalRefinement }) => finalRefinement !== undefined);
    return { languages: final.alternatives[0]!.languages, refined };
  };

  it('are told with a final when there is a choice', async () => {
    const both = listening(['ru-RU', 'en-US']);
    expect((await heard(both, 'добрый день')).languages).toEqual([{ languageCode: 'ru-RU', probability: 1 }]);
    expect((await heard(both, 'good morning')).languages).toEqual([
      { languageCode: 'en-US', probability: 1 },
    ]);
    const mixed = (await heard(both, 'купите iphone')).languages;
    expect(mixed.map(({ languageCode }) => languageCode)).toEqual(['ru-RU', 'en-US']);
    expect(mixed[0]!.probability + mixed[1]!.probability).toBeCloseTo(1);
  });

  it('are not told when only one was asked for, which restricts nothing', async () => {
    expect(await heard(listening(['en-US']), 'добрый день')).toEqual({ languages: [], refined: true });
  });

  it('are found out by the service in `auto`, which does not normalize', async () => {
    expect(await heard(listening(['auto']), 'добрый день')).toEqual({
      languages: [{ languageCode: 'ru-RU', probability: 1 }],
      refined: false,
    });
  });

  it('of a blacklist are not told', async () => {
    const { languages } = await heard(listening(['ru-RU'], Restriction.BLACKLIST), 'добрый день');
    expect(languages).toEqual([{ languageCode: 'kk-KZ', probability: 1 }]);
  });
});

describe('audio that comes faster than it is spoken', () => {
  const burst = { chunk: { data: silence(10_000) } };

  it('is warned of at once and until real time catches up, and taken all the same', async () => {
    const requests = [
      sessionOptions(),
      burst,
      { audio: silence(500) },
      { pauseMs: 4000 },
      { audio: silence(100) },
    ];
    const soon = await converse([...requests, { pauseMs: 4000 }, utterance('да')], {
      stt: { exact: true, statusIntervalMs: 1000 },
    });
    const events = shown(soon).filter((event) => event.startsWith('status') || event.startsWith('final'));
    const kinds = events.filter((event, i) => event !== events[i - 1]);
    expect(kinds).toEqual([
      'status working',
      'status warning',
      'status working',
      'final(да)',
      'status closed',
    ]);
  });

  it('is accepted or refused when switched so', async () => {
    const accepted = await converse([sessionOptions(), burst], { stt: { fasterThanRealTime: 'accept' } });
    expect(shown(accepted)).not.toContain('status warning');
    const refusal = await refusalOf(
      converse([sessionOptions(), burst], { stt: { fasterThanRealTime: 'refuse' } }),
    );
    expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(refusal.details).toMatch(/ahead of real time/);
    const paced = [sessionOptions(), { audio: silence(10_000) }];
    expect((await converse(paced, { stt: { fasterThanRealTime: 'refuse' } })).tookMs).toBe(10_000);
  });
});

describe('a limit that is lifted', () => {
  it('of time and of silence holds no stream back', async () => {
    const open = { stt: { exact: true, maxStreamMs: false, idleMs: false } } as const;
    const { tookMs } = await converse([sessionOptions(), { pauseMs: 400_000 }, { audio: silence(50) }], open);
    expect(tookMs).toBe(400_050);
  });

  it('of size holds no stream back', async () => {
    const chunks = Array.from({ length: 11 }, () => ({ chunk: { data: Buffer.alloc(1_000_000) } }));
    const open = { stt: { exact: true, maxStreamMs: false, maxStreamBytes: false } } as const;
    expect(shown(await converse([sessionOptions(), ...chunks], open)).at(-1)).toBe('status closed');
  });

  it('of rates and of channels lets other audio be heard', async () => {
    const stereo = (samples: Buffer) => {
      const out = Buffer.alloc(samples.length * 2);
      for (let at = 0; at < samples.length; at += 2) samples.copy(out, at * 2, at, at + 2);
      return out;
    };
    const options = optionsWith({
      recognitionModel: { audioFormat: { rawAudio: { ...rawAudio, audioChannelCount: 2 } } },
    });
    const { responses } = await converse([options, { audio: stereo(speech('Раз два')) }], {
      stt: { exact: true, maxChannels: false },
    });
    expect(responses.map(show)).toContain('final(Раз два)');
    expect(responses.at(-1)!.audioCursors!.receivedDataMs).toBe(730);
    const odd = optionsWith({
      recognitionModel: { audioFormat: { rawAudio: { ...rawAudio, sampleRateHertz: 11_025 } } },
    });
    expect(shown(await converse([odd], { stt: { sampleRatesHz: false } }))).toContain('status closed');
  });

  it('of idleness ends the stream with the code asked for', async () => {
    const idle = [sessionOptions(), { pauseMs: 5100 }];
    const refusal = await refusalOf(converse(idle, { stt: { idleAbortCode: 'DEADLINE_EXCEEDED' } }));
    expect(refusal.code).toBe(status.DEADLINE_EXCEEDED);
  });
});

describe('session options', () => {
  it.each<[string, Options, number, RegExp]>([
    [
      'speaker analysis',
      { speechAnalysis: { enableSpeakerAnalysis: true } },
      status.UNIMPLEMENTED,
      /speech_analysis/,
    ],
    [
      'speakers told apart',
      { speakerLabeling: { speakerLabeling: Labeling.SPEAKER_LABELING_ENABLED } },
      status.UNIMPLEMENTED,
      /speaker_labeling/,
    ],
    [
      'a summary',
      { summarization: { properties: [{ instruction: 'О чём?' }] } },
      status.UNIMPLEMENTED,
      /summarization/,
    ],
    [
      'a container',
      { recognitionModel: { audioFormat: { containerAudio: { containerAudioType: Container.OGG_OPUS } } } },
      status.UNIMPLEMENTED,
      /OGG_OPUS/,
    ],
    [
      'an unknown model',
      { recognitionModel: { model: 'general:best' } },
      status.INVALID_ARGUMENT,
      /general:best/,
    ],
    [
      'an unknown language',
      { recognitionModel: { languageRestriction: { languageCode: ['xx-XX'] } } },
      status.INVALID_ARGUMENT,
      /xx-XX/,
    ],
    [
      'an unknown classifier',
      { recognitionClassifier: { classifiers: [{ classifier: 'mood' }] } },
      status.INVALID_ARGUMENT,
      /mood/,
    ],
  ])('are refused with %s, plainly', async (_, more, code, text) => {
    const refusal = await refusalOf(converse([optionsWith(more)]));
    expect(refusal).toMatchObject({ code });
    expect(refusal.details).toMatch(text);
  });
});
