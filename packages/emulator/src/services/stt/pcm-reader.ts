import { pcmToSamples } from '@rechka/core';

/** Makes samples of a stream of little-endian 16-bit PCM whose chunks may end in the middle of a sample. */
export class PcmReader {
  readonly #channels: number;
  #rest = new Uint8Array(0);

  /** Several channels, one sample of each after another, are mixed. */
  constructor(channels = 1) {
    this.#channels = channels;
  }

  read(data: Uint8Array): Int16Array {
    const bytes = this.#rest.length === 0 ? data : concatenated(this.#rest, data);
    const whole = bytes.length - (bytes.length % (2 * this.#channels));
    this.#rest = bytes.slice(whole);
    const samples = pcmToSamples(bytes.subarray(0, whole));
    return this.#channels === 1 ? samples : this.#mix(samples);
  }

  #mix(samples: Int16Array): Int16Array {
    const channels = this.#channels;
    return Int16Array.from({ length: samples.length / channels }, (_, at) => {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) sum += samples[at * channels + channel] ?? 0;
      return Math.round(sum / channels);
    });
  }
}

function concatenated(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
