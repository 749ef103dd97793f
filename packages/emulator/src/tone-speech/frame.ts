import { MAX_PART_BYTES, OVERHEAD_NIBBLES, toneVoices, type ToneVoice } from './parameters.js';

/** What one frame says: a word, or a part of a long one. */
export interface FrameContent {
  bytes: readonly number[];
  /** Continues the frame before it without a space. */
  glue: boolean;
  /** Counts frames, modulo 4: a jump shows that some were lost. */
  seq: number;
}

const CRC_BYTES = 3;
const CRC_POLYNOMIAL = 0x864cfb;
const CRC_START = 0xb704ce;

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 16;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x800000 ? CRC_POLYNOMIAL : 0);
  return crc & 0xffffff;
});

/** OpenPGP's CRC-24; each voice has its own start, so that a frame never passes in the other voice. */
function crc24(bytes: ArrayLike<number>, length: number, voice: ToneVoice): number {
  let crc = CRC_START ^ (toneVoices.indexOf(voice) * 0x111111);
  for (let i = 0; i < length; i++) {
    crc = ((crc << 8) ^ (crcTable[((crc >> 16) ^ (bytes[i] ?? 0)) & 0xff] ?? 0)) & 0xffffff;
  }
  return crc;
}

/** Keeps equal letters from making one long tone, and a frame read from a wrong place from passing. */
const whitening = (() => {
  let state = 0x2545f491;
  return Uint8Array.from({ length: 1 + MAX_PART_BYTES + CRC_BYTES }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
})();

/** Tone indices of a frame, without the sync. */
export function packFrame({ bytes, glue, seq }: FrameContent, voice: ToneVoice): number[] {
  const plain = [(bytes.length << 3) | (glue ? 4 : 0) | (seq & 3), ...bytes];
  const crc = crc24(plain, plain.length, voice);
  plain.push(crc >> 16, (crc >> 8) & 0xff, crc & 0xff);
  return plain.flatMap((byte, place) => {
    const white = byte ^ (whitening[place] ?? 0);
    return [white >> 4, white & 15];
  });
}

/** Number of text bytes that the first two tones of a frame announce; 0 if they are no header. */
export function announcedBytes(high: number, low: number): number {
  return (((high << 4) | low) ^ (whitening[0] ?? 0)) >> 3;
}

const scratch = new Uint8Array(whitening.length);

/** The content of a frame of `length` tones, unless its header or CRC disagrees. */
export function unpackFrame(
  tones: ArrayLike<number>,
  length: number,
  voice: ToneVoice,
): FrameContent | undefined {
  const count = length / 2;
  for (let i = 0; i < count; i++) {
    scratch[i] = (((tones[2 * i] ?? 0) << 4) | (tones[2 * i + 1] ?? 0)) ^ (whitening[i] ?? 0);
  }
  const header = scratch[0] ?? 0;
  const textBytes = (length - OVERHEAD_NIBBLES) / 2;
  if (header >> 3 !== textBytes) return undefined;
  const crc = crc24(scratch, 1 + textBytes, voice);
  const at = 1 + textBytes;
  const sent = ((scratch[at] ?? 0) << 16) | ((scratch[at + 1] ?? 0) << 8) | (scratch[at + 2] ?? 0);
  if (crc !== sent) return undefined;
  return { bytes: [...scratch.subarray(1, at)], glue: (header & 4) !== 0, seq: header & 3 };
}
