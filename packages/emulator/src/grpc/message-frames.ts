import { gunzipSync, inflateSync } from 'node:zlib';
import { Refusal } from '../refusal.js';
import { status } from './status.js';

/** A compression flag and the length of the message, before each message (gRPC over HTTP/2). */
const prefixBytes = 5;

/** A message with its prefix, never compressed. */
export function frameMessage(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(prefixBytes + message.byteLength);
  frame.writeUInt8(0, 0);
  frame.writeUInt32BE(message.byteLength, 1);
  frame.set(message, prefixBytes);
  return frame;
}

/** Cuts the bytes of a request stream into messages, however the bytes come. */
export class MessageFrames {
  readonly #maxBytes: number;
  readonly #encoding: string;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** `encoding` is the client's `grpc-encoding`. */
  constructor(options: { maxBytes: number; encoding: string }) {
    this.#maxBytes = options.maxBytes;
    this.#encoding = options.encoding;
  }

  /** Whether bytes of an unfinished message are kept. */
  get isMidMessage(): boolean {
    return this.#bytes > 0;
  }

  /** The messages that `chunk` completes. Throws a `Refusal` for what is too large or cannot be unpacked. */
  push(chunk: Buffer): Uint8Array[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    const messages: Uint8Array[] = [];
    while (this.#bytes >= prefixBytes) {
      const length = this.#peek(prefixBytes).readUInt32BE(1);
      if (length > this.#maxBytes) throw tooLarge(length, this.#maxBytes);
      if (this.#bytes < prefixBytes + length) break;
      const frame = this.#peek(prefixBytes + length);
      messages.push(this.#unpack(frame.readUInt8(0), frame.subarray(prefixBytes, prefixBytes + length)));
      const rest = frame.subarray(prefixBytes + length);
      this.#chunks = [rest, ...this.#chunks.slice(1)];
      this.#bytes -= prefixBytes + length;
    }
    return messages;
  }

  /** The first chunk, made at least `bytes` long. Chunks are joined once a message, not once a chunk. */
  #peek(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.byteLength >= bytes) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  #unpack(flag: number, message: Buffer): Uint8Array {
    if (flag === 0) return message;
    const unpack = { gzip: gunzipSync, deflate: inflateSync }[this.#encoding];
    if (flag !== 1 || unpack === undefined) {
      throw new Refusal(
        status.UNIMPLEMENTED,
        `Received message compressed with unsupported encoding "${this.#encoding}"`,
      );
    }
    try {
      return unpack(message, { maxOutputLength: this.#maxBytes });
    } catch (error) {
      const isLarge = error instanceof RangeError;
      throw isLarge
        ? tooLarge(`over ${this.#maxBytes}`, this.#maxBytes)
        : new Refusal(status.INTERNAL, 'Failed to decompress message');
    }
  }
}

function tooLarge(length: number | string, maxBytes: number): Refusal {
  return new Refusal(
    status.RESOURCE_EXHAUSTED,
    `Received message larger than max (${length} vs. ${maxBytes})`,
  );
}
