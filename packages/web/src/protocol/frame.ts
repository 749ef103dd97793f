import { VoiceError } from '@rechka/core';

/** A piece of sound on the wire. */
export interface AudioFrame {
  /** `microphone`: page → server. `speech`: server → page. */
  kind: 'microphone' | 'speech';
  /** Which stretch of speech, 0–65 535, counting up and around; 0 for the microphone, which has one. */
  stream: number;
  /**
   * Position of the first sample in its stream, in samples: a receiver sees both what it has already and
   * what it never will.
   */
  seq: number;
  /** 16-bit little-endian mono PCM, at least one sample. */
  pcm: Uint8Array;
}

/** Bytes before the PCM: `u8 kind | u8 flags | u16 stream | u32 seq`, big-endian. */
export const frameHeaderBytes = 8;

const kindCodes = { microphone: 1, speech: 2 } as const;

/** `pcm` with its header, in a buffer of its own. `stream` and `seq` are taken modulo their fields. */
export function encodeFrame({ kind, stream, seq, pcm }: AudioFrame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frameHeaderBytes + pcm.byteLength);
  const header = new DataView(bytes.buffer);
  header.setUint8(0, kindCodes[kind]);
  // Flags: none are defined.
  header.setUint16(2, stream);
  header.setUint32(4, seq);
  bytes.set(pcm, frameHeaderBytes);
  return bytes;
}

/**
 * The frame in a binary message; its `pcm` is a view of `bytes`. Throws `ERR_PROTOCOL` for what is no frame:
 * a short header, an unknown kind, flags that nobody defined, no audio or half a sample.
 */
export function decodeFrame(bytes: Uint8Array): AudioFrame {
  const samplesBytes = bytes.byteLength - frameHeaderBytes;
  if (samplesBytes < 2 || samplesBytes % 2 !== 0) {
    throw badFrame(`has ${bytes.byteLength} bytes, which is not a header of 8 and whole 16-bit samples`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, frameHeaderBytes);
  const code = header.getUint8(0);
  if (code !== kindCodes.microphone && code !== kindCodes.speech)
    throw badFrame(`is of unknown kind ${code}`);
  const flags = header.getUint8(1);
  if (flags !== 0) throw badFrame(`has flags ${flags}, but none are defined`);
  return {
    kind: code === kindCodes.microphone ? 'microphone' : 'speech',
    stream: header.getUint16(2),
    seq: header.getUint32(4),
    pcm: bytes.subarray(frameHeaderBytes),
  };
}

function badFrame(what: string): VoiceError {
  return new VoiceError({ code: 'ERR_PROTOCOL', message: `A binary message ${what}.` });
}
