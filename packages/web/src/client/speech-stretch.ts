import { Resampler } from '@rechka/core';

/** Resampled at once, in ms: a small even piece of work for the audio thread. */
const pieceMs = 10;

/** The sound of one stream of speech: taken in at its own rate, given out at the rate of the output. */
export class SpeechStretch {
  /** The number of its stream. */
  readonly stream: number;
  readonly #sampleRateHz: number;
  readonly #outputHz: number;
  readonly #resampler: Resampler;
  readonly #pieceSamples: number;
  #chunks: Int16Array[] = [];
  /** Samples of the first chunk that are done with. */
  #offset = 0;
  #received = 0;
  #resampled = 0;
  #ready: Int16Array = new Int16Array(0);
  #readyAt = 0;
  /** The filter holds the end of what went through it. */
  #filterHolds = false;
  #renderedFrames = 0;
  #complete = false;

  constructor(stream: number, sampleRateHz: number, outputHz: number) {
    this.stream = stream;
    this.#sampleRateHz = sampleRateHz;
    this.#outputHz = outputHz;
    this.#resampler = new Resampler(sampleRateHz, outputHz);
    this.#pieceSamples = Math.round((sampleRateHz * pieceMs) / 1000);
  }

  /** Samples taken in since it was made. */
  get received(): number {
    return this.#received;
  }

  /** Nothing is known to follow what was taken in. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Sound given to the output, in samples of the stream. */
  get rendered(): number {
    return this.#samplesOf(this.#renderedFrames);
  }

  /** Sound heard while the last `unheardFrames` of the output are still on their way, in samples of the stream. */
  heard(unheardFrames: number): number {
    return this.#samplesOf(Math.max(0, this.#renderedFrames - unheardFrames));
  }

  /** Nothing waits: all that was taken in was given to the output. */
  get dry(): boolean {
    return this.#resampled === this.#received && !this.#filterHolds && this.#readyAt === this.#ready.length;
  }

  /** Sound that waits, in ms. */
  get queuedMs(): number {
    return ((this.#received - this.rendered) / this.#sampleRateHz) * 1000;
  }

  append(samples: Int16Array): void {
    this.#chunks.push(samples);
    this.#received += samples.length;
    this.#complete = false;
  }

  /** For now this is all. */
  end(): void {
    this.#complete = true;
  }

  /**
   * Writes its sound to `output`; returns how many frames it had. If they are too few, it has run dry, and silence
   * is what follows.
   */
  render(output: Float32Array): number {
    let at = 0;
    while (at < output.length && (this.#readyAt < this.#ready.length || this.#makeReady())) {
      const count = Math.min(output.length - at, this.#ready.length - this.#readyAt);
      for (let i = 0; i < count; i++) output[at + i] = (this.#ready[this.#readyAt + i] ?? 0) / 32_768;
      at += count;
      this.#readyAt += count;
    }
    this.#renderedFrames += at;
    return at;
  }

  #samplesOf(frames: number): number {
    return Math.min(this.#received, Math.round((frames * this.#sampleRateHz) / this.#outputHz));
  }

  #makeReady(): boolean {
    this.#readyAt = 0;
    if (this.#resampled < this.#received) {
      const piece = this.#take(Math.min(this.#pieceSamples, this.#received - this.#resampled));
      this.#resampled += piece.length;
      this.#ready = this.#resampler.push(piece);
      this.#filterHolds = true;
      // The first piece may all be inside the filter.
      return this.#ready.length > 0 || this.#makeReady();
    }
    this.#ready = this.#filterHolds ? this.#resampler.flush() : new Int16Array(0);
    this.#filterHolds = false;
    return this.#ready.length > 0;
  }

  #take(count: number): Int16Array {
    const piece = new Int16Array(count);
    for (let filled = 0; filled < count;) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) break;
      const part = chunk.subarray(this.#offset, this.#offset + count - filled);
      piece.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (this.#offset < chunk.length) continue;
      this.#chunks.shift();
      this.#offset = 0;
    }
    return piece;
  }
}
