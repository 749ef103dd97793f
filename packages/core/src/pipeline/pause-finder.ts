import { createConverter, type AudioConverter } from '../audio/audio-converter.js';
import { msToBytes, pcm, type AudioFormat } from '../audio/audio-format.js';
import { levelDbfs } from '../audio/level.js';
import { pcmToSamples } from '../audio/pcm16.js';

const frameMs = 20;
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
  readonly #toPcm: AudioConverter;
  readonly #frameBytes: number;
  #quietestDbfs = 0;
  #quietMs = 0;

  constructor(format: AudioFormat) {
    const samples = pcm(format.sampleRateHz);
    this.#toPcm = createConverter(format, samples);
    this.#frameBytes = msToBytes(frameMs, samples);
  }

  /** Whether there has been a pause up to the end of what was taken. */
  get found(): boolean {
    return this.#quietMs >= pauseMs;
  }

  take(data: Uint8Array): void {
    const samples = this.#toPcm.push(data);
    for (let at = 0; at < samples.byteLength; at += this.#frameBytes) {
      const frame = samples.subarray(at, at + this.#frameBytes);
      const level = levelDbfs(pcmToSamples(frame));
      this.#quietestDbfs = Math.min(this.#quietestDbfs, level);
      const noise = Math.min(this.#quietestDbfs + noiseRangeDb, loudestNoiseDbfs);
      const isQuiet = level <= Math.max(silenceDbfs, noise);
      this.#quietMs = isQuiet ? this.#quietMs + (frame.byteLength / this.#frameBytes) * frameMs : 0;
    }
  }
}
