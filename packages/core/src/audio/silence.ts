import { type AudioFormat, msToBytes } from './audio-format.js';

/** The byte that silence is made of: zero in PCM, the code of zero in G.711. */
export function silenceByte(format: AudioFormat): number {
  switch (format.encoding) {
    case 'pcm_s16le':
      return 0;
    case 'pcma':
      return 0xd5;
    case 'pcmu':
      return 0xff;
  }
}

/** `ms` of silence, rounded to a whole sample. */
export function silence(ms: number, format: AudioFormat): Uint8Array {
  return new Uint8Array(msToBytes(ms, format)).fill(silenceByte(format));
}
