import { type AudioFormat, bytesToMs, msToBytes, silence } from '@rechka/core';

/** What was heard on a line, each frame at its true place, with silence where there was none. */
export class HeardRecording {
  readonly #format: AudioFormat;
  readonly #frames: { atByte: number; frame: Uint8Array }[] = [];
  #endMs = 0;

  constructor(format: AudioFormat) {
    this.#format = format;
  }

  /** A frame heard from `atMs` after the beginning of the line. */
  add(frame: Uint8Array, atMs: number): void {
    const atByte = msToBytes(Math.max(0, atMs), this.#format);
    this.#frames.push({ atByte, frame });
    this.#endMs = Math.max(this.#endMs, bytesToMs(atByte + frame.byteLength, this.#format));
  }

  /** All of it, and silence up to `atLeastMs`. */
  audio(atLeastMs: number): Uint8Array {
    const audio = silence(Math.max(atLeastMs, this.#endMs), this.#format);
    for (const { atByte, frame } of this.#frames) audio.set(frame, atByte);
    return audio;
  }
}
