/** Judge: the official SDK's codecs (made by ts-proto from the service's own schema). */
import { createRequire } from 'node:module';
import type protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { codecs } from './support/codecs.js';
import { ours } from './support/dialect.js';
import type { Dialect } from './support/dialect.js';
import { judge } from './support/judge.js';
import { fullName, messageTypes } from './support/reflection.js';

interface SdkCodec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  fromPartial(message: object): object;
}
type SdkModule = Record<string, SdkCodec | undefined>;

const require = createRequire(import.meta.url);
const load = (name: string, ...files: string[]) => {
  const module = require(`@yandex-cloud/nodejs-sdk/${name}`) as Record<string, SdkModule>;
  return Object.assign({}, ...files.map((file) => module[file])) as SdkModule;
};
const sdk: Record<string, SdkModule> = {
  'speechkit.stt.v3': load('ai-stt-v3', 'stt', 'sttService'),
  'speechkit.tts.v3': load('ai-tts-v3', 'tts', 'ttsService'),
  'yandex.cloud.ai.foundation_models.v1': load(
    'ai-foundation_models-v1',
    'textCommon',
    'textGenerationService',
  ),
  'yandex.cloud.iam.v1': load('iam-v1', 'iamTokenService'),
  'yandex.cloud.operation': load('operation', 'operation', 'operationService'),
};

function sdkCodec(type: protobuf.Type): SdkCodec | undefined {
  const name = fullName(type);
  const home = Object.keys(sdk).find((prefix) => name.startsWith(`${prefix}.`));
  if (home === undefined) return undefined;
  return sdk[home]![name.slice(home.length + 1).replaceAll('.', '_')];
}

const toSdk: Dialect = {
  enumValue: (type, value) => (typeof value === 'string' ? type.values[value] : value),
  bytes: (value) => Buffer.from(value),
  wellKnown: {
    'google.protobuf.Timestamp': ({ seconds, nanos }: { seconds: number; nanos: number }) =>
      new Date(seconds * 1000 + nanos / 1e6),
    'google.protobuf.Any': ({ typeUrl, value }: { typeUrl: string; value: Uint8Array }) => ({
      typeUrl,
      value: Buffer.from(value),
    }),
  },
};

const fromSdk: Dialect = {
  ...ours,
  wellKnown: {
    'google.protobuf.Timestamp': (date: Date) => {
      const seconds = Math.floor(date.getTime() / 1000);
      return { seconds, nanos: (date.getTime() - seconds * 1000) * 1e6 };
    },
    'google.protobuf.Any': ({ typeUrl, value }: { typeUrl: string; value: Uint8Array }) => ({
      typeUrl,
      value: new Uint8Array(value),
    }),
  },
};

/** Types and fields that version 3.2.0 does not have. */
const missing = { types: ['speechkit.tts.v3.WordTiming', 'google.rpc.Status'], field: 'wordTimings' };

it('the SDK has a codec for every type of ours but the known two', () => {
  expect(messageTypes.filter((type) => !sdkCodec(type)).map(fullName)).toEqual(missing.types);
});

describe('agrees with the official SDK both ways', () => {
  it.each(messageTypes.filter(sdkCodec).map((type) => [fullName(type), type] as const))(
    '%s',
    (name, type) => {
      const foreign = sdkCodec(type)!;
      judge(
        type,
        codecs.get(name)!,
        {
          encode: (message) => foreign.encode(foreign.fromPartial(message)).finish(),
          decode: (bytes) => foreign.decode(bytes),
        },
        { to: toSdk, from: fromSdk },
        { without: [missing.field] },
      );
    },
  );
});
