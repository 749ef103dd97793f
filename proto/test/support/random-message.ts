import fc from 'fast-check';
import protobuf from 'protobufjs';
import { fieldName, fullName } from './reflection.js';

const maxInt64 = Number.MAX_SAFE_INTEGER;
const lengths = { maxLength: 3 } as const;

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 120 }) },
  fc.constantFrom('', 'привет', 'я '.repeat(100), '🙂'.repeat(30), '\uFEFFbom', '\u0000', 'a'.repeat(1500)),
);

const scalars: Record<string, fc.Arbitrary<unknown>> = {
  string: text,
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.integer({ min: 0, max: 10_000 }).map((length) => new Uint8Array(length).fill(length)),
  ),
  bool: fc.boolean(),
  int32: fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31))),
  int64: fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -300, max: 70_000 }),
    fc.constantFrom(0, -1, 2 ** 28, 2 ** 31, 2 ** 32, 2 ** 35, 2 ** 49, -(2 ** 32), maxInt64, -maxInt64),
  ),
  double: fc.oneof(
    fc.double(),
    fc.constantFrom(0, 1, 0.1, -1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY),
  ),
};

const json = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__')),
  { maxKeys: 4 },
);

const wellKnown: Record<string, fc.Arbitrary<unknown>> = {
  'google.protobuf.Struct': json,
  'google.protobuf.DoubleValue': fc.double(),
  'google.protobuf.Int64Value': fc.maxSafeInteger(),
  'google.protobuf.BoolValue': fc.boolean(),
  // Moments that a Date can hold, which is what the official SDK decodes them to.
  'google.protobuf.Timestamp': fc.record({
    seconds: fc.integer({ min: 0, max: 253_402_300_799 }),
    nanos: fc.integer({ min: 0, max: 999 }).map((millis) => millis * 1_000_000),
  }),
  'google.protobuf.Any': fc.record({ typeUrl: text, value: fc.uint8Array({ maxLength: 20 }) }),
};

const made = new Map<protobuf.Type, fc.Arbitrary<object>>();

/** Any message of a type, as our codecs take it: every subset of fields, at most one of each oneof. */
export function messageArbitrary(type: protobuf.Type): fc.Arbitrary<object> {
  const known = made.get(type);
  if (known) return known;
  const plain = type.fieldsArray.filter((field) => !field.partOf);
  const model = Object.fromEntries(plain.map((field) => [fieldName(field), fieldArbitrary(field)]));
  const oneofs = type.oneofsArray.map((oneof) =>
    fc.oneof(
      fc.constant({}),
      ...oneof.fieldsArray.map((field) =>
        fieldArbitrary(field).map((value) => ({ [fieldName(field)]: value })),
      ),
    ),
  );
  const arbitrary = fc
    .tuple(fc.record(model, { requiredKeys: [] }), ...oneofs)
    .map((parts) => Object.assign({}, ...(parts as object[])) as object);
  made.set(type, arbitrary);
  return arbitrary;
}

function fieldArbitrary(field: protobuf.Field): fc.Arbitrary<unknown> {
  const value = valueArbitrary(field);
  return field.repeated ? fc.array(value, lengths) : value;
}

function valueArbitrary(field: protobuf.Field): fc.Arbitrary<unknown> {
  const type = field.resolvedType;
  if (type instanceof protobuf.Enum) {
    return fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...Object.keys(type.values)) },
      fc.integer().filter((number) => type.valuesById[number] === undefined),
    );
  }
  if (type) return wellKnown[fullName(type)] ?? messageArbitrary(type);
  const scalar = scalars[field.type];
  if (!scalar) throw new Error(`no arbitrary for ${field.type}`);
  return scalar;
}
