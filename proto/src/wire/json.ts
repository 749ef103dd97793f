import type { Reader } from './reader.js';
import { maxDepth } from './reader.js';
import type { Writer } from './writer.js';

/** A JSON value, as `google.protobuf.Value` carries it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** A JSON object, as `google.protobuf.Struct` carries it. Members that are `undefined` are not sent. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** @internal Reads a `google.protobuf.Struct`. */
export function readStruct(reader: Reader, previous: JsonObject | undefined): JsonObject {
  const object: Record<string, JsonValue | undefined> = { ...previous };
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 10) {
      const { key, value } = reader.message(readEntry, undefined);
      // An assignment to `__proto__` would set the prototype instead of a member.
      if (key === '__proto__') Object.defineProperty(object, key, { value, ...plainMember });
      else object[key] = value;
    } else {
      reader.skip(tag);
    }
  }
  return object;
}

const plainMember = { enumerable: true, configurable: true, writable: true };

function readEntry(reader: Reader): { key: string; value: JsonValue } {
  let key = '';
  let value: JsonValue | undefined;
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 10) key = reader.string();
    else if (tag === 18) value = reader.message(readValue, value);
    else reader.skip(tag);
  }
  return { key, value: value ?? null };
}

function readValue(reader: Reader, previous: JsonValue | undefined): JsonValue {
  // A value of no kind is malformed by its specification; null says the same without losing the rest.
  let value: JsonValue = previous ?? null;
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        reader.int32();
        value = null;
        break;
      case 17:
        value = reader.double();
        break;
      case 26:
        value = reader.string();
        break;
      case 32:
        value = reader.bool();
        break;
      case 42:
        value = reader.message(readStruct, isObject(value) ? value : undefined);
        break;
      case 50:
        value = reader.message(readList, Array.isArray(value) ? (value as readonly JsonValue[]) : undefined);
        break;
      default:
        reader.skip(tag);
    }
  }
  return value;
}

function readList(reader: Reader, previous: readonly JsonValue[] | undefined): readonly JsonValue[] {
  const list: JsonValue[] = previous === undefined ? [] : [...previous];
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 10) list.push(reader.message(readValue, undefined));
    else reader.skip(tag);
  }
  return list;
}

/**
 * Writes a `google.protobuf.Struct`.
 *
 * @throws TypeError when a member is not JSON (a function, a NaN, a cycle or very deep nesting).
 * @internal
 */
export function writeStruct(writer: Writer, object: JsonObject): void {
  writeObject(writer, object, 1);
}

// `depth` counts nested messages as decoders do: an object takes three (Struct, its entry, the Value).
function writeObject(writer: Writer, object: JsonObject, depth: number): void {
  if (!isObject(object)) throw new TypeError('A google.protobuf.Struct must be a plain JSON object.');
  for (const [key, value] of Object.entries(object).reverse()) {
    if (value === undefined) continue;
    const entry = writer.size;
    const before = writer.size;
    writeValue(writer, value, key, depth + 2);
    writer.delimit(18, before);
    writer.string(10, key, 'key');
    writer.delimit(10, entry);
  }
}

function writeValue(writer: Writer, value: JsonValue, key: string, depth: number): void {
  if (depth > maxDepth)
    throw new TypeError(`The JSON under "${key}" is cyclic or nested too deep to be decoded.`);
  const before = writer.size;
  if (value === null) {
    writer.uint32(0);
    writer.uint32(8);
  } else if (typeof value === 'number' && Number.isFinite(value)) {
    writer.double(17, value, key);
  } else if (typeof value === 'string') {
    writer.string(26, value, key);
  } else if (typeof value === 'boolean') {
    writer.bool(32, value, key);
  } else if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    for (let index = list.length - 1; index >= 0; index--) {
      const item = writer.size;
      writeValue(writer, list[index] ?? null, key, depth + 2);
      writer.delimit(10, item);
    }
    writer.delimit(50, before);
  } else if (isObject(value)) {
    writeObject(writer, value, depth + 1);
    writer.delimit(42, before);
  } else {
    throw new TypeError(`The value of "${key}" is not JSON.`);
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
