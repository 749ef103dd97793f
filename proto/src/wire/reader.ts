import { decodeUtf8 } from './utf8.js';
import { WireError } from './wire-error.js';
import type { ReadMessage } from './codec.js';

/** Messages and groups nested deeper than this are refused, as the other protobuf runtimes do. */
export const maxDepth = 100;

const TWO_28 = 0x1000_0000;

/** Reads protobuf's wire format; generated decoders call it. Every read is checked against `end`. */
export class Reader {
  /** Index of the next byte. */
  position = 0;
  /** Where the message being read ends. */
  end: number;
  private readonly source: Uint8Array;
  private readonly typeName: string;
  private view: DataView | undefined;
  private depth = 0;

  constructor(source: Uint8Array, typeName: string) {
    if (!(source instanceof Uint8Array))
      throw new TypeError(`${typeName}: only a Uint8Array can be decoded.`);
    this.source = source;
    this.typeName = typeName;
    this.end = source.length;
  }

  fail(problem: string, offset = this.position): never {
    throw new WireError(this.typeName, offset, problem);
  }

  /** An unsigned varint of at most 32 bits: a tag or a length. */
  uint32(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let next = this.byte();
    value |= (next & 0x7f) << 7;
    if (next < 0x80) return value;
    next = this.byte();
    value |= (next & 0x7f) << 14;
    if (next < 0x80) return value;
    next = this.byte();
    value |= (next & 0x7f) << 21;
    if (next < 0x80) return value;
    next = this.byte();
    if (next > 0x0f) this.fail('a tag or length of more than 32 bits', this.position - 1);
    return (value | (next << 28)) >>> 0;
  }

  /** The next tag: field number and wire type in one number. */
  tag(): number {
    const start = this.position;
    const tag = this.uint32();
    if (tag < 8) this.fail('a field number of 0', start);
    return tag;
  }

  int32(): number {
    const value = this.uint28();
    return value < 0 ? this.longVarint().low : value;
  }

  bool(): boolean {
    const value = this.uint28();
    if (value >= 0) return value !== 0;
    const { low, middle, top } = this.longVarint();
    return (low | middle | top) !== 0;
  }

  /** @throws RangeError when the number is not a safe integer. */
  int64(field: string): number {
    const short = this.uint28();
    if (short >= 0) return short;
    const start = this.position;
    const { low28, middle, top } = this.longVarint();
    // A negative number is the complement of its complement, which is small when the number is.
    const negative = (top & 0x80) !== 0;
    const magnitude = negative
      ? (~low28 & (TWO_28 - 1)) + (~middle & (TWO_28 - 1)) * TWO_28
      : low28 + middle * TWO_28;
    const value = negative ? -magnitude - 1 : magnitude;
    if (top === (negative ? 0xff : 0) && Number.isSafeInteger(value)) return value;
    throw new RangeError(`${field} at byte ${start} is an int64 beyond Number.MAX_SAFE_INTEGER.`);
  }

  double(): number {
    const start = this.advance(8);
    this.view ??= new DataView(this.source.buffer, this.source.byteOffset, this.source.byteLength);
    return this.view.getFloat64(start, true);
  }

  string(): string {
    const length = this.uint32();
    return decodeUtf8(this.source, this.advance(length), this.position);
  }

  /** A view into the source, never a copy. */
  bytes(): Uint8Array {
    const length = this.uint32();
    const start = this.advance(length);
    return new Uint8Array(this.source.buffer, this.source.byteOffset + start, length);
  }

  /** A nested message, merged into `previous` if the same field was already seen. */
  message<Message>(read: ReadMessage<Message>, previous: Message | undefined): Message {
    const outer = this.enter();
    const message = read(this, previous);
    this.leave(outer);
    return message;
  }

  /** Narrows `end` to the length-delimited value that begins here; returns the outer `end` for `leave`. */
  enter(): number {
    const length = this.uint32();
    const outer = this.end;
    if (length > outer - this.position) this.fail('a length beyond the end of its message');
    if (++this.depth > maxDepth) this.fail(`messages nested deeper than ${maxDepth}`);
    this.end = this.position + length;
    return outer;
  }

  leave(outer: number): void {
    this.depth--;
    this.end = outer;
  }

  /** Passes over a field that the schema does not know. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        if (this.uint28() < 0) this.longVarint();
        return;
      case 1:
        this.advance(8);
        return;
      case 2:
        this.advance(this.uint32());
        return;
      case 3:
        this.skipGroup(tag >>> 3);
        return;
      case 5:
        this.advance(4);
        return;
      default:
        this.fail(`wire type ${tag & 7} where a field should begin`);
    }
  }

  private skipGroup(number: number): void {
    if (++this.depth > maxDepth) this.fail(`groups nested deeper than ${maxDepth}`);
    for (;;) {
      const tag = this.tag();
      if ((tag & 7) !== 4) {
        this.skip(tag);
      } else if (tag >>> 3 === number) {
        this.depth--;
        return;
      } else {
        this.fail('a group ended by another one’s end');
      }
    }
  }

  private byte(): number {
    if (this.position >= this.end) this.fail('the message ends in the middle of a field');
    return this.source[this.position++] as number;
  }

  /** Moves past `count` bytes and returns where they begin. */
  private advance(count: number): number {
    const start = this.position;
    if (count > this.end - start) this.fail('a value beyond the end of its message');
    this.position = start + count;
    return start;
  }

  /** A varint of up to four bytes; -1, with nothing consumed, for a longer one. */
  private uint28(): number {
    const { source, position, end } = this;
    let value = 0;
    for (let index = 0; index < 4; index++) {
      if (position + index >= end) this.fail('the message ends in the middle of a varint', end);
      const byte = source[position + index] as number;
      value |= (byte & 0x7f) << (7 * index);
      if (byte < 0x80) {
        this.position = position + index + 1;
        return value;
      }
    }
    return -1;
  }

  /** A varint of up to ten bytes, in pieces: bits 0–27, 28–55 and 56–63, and the lower 32 bits as an int32. */
  private longVarint(): { low: number; low28: number; middle: number; top: number } {
    const start = this.position;
    const pieces: [number, number, number] = [0, 0, 0];
    for (let index = 0; index < 10; index++) {
      const byte = this.byte();
      pieces[(index >> 2) as 0 | 1 | 2] |= (byte & 0x7f) << (7 * (index & 3));
      if (byte < 0x80) {
        const [low28, middle, top] = pieces;
        return { low: low28 | (middle << 28), low28, middle, top: top & 0xff };
      }
    }
    return this.fail('a varint of more than ten bytes', start);
  }
}
