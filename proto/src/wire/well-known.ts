import { createCodec } from './codec.js';
import type { Codec } from './codec.js';
import { readStruct, writeStruct } from './json.js';
import type { JsonObject } from './json.js';
import type { Reader } from './reader.js';
import type { Writer } from './writer.js';

/** A moment in time (`google.protobuf.Timestamp`): whole seconds since 1970 UTC, and nanoseconds after them. */
export interface Timestamp {
  seconds: number;
  nanos: number;
}
export type TimestampInit = { readonly [Key in keyof Timestamp]?: Timestamp[Key] | undefined };

/** A message of a type known only at run time (`google.protobuf.Any`). */
export interface Any {
  /** Ends with the full name of the message type, after a slash. */
  typeUrl: string;
  /** The encoded message: a view into the decoded bytes. */
  value: Uint8Array;
}
export type AnyInit = { readonly [Key in keyof Any]?: Any[Key] | undefined };

/** A message without fields (`google.protobuf.Empty`). */
export interface Empty {
  readonly [field: string]: never;
}
export type EmptyInit = Empty;

/** @internal */
export function readTimestamp(reader: Reader, previous: Timestamp | undefined): Timestamp {
  let { seconds, nanos } = previous ?? { seconds: 0, nanos: 0 };
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 8) seconds = reader.int64('google.protobuf.Timestamp.seconds');
    else if (tag === 16) nanos = reader.int32();
    else reader.skip(tag);
  }
  return { seconds, nanos };
}

/** @internal */
export function writeTimestamp(writer: Writer, { seconds = 0, nanos = 0 }: TimestampInit): void {
  if (nanos !== 0) writer.int32(16, nanos, 'google.protobuf.Timestamp.nanos');
  if (seconds !== 0) writer.int64(8, seconds, 'google.protobuf.Timestamp.seconds');
}

/** @internal */
export function readAny(reader: Reader, previous: Any | undefined): Any {
  let { typeUrl, value } = previous ?? { typeUrl: '', value: new Uint8Array() };
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 10) typeUrl = reader.string();
    else if (tag === 18) value = reader.bytes();
    else reader.skip(tag);
  }
  return { typeUrl, value };
}

/** @internal */
export function writeAny(writer: Writer, { typeUrl = '', value }: AnyInit): void {
  if (value !== undefined && value.length !== 0) writer.bytes(18, value, 'google.protobuf.Any.value');
  if (typeUrl !== '') writer.string(10, typeUrl, 'google.protobuf.Any.type_url');
}

/** @internal */
export function readEmpty(reader: Reader): Empty {
  while (reader.position < reader.end) reader.skip(reader.tag());
  return {};
}

/** @internal */
export function writeEmpty(): void {
  // An empty message has no bytes.
}

/** @internal A `google.protobuf.DoubleValue` is the number itself; its absence is `undefined`. */
export function readDoubleValue(reader: Reader, previous: number | undefined): number {
  let value = previous ?? 0;
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 9) value = reader.double();
    else reader.skip(tag);
  }
  return value;
}

/** @internal */
export function writeDoubleValue(writer: Writer, value: number): void {
  if (!Object.is(value, 0)) writer.double(9, value, 'google.protobuf.DoubleValue.value');
}

/** @internal A `google.protobuf.Int64Value` is the number itself; its absence is `undefined`. */
export function readInt64Value(reader: Reader, previous: number | undefined): number {
  let value = previous ?? 0;
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 8) value = reader.int64('google.protobuf.Int64Value.value');
    else reader.skip(tag);
  }
  return value;
}

/** @internal */
export function writeInt64Value(writer: Writer, value: number): void {
  if (value !== 0) writer.int64(8, value, 'google.protobuf.Int64Value.value');
}

/** @internal A `google.protobuf.BoolValue` is the boolean itself; its absence is `undefined`. */
export function readBoolValue(reader: Reader, previous: boolean | undefined): boolean {
  let value = previous ?? false;
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 8) value = reader.bool();
    else reader.skip(tag);
  }
  return value;
}

/** @internal */
export function writeBoolValue(writer: Writer, value: boolean): void {
  if (value) writer.bool(8, value, 'google.protobuf.BoolValue.value');
}

export const Timestamp: Codec<Timestamp, TimestampInit> = /* @__PURE__ */ createCodec(
  'google.protobuf.Timestamp',
  writeTimestamp,
  readTimestamp,
);
export const Any: Codec<Any, AnyInit> = /* @__PURE__ */ createCodec('google.protobuf.Any', writeAny, readAny);
export const Empty: Codec<Empty> = /* @__PURE__ */ createCodec(
  'google.protobuf.Empty',
  writeEmpty,
  readEmpty,
);
/** A JSON object on the wire. */
export const Struct: Codec<JsonObject> = /* @__PURE__ */ createCodec(
  'google.protobuf.Struct',
  writeStruct,
  readStruct,
);
