import { createConverter, type AudioConverter } from './audio-converter.js';
import { bytesToMs, msToBytes, pcm, type AudioFormat } from './audio-format.js';
import { levelDbfs } from './level.js';
import { pcmToSamples } from './pcm16.js';

const frameMs = 20;

/** A short stretch of audio, and how loud it is. Positions are ms from the first sample measured. */
export interface MeasuredAudio {
  startMs: number;
  endMs: number;
  levelDbfs: number;
  /** The stretch itself, mono, at `sampleRateHz`. */
  samples: Int16Array;
  sampleRateHz: number;
}

/** Cuts audio of any format into stretches of at most 20 ms and tells how loud each is. */
export class LevelMeter {
  readonly #samples: AudioFormat;
  readonly #toPcm: AudioConverter;
  readonly #frameBytes: number;
  #takenBytes = 0;

  constructor(format: AudioFormat) {
    this.#samples = pcm(format.sampleRateHz);
    this.#toPcm = createConverter(format, this.#samples);
    this.#frameBytes = msToBytes(frameMs, this.#samples);
  }

  /** Audio measured so far, in ms. */
  get takenMs(): number {
    return bytesToMs(this.#takenBytes, this.#samples);
  }

  /** Takes whole samples. */
  take(data: Uint8Array): MeasuredAudio[] {
    const audio = this.#toPcm.push(data);
    const measured: MeasuredAudio[] = [];
    for (let at = 0; at < audio.byteLength; at += this.#frameBytes) {
      const frame = audio.subarray(at, at + this.#frameBytes);
      const samples = pcmToSamples(frame);
      const startMs = this.takenMs;
      this.#takenBytes += frame.byteLength;
      const { sampleRateHz } = this.#samples;
      measured.push({ startMs, endMs: this.takenMs, levelDbfs: levelDbfs(samples), samples, sampleRateHz });
    }
    return measured;
  }
}
