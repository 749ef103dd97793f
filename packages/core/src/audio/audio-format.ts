import { checkNumber, checkOneOf, invalidOption } from '../errors/validate.js';
import { VoiceError } from '../errors/voice-error.js';

/** Sample encodings core understands. Opus and containers are the business of a transport. */
export type AudioEncoding = 'pcm_s16le' | 'pcmu' | 'pcma';

/** Mono audio as raw samples. */
export interface AudioFormat {
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: number;
}

const encodings: readonly AudioEncoding[] = ['pcm_s16le', 'pcmu', 'pcma'];

/** 16-bit little-endian mono at the given rate. */
export function pcm(sampleRateHz: number): AudioFormat {
  return { encoding: 'pcm_s16le', sampleRateHz };
}

/** 2 for 16-bit PCM, 1 for G.711. */
export function bytesPerSample(format: AudioFormat): number {
  return format.encoding === 'pcm_s16le' ? 2 : 1;
}

/** Length of `bytes` of audio in ms, not rounded. */
export function bytesToMs(bytes: number, format: AudioFormat): number {
  // Multiplied first: whole ms come out whole.
  return (bytes * 1000) / (bytesPerSample(format) * format.sampleRateHz);
}

/** Bytes that hold `ms` of audio, rounded to a whole sample. */
export function msToBytes(ms: number, format: AudioFormat): number {
  return Math.round((ms / 1000) * format.sampleRateHz) * bytesPerSample(format);
}

/** Whether both are the same encoding at the same rate. */
export function sameFormat(a: AudioFormat, b: AudioFormat): boolean {
  return a.encoding === b.encoding && a.sampleRateHz === b.sampleRateHz;
}

/** Throws `ERR_INVALID_OPTION` unless `format` is a usable one (8–192 kHz). */
export function checkFormat(name: string, format: AudioFormat): void {
  checkOneOf(`${name}.encoding`, (format as Partial<AudioFormat> | undefined)?.encoding, encodings);
  checkNumber(`${name}.sampleRateHz`, format.sampleRateHz, { min: 8000, max: 192_000, integer: true });
}

/** Throws `ERR_INVALID_OPTION` unless `format` is one of `formats`, those that a provider takes. */
export function checkFormatAmong(name: string, format: AudioFormat, formats: readonly AudioFormat[]): void {
  checkFormat(name, format);
  if (formats.some((one) => sameFormat(one, format))) return;
  const show = ({ encoding, sampleRateHz }: AudioFormat) => `${encoding} at ${sampleRateHz} Hz`;
  throw invalidOption(name, show(format), `one of ${formats.map(show).join(', ')}`);
}

/** Throws `ERR_BAD_AUDIO` if `data` is not bytes, or ends in the middle of a sample. */
export function checkWholeSamples(data: Uint8Array, format: AudioFormat): void {
  const size = bytesPerSample(format);
  // Samples in an `Int16Array` have a length and a `byteLength` that go together in another way.
  if (!(data instanceof Uint8Array)) {
    throw new VoiceError({
      code: 'ERR_BAD_AUDIO',
      message: `Audio is bytes, a Uint8Array or Buffer, and not ${nameOf(data)}; of other arrays pass new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength).`,
    });
  }
  if (data.byteLength % size !== 0) {
    throw new VoiceError({
      code: 'ERR_BAD_AUDIO',
      message: `A chunk of ${data.byteLength} bytes is not a whole number of ${size}-byte ${format.encoding} samples; cut chunks at sample boundaries.`,
    });
  }
}

function nameOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
