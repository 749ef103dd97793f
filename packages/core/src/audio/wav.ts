import { VoiceError } from '../errors/voice-error.js';
import {
  type AudioEncoding,
  type AudioFormat,
  bytesPerSample,
  checkFormat,
  checkWholeSamples,
} from './audio-format.js';

/** Codes of `wFormatTag`. */
const tags: Readonly<Record<AudioEncoding, number>> = { pcm_s16le: 1, pcma: 6, pcmu: 7 };
const extensibleTag = 0xfffe;
const codecNames: Readonly<Record<number, string>> = {
  2: 'MS ADPCM',
  3: 'floating point',
  17: 'IMA ADPCM',
  85: 'MP3',
};

/** What a WAVE file holds. */
export interface WavAudio {
  format: AudioFormat;
  /** Whole samples; a view into the bytes given. */
  data: Uint8Array;
}

/**
 * Reads a RIFF WAVE file: mono, 16-bit PCM, A-law or µ-law. Takes files whose writer did not know their
 * length (sizes of 0 or 0xFFFFFFFF, as programs write into a pipe) and files cut short: audio goes to the
 * end of the bytes then.
 *
 * Throws `ERR_BAD_AUDIO`, with the command that converts it, if the file is anything else.
 */
export function parseWav(bytes: Uint8Array): WavAudio {
  if (bytes.byteLength < 12 || textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WAVE') {
    throw badAudio(`This is not a RIFF WAVE file: it begins with ${describeStart(bytes)}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: AudioFormat | undefined;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const name = textAt(bytes, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ') format = parseFormat(view, start, Math.min(size, bytes.byteLength - start));
    if (name === 'data') {
      if (format === undefined) throw badAudio('The WAVE file has its data before its format.');
      const rest = bytes.byteLength - start;
      const length = size === 0 ? rest : Math.min(size, rest);
      // Made anew, for a subclass (Node's Buffer) would give another of its kind.
      const whole = length - (length % bytesPerSample(format));
      return { format, data: new Uint8Array(bytes.buffer, bytes.byteOffset + start, whole) };
    }
    // A chunk of odd size is followed by a byte of padding.
    at = start + size + (size % 2);
  }
  throw badAudio('The WAVE file has no audio data in it; it may be cut short.');
}

/**
 * The 44 or 58 bytes before the audio. `dataBytes` defaults to "unknown", for writing into a stream.
 */
export function wavHeader(format: AudioFormat, dataBytes = 0xffff_ffff): Uint8Array {
  checkFormat('format', format);
  const isPcm = format.encoding === 'pcm_s16le';
  const sampleBytes = bytesPerSample(format);
  // Whatever is not PCM has a length of extension (none) in its format and a `fact` chunk.
  const header = new Uint8Array(isPcm ? 44 : 58);
  const view = new DataView(header.buffer);
  const known = dataBytes < 0xffff_ffff - header.byteLength;
  writeText(header, 0, 'RIFF');
  view.setUint32(4, known ? header.byteLength - 8 + dataBytes + (dataBytes % 2) : 0xffff_ffff, true);
  writeText(header, 8, 'WAVEfmt ');
  view.setUint32(16, isPcm ? 16 : 18, true);
  view.setUint16(20, tags[format.encoding], true);
  view.setUint16(22, 1, true);
  view.setUint32(24, format.sampleRateHz, true);
  view.setUint32(28, format.sampleRateHz * sampleBytes, true);
  view.setUint16(32, sampleBytes, true);
  view.setUint16(34, sampleBytes * 8, true);
  if (!isPcm) {
    writeText(header, 38, 'fact');
    view.setUint32(42, 4, true);
    view.setUint32(46, known ? dataBytes : 0xffff_ffff, true);
  }
  writeText(header, header.byteLength - 8, 'data');
  view.setUint32(header.byteLength - 4, known ? dataBytes : 0xffff_ffff, true);
  return header;
}

/** A whole WAVE file. Throws `ERR_BAD_AUDIO` if `data` ends in the middle of a sample. */
export function writeWav(format: AudioFormat, data: Uint8Array): Uint8Array {
  const header = wavHeader(format, data.byteLength);
  checkWholeSamples(data, format);
  const file = new Uint8Array(header.byteLength + data.byteLength + (data.byteLength % 2));
  file.set(header);
  file.set(data, header.byteLength);
  return file;
}

function parseFormat(view: DataView, start: number, size: number): AudioFormat {
  if (size < 16) throw badAudio('The WAVE file is cut short in its format.');
  let tag = view.getUint16(start, true);
  // WAVE_FORMAT_EXTENSIBLE keeps the real tag in the first two bytes of its sub-format GUID.
  if (tag === extensibleTag && size >= 26) tag = view.getUint16(start + 24, true);
  const channels = view.getUint16(start + 2, true);
  const sampleRateHz = view.getUint32(start + 4, true);
  const bits = view.getUint16(start + 14, true);
  const encoding = (Object.keys(tags) as AudioEncoding[]).find((name) => tags[name] === tag);
  if (encoding === undefined) throw badAudio(`The WAVE file holds ${codecNames[tag] ?? `codec ${tag}`}.`);
  if (channels !== 1) throw badAudio(`The WAVE file has ${channels} channels; one is needed.`);
  const format = { encoding, sampleRateHz };
  if (bits !== bytesPerSample(format) * 8) throw badAudio(`The WAVE file has samples of ${bits} bits.`);
  if (sampleRateHz < 8000 || sampleRateHz > 192_000) {
    throw badAudio(`The WAVE file has a sample rate of ${sampleRateHz} Hz; 8000 to 192000 are taken.`);
  }
  return format;
}

function badAudio(what: string): VoiceError {
  return new VoiceError({
    code: 'ERR_BAD_AUDIO',
    message: `${what} Convert it to mono 16-bit PCM, for example: ffmpeg -i input -ac 1 -c:a pcm_s16le output.wav`,
  });
}

function describeStart(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) return 'nothing (it is empty)';
  return JSON.stringify(String.fromCharCode(...bytes.subarray(0, 4)));
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function writeText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
