import { bytesPerSample, checkWholeSamples, type AudioFormat } from '@rechka/core';
import { AudioBlocks } from './audio-blocks.js';

/** A stretch of the caller's timeline, in ms. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

/** Memory is taken and given back in pieces of this length. */
const blockMs = 500;

const nothing = new Uint8Array(0);

/**
 * The caller's audio that may have to be sent, or sent again: from the first sample that no final covers to the
 * newest. Positions are samples from the first one written. Bounded: what is older than `keepMs` is forgotten.
 */
export class AudioKeeper {
  readonly format: AudioFormat;
  readonly #sampleBytes: number;
  readonly #blockSamples: number;
  readonly #keepSamples: number;
  readonly #memory: AudioBlocks;
  /** Consecutive; the first one holds sample {@link #firstBlock} × {@link #blockSamples}. */
  readonly #blocks: number[] = [];
  #firstBlock = 0;
  #written = 0;
  #released = 0;

  constructor(format: AudioFormat, keepMs: number) {
    this.format = format;
    this.#sampleBytes = bytesPerSample(format);
    this.#blockSamples = Math.round((blockMs / 1000) * format.sampleRateHz);
    this.#keepSamples = this.samples(keepMs);
    this.#memory = AudioBlocks.of(this.#blockSamples * this.#sampleBytes);
  }

  /** Length of all that was written: the caller's timeline. */
  get written(): number {
    return this.#written;
  }

  /** The oldest sample that is still here. */
  get oldest(): number {
    return Math.max(this.#released, this.#written - this.#keepSamples);
  }

  /** Memory taken. */
  get bytes(): number {
    return this.#blocks.length * this.#memory.sizeBytes;
  }

  ms(samples: number): number {
    return (samples * 1000) / this.format.sampleRateHz;
  }

  samples(ms: number): number {
    return Math.round((ms / 1000) * this.format.sampleRateHz);
  }

  /** Takes audio (a copy of it). Throws `ERR_BAD_AUDIO` for half samples. */
  write(data: Uint8Array): void {
    checkWholeSamples(data, this.format);
    let rest = data;
    while (rest.byteLength > 0) {
      const at = this.#written - this.#firstBlock * this.#blockSamples;
      const block = (this.#blocks[Math.floor(at / this.#blockSamples)] ??= this.#memory.take());
      const offset = (at % this.#blockSamples) * this.#sampleBytes;
      const room = this.#memory.sizeBytes - offset;
      const part = rest.byteLength <= room ? rest : rest.subarray(0, room);
      this.#memory.write(block, offset, part);
      this.#written += part.byteLength / this.#sampleBytes;
      this.#freeBlocks();
      if (part === rest) return;
      rest = rest.subarray(part.byteLength);
    }
  }

  /**
   * At most `samples` from `from` on, which must not lie before {@link oldest}; fewer where the audio ends. Mostly a view
   * of what is kept: not to be written to, and good until more is written or released.
   */
  read(from: number, samples: number): Uint8Array {
    const bytes = Math.min(samples, this.#written - from) * this.#sampleBytes;
    if (bytes <= 0) return nothing;
    const start = this.#blockView(from, bytes);
    if (start.byteLength === bytes) return start;
    const data = new Uint8Array(bytes);
    for (let filled = 0; filled < bytes;) {
      const part = this.#blockView(from + filled / this.#sampleBytes, bytes - filled);
      data.set(part, filled);
      filled += part.byteLength;
    }
    return data;
  }

  /** Everything before this sample has been recognised. */
  release(before: number): void {
    this.#released = Math.min(Math.max(this.#released, before), this.#written);
    this.#freeBlocks();
  }

  /** Nothing more is written or read: gives all memory back. */
  close(): void {
    this.#released = this.#written;
    for (const block of this.#blocks.splice(0)) this.#memory.give(block);
  }

  /** What there is from a sample on, to the end of its block, but at most so many bytes. */
  #blockView(from: number, mostBytes: number): Uint8Array {
    const at = from - this.#firstBlock * this.#blockSamples;
    const block = this.#blocks[Math.floor(at / this.#blockSamples)];
    if (block === undefined) throw new RangeError(`sample ${from} is not kept any more`);
    const offset = (at % this.#blockSamples) * this.#sampleBytes;
    return this.#memory.view(block, offset, Math.min(offset + mostBytes, this.#memory.sizeBytes));
  }

  #freeBlocks(): void {
    while ((this.#firstBlock + 1) * this.#blockSamples <= this.oldest) {
      const block = this.#blocks.shift();
      if (block === undefined) return;
      this.#memory.give(block);
      this.#firstBlock += 1;
    }
  }
}
