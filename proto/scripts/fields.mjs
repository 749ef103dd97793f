import { fullName, isEnum } from './schema.mjs';

/**
 * What the generated code of each kind of field is made of: its TypeScript type, its default, its wire
 * type, and the expressions that read and write it. A kind that no schema of ours uses is not here;
 * meeting one fails the generation.
 */
const scalars = {
  string: { type: 'string', wire: 2, zero: "''", isSet: (value) => `${value} !== ''`, list: 'strings' },
  bytes: {
    type: 'Uint8Array',
    wire: 2,
    zero: 'new Uint8Array()',
    isSet: (value) => `${value}?.length !== 0`,
    list: 'bytesList',
  },
  bool: { type: 'boolean', wire: 0, zero: 'false', isSet: (value) => `${value} !== false` },
  int32: { type: 'number', wire: 0, zero: '0', isSet: (value) => `${value} !== 0`, packs: 'packedInt32s' },
  int64: { type: 'number', wire: 0, zero: '0', isSet: (value) => `${value} !== 0`, named: true },
  double: {
    type: 'number',
    wire: 1,
    zero: '0',
    isSet: (value) => `!Object.is(${value}, 0)`,
    packs: 'packedDoubles',
  },
};

/** Types of `google.protobuf` that have a JavaScript form of their own, in `wire.ts`. */
const wellKnown = {
  'google.protobuf.Struct': { type: 'JsonObject', init: 'JsonObject', name: 'Struct' },
  'google.protobuf.Timestamp': { type: 'Timestamp', init: 'TimestampInit', name: 'Timestamp' },
  'google.protobuf.Any': { type: 'Any', init: 'AnyInit', name: 'Any' },
  'google.protobuf.Empty': { type: 'Empty', init: 'EmptyInit', name: 'Empty' },
  'google.protobuf.DoubleValue': { type: 'number', init: 'number', name: 'DoubleValue', primitive: true },
  'google.protobuf.Int64Value': { type: 'number', init: 'number', name: 'Int64Value', primitive: true },
  'google.protobuf.BoolValue': { type: 'boolean', init: 'boolean', name: 'BoolValue', primitive: true },
};

/** The well-known form of a message type, if it has one. */
export const wellKnownForm = (type) => wellKnown[fullName(type)];

/**
 * Describes a field for the emitters. `use` notes an import and returns the imported name.
 */
export function describeField(field, { camelCase, locate, use, useWire }) {
  const name = camelCase(field.name);
  const label = `'${locate(field.parent).path}.${name}'`;
  const form = describeType(field, { use, useWire, label });
  return {
    ...form,
    name,
    local: reserved.has(name) ? `${name}_` : name,
    number: field.id,
    comment: field.comment,
    deprecated: Boolean(field.options?.deprecated),
    repeated: field.repeated,
    oneof: field.partOf ?? undefined,
    label,
    tag: (field.id << 3) | form.wire,
    packedTag: (field.id << 3) | 2,
  };
}

function describeType(field, { use, useWire, label }) {
  const type = field.resolvedType;
  if (type === null) {
    const scalar = scalars[field.type];
    if (!scalar) throw new Error(`${fullName(field)}: fields of type ${field.type} are not supported yet`);
    return {
      ...scalar,
      init: scalar.type,
      read: `reader.${field.type}(${scalar.named ? label : ''})`,
      write: (tag, value) => `writer.${field.type}(${tag}, ${value}, ${label})`,
    };
  }
  if (isEnum(type)) {
    const enumType = `${use(type)} | number`;
    const table = use(type, (name) => `${name}Table`);
    const zero = `'${type.valuesById[0]}'`;
    return {
      type: enumType,
      init: enumType,
      wire: 0,
      zero,
      packs: 'packedEnums',
      table,
      isSet: (value) => `${value} !== ${zero} && ${value} !== 0`,
      read: `${table}.name(reader.int32())`,
      write: (tag, value) => `writer.enum(${tag}, ${table}, ${value}, ${label})`,
    };
  }
  const known = wellKnownForm(type);
  const functions = known
    ? { read: useWire(`read${known.name}`), write: useWire(`write${known.name}`) }
    : { read: use(type, (name) => `read${name}`), write: use(type, (name) => `write${name}`) };
  const typeName = (name) => (known.primitive ? name : useWire(name, true));
  return {
    message: true,
    wire: 2,
    type: known ? typeName(known.type) : use(type),
    init: known ? typeName(known.init) : use(type, (name) => `${name}Init`),
    read: (previous) => `reader.message(${functions.read}, ${previous})`,
    writer: functions.write,
    write: (tag, value) =>
      known?.primitive
        ? `writer.wrapped(${tag}, ${functions.write}, ${value})`
        : `writer.message(${tag}, ${functions.write}, ${value}, ${label})`,
  };
}

/** Names that a local variable of a generated function cannot have. */
const reserved = new Set(['arguments', 'default', 'function', 'reader', 'previous', 'tag', 'outer']);
