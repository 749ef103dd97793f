import { systemClock } from '@rechka/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServiceAccountKey } from './auth/service-account-key.js';
import type { EmulatedIamOptions } from './auth/iam-options.js';
import { configFields, groupFields } from './config/config-fields.js';
import { resolveOptions, type EmulatorOptions } from './emulator-options.js';
import { fieldLatency } from './latency/field-latency.js';
import { hearingPresets } from './recogniser/hearing-manner.js';
import { SeededRandom } from './recogniser/seeded-random.js';
import type { EmulatedGptOptions } from './services/gpt/gpt-options.js';
import type { EmulatedSttOptions } from './services/stt/stt-options.js';
import type { EmulatedTtsOptions } from './services/tts/tts-options.js';
import { startEmulator } from './start-emulator.js';
import { makeTestCertificate } from './tls/test-certificate.js';

const { cert, key } = makeTestCertificate(['localhost']);

/** Every option that there is, once; that none is left out is for the compiler to see. */
const every = {
  host: '127.0.0.1',
  tls: { cert, key },
  serviceAccountKey: createServiceAccountKey(new SeededRandom(1)),
  ...{ grpcPort: 0, httpPort: 0, controlPort: 0, folderId: 'b1g', clock: systemClock, seed: 2 },
  stt: {
    ...{ exact: false, hearing: hearingPresets.phone, eouDuplicateRate: 0.1, statusIntervalMs: 1000 },
    ...{ partialIntervalMs: 100, maxStreamMs: false, maxStreamBy: 'audio', maxStreamBytes: 1000 },
    ...{ idleMs: 1000, idleAbortCode: 'ABORTED', maxNewStreamsPerSecond: 5, maxChannels: 2 },
    ...{ sampleRatesHz: [8000], silenceChunkDrivesEou: true, fasterThanRealTime: 'accept' },
    ...{ ordinarySpeech: ['да'], toneSpeech: true, classifiers: { formal_greeting: /^здравствуйте/ } },
  },
  tts: {
    ...{ voice: 'a', audible: 'auto', wordTimings: false, messages: 'sentence', maxChars: 100 },
    ...{ maxLongChars: 9000, maxStreamCharsBy: 'message', maxSpeechMs: 1000, streamIdleMs: 1000 },
    maxRequestsPerSecond: 7,
  },
  gpt: {
    reply: ['Да', { toolCalls: [{ name: 'book', arguments: {} }] }, { json: [1] }, { filtered: 'нет' }],
    rules: [{ when: /цена/, reply: () => '100' }],
    ...{ otherwise: 'Что?', maxConcurrent: 3, freeOnCancel: false, maxTokens: 100, maxInputTokens: 1000 },
    maxTokenizerRequestsPerSecond: false,
  },
  iam: { tokenTtlMs: 1000, apiKeys: ['key'], otherFolders: ['b1h'], endsCalls: true },
  latency: { ...fieldLatency, roundTripMs: { minMs: 1, maxMs: 2 } },
  faults: [
    {
      ...{ id: 'a', call: 1, times: 2, probability: 0.5, active: { fromMs: 1, untilMs: 2 } },
      ...{ service: 'stt', method: 'x', clientRequestId: 'y', after: { phase: 'speech', ms: [1, 2] } },
      do: { drip: { bytes: 1, everyMs: 1 } },
    },
  ],
  keepAudio: true,
  record: () => undefined,
  replay: [],
} satisfies Required<EmulatorOptions> & {
  stt: Required<EmulatedSttOptions>;
  tts: Required<EmulatedTtsOptions>;
  gpt: Required<EmulatedGptOptions>;
  iam: Required<EmulatedIamOptions>;
};

/** Objects that are not the user's to name things in, or that are not options. */
const opaque = ['clock', 'serviceAccountKey', 'classifiers', 'arguments', 'json'];

/** The way to every name in it, and to those in the objects of its arrays. */
function* paths(value: unknown, path: string[] = []): Iterable<string[]> {
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [...path, name];
    if (!opaque.includes(name)) yield* paths(inner, [...path, name]);
  }
}

/** The same with the name at the end of a path replaced by another, which has the value instead. */
function renamed(value: unknown, [name = '', ...rest]: string[], to: string): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === name ? renamed(item, rest, to) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]: [string, unknown]) =>
      key !== name ? [key, inner] : rest.length === 0 ? [to, inner] : [key, renamed(inner, rest, to)],
    ),
  );
}

/** As an error message writes it. */
function written(path: string[]): string {
  return path.reduce((text, name) => (/^\d+$/.test(name) ? `${text}[${name}]` : `${text}.${name}`));
}

const groups = Object.keys(groupFields) as (keyof typeof groupFields)[];

describe('the names of options', () => {
  it('are all taken, any of them together, and undefined is as good as none', () => {
    const defaults = resolveOptions({});
    const known = [...paths(every)].filter(({ length }) => length < 3);
    expect(known.length).toBeGreaterThan(60);
    fc.assert(
      fc.property(fc.subarray(known), fc.constantFrom('left out', 'undefined'), (chosen, rest) => {
        const taken = new Set(chosen.map((path) => path.join('.')));
        const pick = (value: object, path: string[]): object =>
          Object.fromEntries(
            Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
              const at = [...path, name];
              if ((groups as string[]).includes(at.join('.'))) return [[name, pick(inner as object, at)]];
              if (taken.has(at.join('.'))) return [[name, inner]];
              return rest === 'undefined' ? [[name, undefined]] : [];
            }),
          );
        const { seed, stt, tts, latency } = resolveOptions(pick(every, []));
        expect(seed).toBe(taken.has('seed') ? every.seed : defaults.seed);
        for (const name of ['statusIntervalMs', 'toneSpeech', 'idleAbortCode', 'maxChannels'] as const)
          expect(stt[name], name).toBe(taken.has(`stt.${name}`) ? every.stt[name] : defaults.stt[name]);
        for (const name of ['voice', 'maxChars', 'maxRequestsPerSecond'] as const)
          expect(tts[name], name).toBe(taken.has(`tts.${name}`) ? every.tts[name] : defaults.tts[name]);
        expect(latency).toEqual(taken.has('latency') ? every.latency : defaults.latency);
      }),
    );
  });

  it('are refused at every level when there is no such name, which is told, and no value is', () => {
    const all = [...paths(every)];
    const levels = new Set(all.map((path) => written(path.slice(0, -1).concat('x'))));
    expect([...levels]).toEqual(
      expect.arrayContaining([
        ...['x', 'stt.x', 'stt.hearing.x', 'tts.x', 'gpt.x', 'iam.x', 'tls.x', 'latency.x'],
        ...['gpt.reply[1].x', 'gpt.reply[1].toolCalls[0].x', 'gpt.reply[2].x', 'gpt.reply[3].x'],
        ...['gpt.rules[0].x', 'faults[0].x', 'faults[0].active.x', 'faults[0].after.x', 'faults[0].do.x'],
        ...['faults[0].do.drip.x', 'latency.roundTripMs.x', 'latency.sttFinalMs.x'],
      ]),
    );
    for (const path of all) {
      const other = 'qqqqqq';
      expect(() => resolveOptions(renamed(every, path, other) as EmulatorOptions), written(path)).toThrow(
        expect.objectContaining({
          code: 'ERR_INVALID_OPTION',
          message: expect.stringMatching(
            /^(faults\[0\]: )?There is no option [\w.[\]() ]*qqqqqq; there are [\w, ]+\.$/,
          ) as string,
        }),
      );
    }
  });

  it('are refused when a letter is wrong, with the name that was meant', () => {
    const spots = [...paths(every)].filter((path) => (path.at(-1) ?? '').length > 4);
    // «replay» without its a is an option of another group, and that is the one to be told.
    const known = new Set([...paths(every)].map((path) => path.at(-1)));
    const misspell = (name: string, at: number, how: string) => {
      const [head, letter, tail] = [name.slice(0, at), name[at] ?? '', name.slice(at + 1)];
      if (how === 'left out') return head + tail;
      if (how === 'doubled') return head + letter + letter + tail;
      if (how === 'swapped') return head + tail.slice(0, 1) + letter + tail.slice(1);
      return `${head}q${tail}`;
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...spots),
        fc.nat(),
        fc.constantFrom('left out', 'doubled', 'swapped', 'replaced'),
        (path, place, how) => {
          const name = path.at(-1) ?? '';
          const wrong = misspell(name, place % (name.length - 1), how);
          fc.pre(!known.has(wrong));
          const error = errorOf(() => resolveOptions(renamed(every, path, wrong) as EmulatorOptions));
          expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION' });
          expect(error.message).toMatch(new RegExp(`no option [\\w.[\\]() ]*\\b${wrong}; did you mean `));
          expect(error.message).toMatch(new RegExp(`\\b${name}\\?$`));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    [{ gprcPort: 7001 }, 'There is no option gprcPort; did you mean grpcPort?'],
    [{ 'grpc-port': 7001 }, 'There is no option grpc-port; did you mean grpcPort?'],
    [{ apiKeys: ['AQVNsecret'] }, 'There is no option apiKeys; did you mean iam.apiKeys?'],
    [{ iam: { apiKey: 'AQVNsecret' } }, 'There is no option iam.apiKey; did you mean iam.apiKeys?'],
    [
      { stt: { hearing: { wordErors: 1 } } },
      'There is no option stt.hearing.wordErors; did you mean stt.hearing.wordErrors?',
    ],
    [{ toString: 1 }, /^There is no option toString; there are host, tls, /],
    [{ gprcPort: undefined }, /did you mean grpcPort\?/],
  ])('%j: told so', (options, message) => {
    expect(() => resolveOptions(options as EmulatorOptions)).toThrow(message);
  });

  it('of the groups are those of the config file', () => {
    for (const group of groups) {
      expect(Object.keys(every[group]).sort()).toEqual(Object.keys(groupFields[group].fields).sort());
      expect(Object.keys(configFields.fields)).toContain(group);
    }
  });

  it('are checked wherever a running emulator takes options', async () => {
    const emulator = await startEmulator();
    const told = (run: () => unknown, message: string) =>
      expect(Promise.resolve().then(run)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', message });
    const as = (value: object) => value as never;
    await told(
      () => emulator.restart(as({ downMS: 1 })),
      'There is no option restart.downMS; did you mean restart.downMs?',
    );
    await told(
      () => emulator.next('stt', 'text', as({ timeout: 1 })),
      'There is no option next.timeout; there are withinMs.',
    );
    await told(
      () => emulator.calls(as({ services: 'stt' })),
      'There is no option calls.services; did you mean calls.service?',
    );
    await told(
      () => emulator.expect.calls(as({ metod: 'x' }), 0),
      'There is no option calls.metod; did you mean calls.method?',
    );
    await told(
      () => emulator.iam.issueToken(as({ ttl: 1 })),
      'There is no option issueToken.ttl; did you mean issueToken.ttlMs?',
    );
    await told(
      () => emulator.faults.add(as({ servise: 'stt', do: { http: 500 } })),
      'There is no option fault.servise; did you mean fault.service?',
    );
    await emulator.close();
  });
});

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Nothing was thrown.');
}

describe('what startEmulator is given', () => {
  it.each([
    [null, 'options is null'],
    [5, 'options is 5'],
    [{ stt: 'x' }, 'stt is a string'],
    [{ iam: 'AQVNsecret' }, 'iam is a string'],
    [{ iam: { apiKeys: 'AQVNsecret' } }, 'iam.apiKeys is a string; expected an array of keys'],
    [{ iam: { apiKeys: ['key', 5] } }, 'iam.apiKeys[1] is a number'],
    [{ gpt: null }, 'gpt is null'],
    [{ gpt: { reply: 5 } }, 'gpt.reply is 5'],
    [{ gpt: { reply: 'Да' } }, 'gpt.reply is "Да"; expected an array of replies'],
    [{ gpt: { reply: ['Да', {}] } }, 'gpt.reply[1] is an object'],
    [{ gpt: { rules: { when: 'да' } } }, 'gpt.rules is an object'],
    [{ gpt: { rules: [{ when: 'да' }] } }, 'gpt.rules[0].reply is undefined'],
    [{ gpt: { otherwise: null } }, 'gpt.otherwise is null'],
    [{ replay: 'x' }, 'replay is "x"'],
    [{ replay: [5] }, 'replay[0] is 5'],
    [[], 'options is an array of 0'],
    [{ serviceAccountKey: null }, 'serviceAccountKey is null'],
    [{ serviceAccountKey: '{"private_key":"AQVNsecret"}' }, 'serviceAccountKey is a string'],
    [{ stt: { sampleRatesHz: 8000 } }, 'stt.sampleRatesHz is 8000'],
    [{ stt: { ordinarySpeech: 'да' } }, 'stt.ordinarySpeech is "да"; expected an array of lines'],
    [{ stt: { classifiers: null } }, 'stt.classifiers is null'],
    [{ stt: { hearing: null } }, 'stt.hearing is null'],
    [{ stt: { exact: 'yes' } }, 'stt.exact is "yes"'],
    [{ stt: { toneSpeech: 'no' } }, 'stt.toneSpeech is "no"'],
    [{ gpt: { freeOnCancel: 'no' } }, 'gpt.freeOnCancel is "no"'],
    [{ iam: { endsCalls: 'no' } }, 'iam.endsCalls is "no"'],
    [{ iam: { otherFolders: 'b1g' } }, 'iam.otherFolders is "b1g"'],
    [{ tls: null }, 'tls is null'],
    [{ latency: [] }, 'latency is an array of 0'],
    [{ faults: ['http=500'] }, 'faults[0]: Option fault is "http=500"'],
    [{ record: 'x' }, 'record is "x"'],
    [{ faults: {} }, 'faults is an object'],
    [{ keepAudio: 'yes' }, 'keepAudio is "yes"'],
    [{ clock: {} }, 'clock is an object'],
    [{ latency: 'slower' }, 'latency is "slower"'],
    [{ latency: null }, 'latency is null'],
  ])('is refused if it is %j', async (options, text) => {
    await expect(startEmulator(options as never)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringContaining(text) as string,
    });
  });

  it('is refused by a running emulator, and by one that is closed', async () => {
    const emulator = await startEmulator();
    const said = (code: string, message: RegExp) => ({
      code,
      message: expect.stringMatching(message) as string,
    });
    expect(() => emulator.iam.issueToken({ ttlMs: 'x' as never })).toThrow(
      expect.objectContaining(said('ERR_INVALID_OPTION', /issueToken\.ttlMs is "x"/)),
    );
    expect(() => emulator.next('sst' as never, 'text')).toThrow(
      expect.objectContaining(said('ERR_INVALID_OPTION', /next\.service is "sst"; expected one of stt/)),
    );
    await Promise.all([emulator.close(), emulator.close()]);
    await emulator.close();
    await expect(emulator.restart()).rejects.toMatchObject(said('ERR_MISUSE', /is closed/));
    await expect(fetch(emulator.http)).rejects.toThrow('fetch failed');
  });

  it('may be a latency by name', async () => {
    const emulator = await startEmulator({ latency: 'slow' });
    await emulator.close();
  });
});
