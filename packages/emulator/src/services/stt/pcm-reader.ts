import { pcmToSamples } from '@rechka/core';

/** Makes samples of a stream of little-endian 16-bit PCM whose chunks may end in the middle of a sample. */
export class PcmReader {
  #rest: number | undefined;

  read(data: Uint8Array): Int16Array {
    const carried = this.#rest === undefined ? 0 : 1;
    const bytes = new Uint8Array(carried + data.byteLength);
    if (this.#rest !== undefined) bytes[0] = this.#rest;
    bytes.set(data, carried);
    this.#rest = bytes.byteLength % 2 === 0 ? undefined : bytes[bytes.byteLength - 1];
    return pcmToSamples(bytes);
  }
}
