/** Judge: `@grpc/proto-loader`, which loads our .proto files and encodes by reflection. */
import { loadSync } from '@grpc/proto-loader';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { describe, it } from 'vitest';
import type { JsonObject, JsonValue } from '@rechka/proto/wire';
import { codecs } from './support/codecs.js';
import { ours } from './support/dialect.js';
import type { Dialect } from './support/dialect.js';
import { judge } from './support/judge.js';
import { fullName, messageTypes, protoFiles, protosFolder } from './support/reflection.js';

const definitions = loadSync(protoFiles, {
  includeDirs: [protosFolder],
  keepCase: false,
  enums: String,
  longs: Number,
  oneofs: true,
  defaults: true,
});

interface ValueShape {
  kind?: string;
  nullValue?: unknown;
  numberValue?: number;
  stringValue?: string;
  boolValue?: boolean;
  structValue?: StructShape;
  listValue?: { values: ValueShape[] };
}
interface StructShape {
  fields: Record<string, ValueShape>;
}

const toStruct = (json: JsonObject): StructShape => ({
  fields: Object.fromEntries(Object.entries(json).map(([key, value]) => [key, toValue(value!)])),
});

function toValue(json: JsonValue): ValueShape {
  if (json === null) return { nullValue: 'NULL_VALUE' };
  if (typeof json === 'number') return { numberValue: json };
  if (typeof json === 'string') return { stringValue: json };
  if (typeof json === 'boolean') return { boolValue: json };
  if (Array.isArray(json)) return { listValue: { values: (json as readonly JsonValue[]).map(toValue) } };
  return { structValue: toStruct(json as JsonObject) };
}

const fromStruct = ({ fields }: StructShape): JsonObject =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, fromValue(value)]));

function fromValue(value: ValueShape): JsonValue {
  switch (value.kind) {
    case 'nullValue':
      return null;
    case 'structValue':
      return fromStruct(value.structValue!);
    case 'listValue':
      return value.listValue!.values.map(fromValue);
    default:
      return value[value.kind as 'numberValue' | 'stringValue' | 'boolValue']!;
  }
}

const wrap = (value: unknown) => ({ value });
const unwrap = ({ value }: { value: unknown }) => value;

const toLoader: Dialect = {
  ...ours,
  wellKnown: {
    'google.protobuf.Struct': toStruct,
    'google.protobuf.DoubleValue': wrap,
    'google.protobuf.Int64Value': wrap,
    'google.protobuf.BoolValue': wrap,
    'google.protobuf.Any': ({ typeUrl, value }: { typeUrl: string; value: Uint8Array }) => ({
      type_url: typeUrl,
      value,
    }),
  },
};

const fromLoader: Dialect = {
  ...ours,
  wellKnown: {
    'google.protobuf.Struct': fromStruct,
    'google.protobuf.DoubleValue': unwrap,
    'google.protobuf.Int64Value': unwrap,
    'google.protobuf.BoolValue': unwrap,
    'google.protobuf.Any': (any: { type_url: string; value: Uint8Array }) => ({
      typeUrl: any.type_url,
      value: new Uint8Array(any.value),
    }),
  },
};

// It offers only top-level types; the nested ones are judged as fields of these.
const offered = messageTypes.filter((type) => !(type.parent instanceof protobuf.Type));

describe('agrees with proto-loader both ways', () => {
  it.each(offered.map((type) => [fullName(type), type] as const))('%s', (name, type) => {
    const { serialize, deserialize } = definitions[name] as MessageTypeDefinition<object, object>;
    judge(
      type,
      codecs.get(name)!,
      { encode: serialize, decode: (bytes) => deserialize(Buffer.from(bytes)) },
      { to: toLoader, from: fromLoader },
    );
  });
});
