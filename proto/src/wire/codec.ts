import { Reader } from './reader.js';
import { Writer } from './writer.js';

/** Turns messages of one type into bytes and back. `Init` is what may be encoded: every field optional. */
export interface Codec<Message, Init = Message> {
  /** Full name of the message type, for example `speechkit.stt.v3.StreamingRequest`. */
  readonly typeName: string;
  /**
   * The protobuf encoding of a message. Fields that are absent or have their default value are left out.
   *
   * @throws TypeError when a field has a wrong type or two members of one oneof are set; RangeError when
   * an integer does not fit its field.
   */
  encode(message: Init): Uint8Array;
  /**
   * The message that `bytes` encode. Scalars that are absent have their default value, absent lists are
   * empty, absent messages and oneof members are `undefined`. Unknown fields are skipped. A `bytes`
   * field is a view into the given bytes, not a copy: copy it if the input will be overwritten.
   *
   * @throws WireError when the bytes are malformed; RangeError when an int64 is beyond
   * `Number.MAX_SAFE_INTEGER`.
   */
  decode(bytes: Uint8Array): Message;
}

/** Reads the fields of a message up to `reader.end`; `previous` is what the same field held before, to merge into. */
export type ReadMessage<Message> = (reader: Reader, previous: Message | undefined) => Message;
/** Writes the fields of a message, last field first (see `Writer`). */
export type WriteMessage<Init> = (writer: Writer, message: Init) => void;

// Encoding is synchronous, so one writer serves all codecs. It is taken away while in use: a getter of
// the encoded object that encodes something itself gets another one.
let spareWriter: Writer | undefined;

/** @internal Makes a codec of the generated functions of a message type. */
export function createCodec<Message, Init>(
  typeName: string,
  write: WriteMessage<Init>,
  read: ReadMessage<Message>,
): Codec<Message, Init> {
  return {
    typeName,
    encode(message) {
      if (typeof message !== 'object' || message === null) {
        throw new TypeError(`${typeName}: only an object can be encoded.`);
      }
      const writer = spareWriter ?? new Writer();
      spareWriter = undefined;
      try {
        write(writer, message);
        return writer.finish();
      } finally {
        writer.reset();
        spareWriter = writer;
      }
    },
    decode(bytes) {
      return read(new Reader(bytes, typeName), undefined);
    },
  };
}
