import type { AudioFormat } from '../audio/audio-format.js';
import { LevelMeter } from '../audio/level-meter.js';

/** Longer than the stop of «п» or «т» inside a word, shorter than a pause between sentences. */
const pauseMs = 300;
/** Quieter than this is no speech. */
const silenceDbfs = -50;
/** On a noisy line: this much above the quietest that was heard is still noise … */
const noiseRangeDb = 6;
/** … but what is louder than this may be speech. */
const loudestNoiseDbfs = -35;

/** Finds a place in the caller's audio where nobody is in the middle of a word. It knows sound, not speech. */
export class PauseFinder {
  readonly #meter: LevelMeter;
  #quietestDbfs = 0;
  #quietMs = 0;

  constructor(format: AudioFormat) {
    this.#meter = new LevelMeter(format);
  }

  /** Whether there has been a pause up to the end of what was taken. */
  get found(): boolean {
    return this.#quietMs >= pauseMs;
  }

  take(data: Uint8Array): void {
    for (const { startMs, endMs, levelDbfs } of this.#meter.take(data)) {
      this.#quietestDbfs = Math.min(this.#quietestDbfs, levelDbfs);
      const noise = Math.min(this.#quietestDbfs + noiseRangeDb, loudestNoiseDbfs);
      const isQuiet = levelDbfs <= Math.max(silenceDbfs, noise);
      this.#quietMs = isQuiet ? this.#quietMs + endMs - startMs : 0;
    }
  }
}
