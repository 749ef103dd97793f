import { VoiceError } from '@rechka/core';
import type { Codec } from '@rechka/proto/wire';

/** Encodes a message into a buffer that grpc-js takes as it is: a view of the encoded bytes, not a copy. */
export function encodeMessage<Init>(codec: Codec<unknown, Init>, message: Init): Buffer {
  try {
    const bytes = codec.encode(message);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    throw new VoiceError({
      code: 'ERR_INVALID_REQUEST',
      message: `Cannot encode ${codec.typeName}: ${reasonOf(error)}`,
      cause: error,
    });
  }
}

/** Decodes an answer; bytes that make no sense are `ERR_PROTOCOL`. */
export function decodeMessage<Message>(
  codec: Codec<Message, never>,
  bytes: Uint8Array,
  requestId: string,
): Message {
  try {
    return codec.decode(bytes);
  } catch (error) {
    throw new VoiceError({
      code: 'ERR_PROTOCOL',
      message: `The server's answer is not a ${codec.typeName}: ${reasonOf(error)}`,
      requestId,
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
