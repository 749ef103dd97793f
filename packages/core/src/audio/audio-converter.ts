import { type AudioFormat, bytesPerSample, checkFormat, sameFormat } from './audio-format.js';
import { decodeG711, encodeG711 } from './g711.js';
import { pcmToSamples, samplesToPcm } from './pcm16.js';
import { Resampler } from './resampler.js';

/** Turns a stream of audio from one format into another. */
export interface AudioConverter {
  /**
   * How much of the newest input is not in the output yet, in ms. Positions stay true: output byte at
   * `t` ms is the input at `t` ms.
   */
  readonly delayMs: number;
  /** Takes a chunk of any length, even one that splits a sample; returns what is ready (possibly nothing). */
  push(data: Uint8Array): Uint8Array;
  /** No more input: returns the rest; half a sample is dropped. Afterwards the converter is as new. */
  flush(): Uint8Array;
}

/**
 * A converter between any two formats: G.711 to and from PCM, and between rates. With equal formats the
 * data pass as they are (the same array, unless a sample was split). Throws `ERR_INVALID_OPTION` if a
 * format is not usable.
 */
export function createConverter(from: AudioFormat, to: AudioFormat): AudioConverter {
  checkFormat('from', from);
  checkFormat('to', to);
  const joiner = new SampleJoiner(bytesPerSample(from));
  if (sameFormat(from, to)) {
    return {
      delayMs: 0,
      push: (data) => joiner.push(data),
      flush() {
        joiner.reset();
        return new Uint8Array(0);
      },
    };
  }
  const resampler = new Resampler(from.sampleRateHz, to.sampleRateHz);
  return {
    delayMs: resampler.delayMs,
    push: (data) => encode(resampler.push(decode(joiner.push(data), from)), to),
    flush() {
      joiner.reset();
      return encode(resampler.flush(), to);
    },
  };
}

/** Audio in `format` as 16-bit samples at the same rate. */
export function decode(data: Uint8Array, format: AudioFormat): Int16Array {
  return format.encoding === 'pcm_s16le' ? pcmToSamples(data) : decodeG711(data, format.encoding);
}

/** 16-bit samples as audio in `format`, at the same rate. */
export function encode(samples: Int16Array, format: AudioFormat): Uint8Array {
  return format.encoding === 'pcm_s16le' ? samplesToPcm(samples) : encodeG711(samples, format.encoding);
}

/** Gives whole samples only: a byte that was cut from its other half waits for it. */
class SampleJoiner {
  readonly #sampleBytes: number;
  #rest = new Uint8Array(0);

  constructor(sampleBytes: number) {
    this.#sampleBytes = sampleBytes;
  }

  push(data: Uint8Array): Uint8Array {
    const total = this.#rest.byteLength + data.byteLength;
    const over = total % this.#sampleBytes;
    if (over === 0 && this.#rest.byteLength === 0) return data;
    const joined = new Uint8Array(total);
    joined.set(this.#rest);
    joined.set(data, this.#rest.byteLength);
    this.#rest = joined.slice(total - over);
    return joined.subarray(0, total - over);
  }

  reset(): void {
    this.#rest = new Uint8Array(0);
  }
}
