import type { WriteMessage } from './codec.js';
import type { EnumTable } from './enum-table.js';
import { leastBytes, takeBuffer } from './spare-buffers.js';
import { encodeUtf8, utf8Length } from './utf8.js';

const SCRATCH_BYTES = 1024;
/** Room left in front of a large value for the tags and lengths of the messages around it. */
const HEADROOM_BYTES = 64;

const doubleBits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
const doubleBytes = /* @__PURE__ */ new Uint8Array(doubleBits.buffer);

function refuse(field: string, expected: string, value: unknown): never {
  throw new TypeError(`${field} must be ${expected}, got ${value === null ? 'null' : typeof value}.`);
}

/**
 * Writes protobuf's wire format **from the end of a buffer to its beginning**, last field first. A
 * length stands before what it measures; writing backwards it is simply known, so nothing is measured
 * twice, moved or copied again: an audio chunk is copied once, into a buffer made to its size.
 */
export class Writer {
  private readonly scratch = new Uint8Array(SCRATCH_BYTES);
  private buffer = this.scratch;
  /** Index of the first byte written so far. */
  private start = SCRATCH_BYTES;

  /** How many bytes are written. */
  get size(): number {
    return this.buffer.length - this.start;
  }

  /** What was written. Never the scratch buffer itself, which the next message will overwrite. */
  finish(): Uint8Array {
    const { buffer, start, size } = this;
    if (buffer !== this.scratch && start <= HEADROOM_BYTES + buffer.length / 8) return buffer.subarray(start);
    if (size < leastBytes) return buffer.slice(start);
    const own = takeBuffer(size);
    own.set(buffer.subarray(start));
    return own.subarray(0, size);
  }

  reset(): void {
    this.buffer = this.scratch;
    this.start = SCRATCH_BYTES;
  }

  /** An unsigned integer of up to 32 bits: a tag or a length. */
  uint32(value: number): void {
    const length =
      value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
    let position = this.reserve(length);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.buffer[position++] = (rest & 0x7f) | 0x80;
    this.buffer[position] = rest;
  }

  /** Closes a length-delimited field whose content was written since the writer had `sizeBefore` bytes. */
  delimit(tag: number, sizeBefore: number): void {
    this.uint32(this.size - sizeBefore);
    this.uint32(tag);
  }

  string(tag: number, value: string, field: string): void {
    if (typeof value !== 'string') refuse(field, 'a string', value);
    const length = utf8Length(value);
    const start = this.reserve(length);
    encodeUtf8(value, length, this.buffer, start);
    this.uint32(length);
    this.uint32(tag);
  }

  bytes(tag: number, value: Uint8Array, field: string): void {
    if (!(value instanceof Uint8Array)) refuse(field, 'a Uint8Array', value);
    const start = this.reserve(value.length);
    this.buffer.set(value, start);
    this.uint32(value.length);
    this.uint32(tag);
  }

  bool(tag: number, value: boolean, field: string): void {
    if (typeof value !== 'boolean') refuse(field, 'a boolean', value);
    this.uint32(value ? 1 : 0);
    this.uint32(tag);
  }

  double(tag: number, value: number, field: string): void {
    this.rawDouble(value, field);
    this.uint32(tag);
  }

  int32(tag: number, value: number, field: string): void {
    this.rawInt32(value, field);
    this.uint32(tag);
  }

  int64(tag: number, value: number, field: string): void {
    if (typeof value !== 'number') refuse(field, 'an integer', value);
    if (!Number.isSafeInteger(value)) throw new RangeError(`${field} must be a safe integer, got ${value}.`);
    this.rawInteger(value);
    this.uint32(tag);
  }

  enum<Name extends string>(tag: number, table: EnumTable<Name>, value: Name | number, field: string): void {
    this.rawInteger(table.number(value, field));
    this.uint32(tag);
  }

  /** A nested message. */
  message<Init>(tag: number, write: WriteMessage<Init>, value: Init, field: string): void {
    if (typeof value !== 'object' || value === null) refuse(field, 'an object', value);
    this.wrapped(tag, write, value);
  }

  /** A message that is not an object in JavaScript: one of `google.protobuf`'s wrappers. */
  wrapped<Value>(tag: number, write: WriteMessage<Value>, value: Value): void {
    const before = this.size;
    write(this, value);
    this.delimit(tag, before);
  }

  messages<Init>(tag: number, write: WriteMessage<Init>, values: readonly Init[], field: string): void {
    this.backwards(values, field, (value) => this.message(tag, write, value, field));
  }

  strings(tag: number, values: readonly string[], field: string): void {
    this.backwards(values, field, (value) => this.string(tag, value, field));
  }

  bytesList(tag: number, values: readonly Uint8Array[], field: string): void {
    this.backwards(values, field, (value) => this.bytes(tag, value, field));
  }

  packedInt32s(tag: number, values: readonly number[], field: string): void {
    const before = this.size;
    this.backwards(values, field, (value) => this.rawInt32(value, field));
    if (this.size !== before) this.delimit(tag, before);
  }

  packedDoubles(tag: number, values: readonly number[], field: string): void {
    const before = this.size;
    this.backwards(values, field, (value) => this.rawDouble(value, field));
    if (this.size !== before) this.delimit(tag, before);
  }

  packedEnums<Name extends string>(
    tag: number,
    table: EnumTable<Name>,
    values: readonly (Name | number)[],
    field: string,
  ): void {
    const before = this.size;
    this.backwards(values, field, (value) => this.rawInteger(table.number(value, field)));
    if (this.size !== before) this.delimit(tag, before);
  }

  private rawInt32(value: number, field: string): void {
    if (typeof value !== 'number') refuse(field, 'an integer', value);
    if ((value | 0) !== value) throw new RangeError(`${field} must be a 32-bit integer, got ${value}.`);
    this.rawInteger(value);
  }

  private backwards<Value>(values: readonly Value[], field: string, write: (value: Value) => void): void {
    if (!Array.isArray(values)) refuse(field, 'an array', values);
    for (let index = values.length - 1; index >= 0; index--) write(values[index] as Value);
  }

  private rawDouble(value: number, field: string): void {
    if (typeof value !== 'number') refuse(field, 'a number', value);
    const start = this.reserve(8);
    doubleBits.setFloat64(0, value, true);
    this.buffer.set(doubleBytes, start);
  }

  /** A safe integer as a varint; a negative one takes ten bytes, being 64 bits wide. */
  private rawInteger(value: number): void {
    if (value >= 0 && value <= 0xffff_ffff) {
      this.uint32(value);
      return;
    }
    const negative = value < 0;
    let length = negative ? 10 : 5;
    if (!negative) for (let limit = 2 ** 35; value >= limit; limit *= 128) length++;
    let position = this.reserve(length);
    // Two's complement: the bits of a negative number are those of -(value + 1), flipped.
    const flip = negative ? 0x7f : 0;
    let rest = negative ? -(value + 1) : value;
    for (let index = 1; index < length; index++) {
      this.buffer[position++] = ((rest % 128) ^ flip) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.buffer[position] = negative ? 1 : rest;
  }

  /** Makes room for `count` bytes in front of what is written and returns where they begin. */
  private reserve(count: number): number {
    if (count > this.start) this.grow(count);
    this.start -= count;
    return this.start;
  }

  private grow(count: number): void {
    const written = this.buffer.subarray(this.start);
    const capacity = Math.max(written.length + count + HEADROOM_BYTES, 2 * this.buffer.length);
    this.buffer = takeBuffer(capacity);
    this.start = this.buffer.length - written.length;
    this.buffer.set(written, this.start);
  }
}
