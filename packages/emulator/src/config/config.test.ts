import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../emulator-options.js';
import { configFields } from './config-fields.js';
import { configSchema } from './config-schema.js';
import { liftLimits, limitNames } from './lift-limits.js';
import { optionsOf, readConfig } from './read-config.js';

/** Every field of the file, once. */
const whole = {
  $schema: './rechka-emulator.schema.json',
  ...{
    host: '0.0.0.0',
    grpcPort: 7001,
    httpPort: 7002,
    controlPort: false,
    folderId: 'b1g',
    keyFile: 'key.json',
  },
  ...{ seed: 3, latency: { sttFinalMs: { medianMs: 900, p95Ms: 1400 }, roundTripMs: 20 }, tls: true },
  ...{
    tlsCaFile: 'ca.pem',
    keepAudio: true,
    log: 'json',
    recordFile: 'calls.jsonl',
    replayFile: 'old.jsonl',
  },
  faults: ['service=stt status=UNAVAILABLE', { service: 'gpt', do: { quota: 'generations' } }],
  stt: {
    ...{ exact: false, hearing: { wordErrors: 0.1 }, eouDuplicateRate: 0.2, statusIntervalMs: 1000 },
    ...{
      partialIntervalMs: 100,
      maxStreamMs: false,
      maxStreamBy: 'audio',
      maxStreamBytes: 1000,
      idleMs: false,
    },
    ...{ idleAbortCode: 'ABORTED', maxNewStreamsPerSecond: false, maxChannels: 2, sampleRatesHz: [8000] },
    ...{
      silenceChunkDrivesEou: true,
      fasterThanRealTime: 'accept',
      ordinarySpeech: ['да'],
      toneSpeech: true,
    },
    classifiers: { formal_greeting: { pattern: '^здравствуйте', flags: 'u' } },
  },
  tts: {
    ...{ voice: 'a', audible: 'auto', wordTimings: false, messages: 'sentence', maxChars: 100 },
    ...{ maxLongChars: 9000, maxStreamCharsBy: 'message', maxSpeechMs: 1000, streamIdleMs: 1000 },
    maxRequestsPerSecond: 7,
  },
  gpt: {
    reply: [
      'Да',
      { toolCalls: [{ name: 'book', arguments: { day: 'пятница' } }] },
      { json: { a: 1 } },
      { filtered: 'нет' },
    ],
    rules: [
      { when: 'цена', reply: '100' },
      { when: { pattern: 'час(ов)?' }, reply: 'с 10' },
    ],
    ...{ otherwise: 'Что?', maxConcurrent: 3, freeOnCancel: false, maxTokens: 100, maxInputTokens: 1000 },
    maxTokenizerRequestsPerSecond: false,
  },
  iam: { tokenTtlMs: 60_000, apiKeys: ['key'], otherFolders: ['b1h'], endsCalls: true },
};

describe('the config file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rechka-config-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(value: unknown) {
    const path = join(folder, 'rechka-emulator.json');
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
    return readConfig(path);
  }

  it('says all that the options of the library can, but for functions', async () => {
    const config = await read(whole);
    const options = optionsOf(config);
    const resolved = resolveOptions(options);
    expect(resolved).toMatchObject({
      host: '0.0.0.0',
      grpcPort: 7001,
      httpPort: 7002,
      folderId: 'b1g',
      seed: 3,
    });
    expect(resolved.stt).toMatchObject({ maxStreamMs: Infinity, maxStreamBytes: 1000, maxChannels: 2 });
    expect(resolved.stt.classifiers['formal_greeting']?.test('здравствуйте')).toBe(true);
    expect(resolved.tts).toEqual(whole.tts);
    expect(resolved.gpt).toMatchObject({ maxConcurrent: 3, freeOnCancel: false, maxTokens: 100 });
    expect(resolved.gpt.maxTokenizerRequestsPerSecond).toBe(Infinity);
    expect(resolved.iam).toEqual(whole.iam);
    expect(options.faults?.[0]).toEqual({ service: 'stt', do: { status: 'UNAVAILABLE' } });
    expect('controlPort' in options).toBe(false);
    expect(config.keyFile).toBe(join(folder, 'key.json'));
    // Whoever adds an option to the library adds it here.
    expect(Object.keys(resolved.stt).sort()).toEqual(Object.keys(whole.stt).sort());
  });

  it('has the bounds of the options of the library, to the last number', () => {
    const takes = (file: object) => {
      try {
        resolveOptions(optionsOf(file));
        return true;
      } catch {
        return false;
      }
    };
    const numbers = [...numbersIn(configFields.schema)];
    expect(numbers.length).toBeGreaterThan(35);
    const verdicts = numbers.map(({ path, minimum, maximum, put }) => {
      const values = [minimum - 1, minimum, maximum, maximum + 1];
      return [path, ...values.map((value) => takes(put(value)))];
    });
    expect(verdicts).toEqual(numbers.map(({ path }) => [path, false, true, true, false]));
  });

  it.each<[unknown, RegExp]>([
    ['{ "seed": 1, }', /rechka-emulator\.json: line 1, column 14: a name in double quotes is expected\.$/],
    ['', /rechka-emulator\.json: line 1, column 1: a value is expected\.$/],
    [[], /Option file is an array of 0; expected an object/],
    [{ sed: 1 }, /no option sed; did you mean seed\?/],
    [{ qqqq: 1 }, /no option qqqq; there are \$schema, host, grpcPort/],
    [{ apiKeys: ['AQVNsecret'] }, /no option apiKeys; did you mean iam\.apiKeys\?/],
    [{ stt: { hering: 'phone' } }, /no option stt\.hering; did you mean stt\.hearing\?/],
    [{ stt: { hearing: 'loud' } }, /Option stt\.hearing is "loud"; expected one of clean, phone, noisy/],
    [
      { stt: { hearing: { wordErrors: 2 } } },
      /Option stt\.hearing\.wordErrors is 2; expected a number from 0 to 1/,
    ],
    [{ stt: { maxStreamMs: true } }, /Option stt\.maxStreamMs is true; expected .*false for no limit/],
    [{ stt: { sampleRatesHz: [8000, 11] } }, /Option stt\.sampleRatesHz\[1\] is 11/],
    [
      { stt: { classifiers: { a: { pattern: '(' } } } },
      /Option stt\.classifiers\.a is "\("; expected a regular expression/,
    ],
    [{ latency: 'snail' }, /Option latency is "snail"; expected one of instant/],
    [
      { latency: { llmTokenMs: { minMs: 1 } } },
      /Option latency\.llmTokenMs is an object; expected a number of ms/,
    ],
    [
      { gpt: { rules: [{ when: 'да' }] } },
      /Option gpt\.rules\[0\]\.reply is undefined; expected to be there/,
    ],
    [{ gpt: { reply: [] } }, /Option gpt\.reply is an array of 0; expected at least 1 of them/],
    [{ faults: ['status=BROKEN'] }, /faults\[0\]: Option fault\.do\.status is "BROKEN"/],
    [{ tls: { cert: 'cert.pem' } }, /Option tls\.key is undefined; expected to be there/],
    [{ grpcPort: '7001' }, /Option grpcPort is "7001"; expected a whole number from 0 to 65535/],
    [{ iam: { apiKeys: [''] } }, /Option iam\.apiKeys\[0\] is an empty string; expected a non-empty string/],
    [{ toString: 1 }, /no option toString; there are/],
  ])('%j: says which field, which value and what to do', async (value, message) => {
    await expect(read(value)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each<unknown>([
    { apiKeyy: 'AQVNsecret-abcd' },
    { apiKeys: ['AQVNsecret-abcd'] },
    { iam: { apiKeyy: 'AQVNsecret-abcd' } },
    { iam: { apiKeys: 'AQVNsecret-abcd' } },
    { iam: { apiKeys: { mine: 'AQVNsecret-abcd' } } },
    { iam: 'AQVNsecret-abcd' },
    'AQVNsecret-abcd',
    '{ "iam": { "apiKeys": [AQVNsecret-abcd] } }',
    '{ "iam": { "apiKeys": ["AQVNsecret-abcd", ] } }',
    "{ 'iam': { apiKeys: ['AQVNsecret-abcd'] } }",
  ])('%j: shows nothing of what may be a secret', async (value) => {
    await expect(read(value)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.not.stringMatching(/AQVN|secret|abcd/) as string,
    });
  });

  it('has limits lifted by name, by service or all together', () => {
    expect(liftLimits({ stt: { exact: true } }, ['stt.idleMs']).stt).toEqual({ exact: true, idleMs: false });
    expect(Object.keys(liftLimits({}, ['tts']))).toEqual(['tts']);
    const { stt, tts, gpt } = liftLimits({}, ['all']);
    expect(Object.values(stt ?? {})).toEqual(Array(6).fill(false));
    expect(tts).toEqual({
      ...{ maxChars: 1_000_000, maxLongChars: 1_000_000, maxSpeechMs: 86_400_000, streamIdleMs: 86_400_000 },
      maxRequestsPerSecond: false,
    });
    expect(gpt).toEqual({
      ...{ maxConcurrent: 10_000, maxTokens: 1_000_000, maxInputTokens: 10_000_000 },
      maxTokenizerRequestsPerSecond: false,
    });
    const resolved = resolveOptions(optionsOf(liftLimits({}, ['all'])));
    expect([resolved.stt.maxStreamMs, resolved.stt.sampleRatesHz]).toEqual([Infinity, false]);
    expect(() => liftLimits({}, ['idleMs'])).toThrow(
      /Option lift is "idleMs"; expected all, stt, tts, gpt or one of/,
    );
    for (const name of limitNames)
      expect(() => resolveOptions(optionsOf(liftLimits({}, [name])))).not.toThrow();
  });
});

describe('the schema for editors', () => {
  it('is the one that the package has (update: vitest -u)', async () => {
    const text = await format(JSON.stringify(configSchema()), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot('../../rechka-emulator.schema.json');
  });

  it('takes and refuses what the command does, for every field', () => {
    const validator = new Validator(configSchema(), '2020-12');
    const takes = (value: unknown) => {
      try {
        configFields.check('', value);
        return true;
      } catch {
        return false;
      }
    };
    expect([takes(whole), validator.validate(whole).valid]).toEqual([true, true]);
    let compared = 0;
    for (const variant of variants(whole)) {
      // Whether a pattern is a good one and what is in a fault is beyond a schema.
      expect([variant, validator.validate(variant).valid]).toEqual([variant, takes(variant)]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(800);
  });
});

/** What a schema may say of a number, or of what has numbers in it. */
interface Shape {
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Shape>;
  required?: string[];
  anyOf?: Shape[];
}

/** A number that the file may have, alone in it: its bounds, and the file with a value for it. */
interface NumberField {
  path: string;
  minimum: number;
  maximum: number;
  put: (value: number) => object;
}

function* numbersIn(shape: Shape, path: string[] = []): Iterable<NumberField> {
  for (const [name, property] of Object.entries(shape.properties ?? {})) {
    const at = [...path, name];
    for (const kind of property.anyOf ?? [property]) {
      const { minimum, maximum } = kind;
      const put = (value: number) =>
        at.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
      if (minimum !== undefined && maximum !== undefined) yield { path: at.join('.'), minimum, maximum, put };
      // What is useless without its other fields is left out.
      if (kind.required === undefined) yield* numbersIn(kind, at);
    }
  }
}

/** The value with one thing in it replaced by something else, in all places but faults. */
function* variants(value: unknown): Iterable<unknown> {
  for (const other of [null, true, false, 0, -1, 0.5, 1e9, '', 'text', [], {}, { unknown: 1 }]) yield other;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'faults') continue;
    for (const other of variants(entry)) {
      if (Array.isArray(value))
        yield value.map((old: unknown, index) => (String(index) === key ? other : old));
      else yield { ...value, [key]: other };
    }
  }
}
