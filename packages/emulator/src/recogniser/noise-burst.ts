const FRAME_MS = 10;
/** Shorter noises are clicks, longer ones are a room. */
const MIN_BURST_MS = 150;
const MAX_BURST_MS = 1500;
/** A burst is over after this much silence. */
const END_MS = 50;
/** More frames than this share that sound like tone speech are what is left of a word. */
const MAX_TONAL_SHARE = 0.3;
const TONAL = 0.5;

/** What is known of 10 ms of sound. */
interface BurstFrame {
  startMs: number;
  /** By energy. */
  isSpeech: boolean;
  /** The decoder is receiving a word, or a voice is heard: no noise. */
  isExplained: boolean;
  tonality: number;
}

/** Finds sounds as loud as speech, and about as long as a word, that are no speech. */
export class NoiseBurst {
  #startMs: number | undefined;
  #endMs = 0;
  #frames = 0;
  #tonalFrames = 0;
  #explained = false;

  /** Takes the next frame; gives a burst once it is over. */
  step({
    startMs,
    isSpeech,
    isExplained,
    tonality,
  }: BurstFrame): { startMs: number; endMs: number } | undefined {
    if (isSpeech) {
      if (this.#startMs === undefined) this.#begin(startMs);
      this.#endMs = startMs + FRAME_MS;
      this.#frames++;
      if (tonality > TONAL) this.#tonalFrames++;
    }
    if (this.#startMs === undefined) return undefined;
    this.#explained ||= isExplained;
    if (startMs + FRAME_MS - this.#endMs < END_MS) return undefined;
    const burst = { startMs: this.#startMs, endMs: this.#endMs };
    this.#startMs = undefined;
    const lengthMs = burst.endMs - burst.startMs;
    const isWordLong = lengthMs >= MIN_BURST_MS && lengthMs <= MAX_BURST_MS;
    const isTonal = this.#tonalFrames > MAX_TONAL_SHARE * this.#frames;
    return isWordLong && !isTonal && !this.#explained ? burst : undefined;
  }

  #begin(startMs: number): void {
    this.#startMs = startMs;
    this.#frames = 0;
    this.#tonalFrames = 0;
    this.#explained = false;
  }
}
