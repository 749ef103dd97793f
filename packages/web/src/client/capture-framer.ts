import { Resampler } from '@rechka/core';
import { micFrameMs } from '../protocol/limits.js';

/** Rate at which the microphone is sent: what recognition takes at its best. */
export const microphoneHz = 16_000;
/** Samples of a microphone frame. */
export const micFrameSamples = (microphoneHz * micFrameMs) / 1000;

/**
 * Cuts a microphone at the device's own rate into frames of 20 ms at 16 kHz.
 *
 * Input is resampled a frame's worth at a time, so that an audio thread does one piece of work in 20 ms instead
 * of one in 3; the first piece is longer by what the filter must see ahead, so no frame waits for a later piece.
 */
export class CaptureFramer {
  readonly #resampler: Resampler;
  readonly #pieceSamples: number;
  #piece: Int16Array;
  #filled = 0;
  #frame = new Int16Array(micFrameSamples);
  #framed = 0;

  /** `deviceHz` is the rate of what is pushed, 8 000–192 000. */
  constructor(deviceHz: number) {
    this.#resampler = new Resampler(deviceHz, microphoneHz);
    this.#pieceSamples = Math.round((deviceHz * micFrameMs) / 1000);
    const ahead = Math.ceil((deviceHz * this.#resampler.delayMs) / 1000);
    this.#piece = new Int16Array(this.#pieceSamples + ahead);
  }

  /** Takes samples of −1…1, or `count` samples of silence; hands each frame that is complete to `emit`. */
  push(samples: Float32Array | undefined, count: number, emit: (frame: Int16Array) => void): void {
    for (let i = 0; i < count; i++) {
      this.#piece[this.#filled++] = toPcm16(samples?.[i] ?? 0);
      if (this.#filled === this.#piece.length) this.#resample(emit);
    }
  }

  #resample(emit: (frame: Int16Array) => void): void {
    const output = this.#resampler.push(this.#piece);
    // A device of 16 kHz gets its own samples back: they are not to be written over.
    this.#piece = new Int16Array(this.#pieceSamples);
    this.#filled = 0;
    for (let at = 0; at < output.length;) {
      const part = output.subarray(at, at + micFrameSamples - this.#framed);
      this.#frame.set(part, this.#framed);
      this.#framed += part.length;
      at += part.length;
      if (this.#framed < micFrameSamples) continue;
      const frame = this.#frame;
      this.#frame = new Int16Array(micFrameSamples);
      this.#framed = 0;
      emit(frame);
    }
  }
}

/** A sample of −1…1 as 16 bits, without wrapping around. */
function toPcm16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}
