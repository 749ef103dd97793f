import protobuf from 'protobufjs';
import { fieldName, fullName } from './reflection.js';

/** How a codec that is not ours represents what has more than one possible form in JavaScript. */
export interface Dialect {
  /** Well-known types by full name; those not named here have the same form as ours. */
  readonly wellKnown: Readonly<Record<string, (value: never) => unknown>>;
  readonly enumValue: (type: protobuf.Enum, value: string | number) => unknown;
  readonly bytes: (value: Uint8Array) => Uint8Array;
}

/** Our own form: names of known enum values, numbers of unknown ones. */
export const ours: Dialect = {
  wellKnown: {},
  enumValue: (type, value) => (typeof value === 'number' ? (type.valuesById[value] ?? value) : value),
  bytes: (value) => new Uint8Array(value),
};

/** The fields of a message that are set, translated. */
export function translate(type: protobuf.Type, message: object, dialect: Dialect): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = (message as Record<string, unknown>)[fieldName(field)];
    if (value === undefined || value === null) continue;
    result[fieldName(field)] = field.repeated
      ? (value as unknown[]).map((item) => translateValue(field, item, dialect))
      : translateValue(field, value, dialect);
  }
  return result;
}

function translateValue(field: protobuf.Field, value: unknown, dialect: Dialect): unknown {
  const type = field.resolvedType;
  if (type instanceof protobuf.Enum) return dialect.enumValue(type, value as string | number);
  if (type) {
    const name = fullName(type);
    if (!name.startsWith('google.protobuf.')) return translate(type, value as object, dialect);
    return dialect.wellKnown[name]?.(value as never) ?? value;
  }
  return field.type === 'bytes' ? dialect.bytes(value as Uint8Array) : value;
}

/**
 * What a decoder of ours must make of a message in our form: every key present, defaults filled in,
 * absent messages and oneof members undefined. Minus zero is zero, since encoders may leave either out.
 */
export function complete(type: protobuf.Type, message: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = (message as Record<string, unknown>)[fieldName(field)];
    result[fieldName(field)] = field.repeated
      ? ((value ?? []) as unknown[]).map((item) => completeValue(field, item))
      : value === undefined
        ? defaultOf(field)
        : completeValue(field, value);
  }
  return result;
}

function completeValue(field: protobuf.Field, value: unknown): unknown {
  const type = field.resolvedType;
  if (type instanceof protobuf.Enum) return ours.enumValue(type, value as string | number);
  if (type && !fullName(type).startsWith('google.protobuf.')) return complete(type, value as object);
  return withoutMinusZero(value);
}

function defaultOf(field: protobuf.Field): unknown {
  if (field.partOf) return undefined;
  if (field.resolvedType instanceof protobuf.Enum) return field.resolvedType.valuesById[0];
  if (field.resolvedType) return undefined;
  return { string: '', bytes: new Uint8Array(), bool: false }[field.type] ?? 0;
}

export function withoutMinusZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutMinusZero(item)]));
}
