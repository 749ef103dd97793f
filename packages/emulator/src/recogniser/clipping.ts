const FRAME_MS = 10;
/** Longer than any word of tone speech lasts. */
const FRAMES = 300;
/** Full scale, also of A-law and µ-law. */
const FULL_SCALE = 32_000;

/** Remembers for 3 s how much of the sound was cut off at full scale. */
export class Clipping {
  readonly #shares = new Float64Array(FRAMES);
  #frames = 0;

  /** Takes the next 10 ms; what is no speech by its energy is not looked at. */
  push(frame: Int16Array, isSpeech: boolean): void {
    let cut = 0;
    for (let i = 0; isSpeech && i < frame.length; i++) {
      const sample = frame[i] as number;
      if (sample >= FULL_SCALE || sample <= -FULL_SCALE) cut++;
    }
    this.#shares[this.#frames % FRAMES] = cut / frame.length;
    this.#frames++;
  }

  /** Share of samples at full scale, 0–1, in a stretch of the latest 3 s. */
  share(startMs: number, endMs: number): number {
    const to = Math.min(this.#frames, Math.ceil(endMs / FRAME_MS));
    const from = Math.max(0, to - FRAMES, Math.floor(startMs / FRAME_MS));
    let sum = 0;
    for (let frame = from; frame < to; frame++) sum += this.#shares[frame % FRAMES] as number;
    return to > from ? sum / (to - from) : 0;
  }
}
