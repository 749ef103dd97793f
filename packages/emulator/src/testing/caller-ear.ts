import { levelDbfs } from '@rechka/core';
import { ToneSpeechDecoder } from '../tone-speech/index.js';

/** A word of the bot, as it was heard; times are ms of the clock. */
export interface HeardWord {
  text: string;
  startMs: number;
  endMs: number;
}

/** Quieter than this, a frame in which the bot speaks is a pause between words. */
const silenceDbfs = -60;
/** The decoder tells a word this much later than its last sample, at most: its window, and the resampling before it. */
const decodingMs = 100;

/** What the caller hears of the bot, word by word. Words that were cut short are not heard. */
export class CallerEar {
  readonly words: HeardWord[] = [];
  /** When each stretch of the bot's speech began. */
  readonly soundStartsMs: number[] = [];
  /** When the bot was heard last; undefined before it ever was. */
  lastSoundMs: number | undefined;
  readonly #decoder: ToneSpeechDecoder;
  #startMs: number | undefined;

  constructor(
    sampleRateHz: number,
    /** Silence of this length ends a stretch of speech. */
    private readonly stretchGapMs: number,
  ) {
    this.#decoder = new ToneSpeechDecoder({ sampleRateHz });
  }

  /** Takes the next frame of an unbroken stream. */
  hear({ samples, speaks, atMs }: { samples: Int16Array; speaks: boolean; atMs: number }): void {
    this.#startMs ??= atMs;
    if (speaks && levelDbfs(samples) > silenceDbfs) {
      if (this.lastSoundMs === undefined || atMs - this.lastSoundMs > this.stretchGapMs)
        this.soundStartsMs.push(atMs);
      this.lastSoundMs = atMs;
    }
    for (const word of this.#decoder.push(samples)) {
      if (word.kind !== 'word') continue;
      const startMs = this.#startMs + word.startMs;
      const endMs = this.#startMs + word.endMs;
      const last = this.words.at(-1);
      if (word.glue && last)
        this.words[this.words.length - 1] = { ...last, text: last.text + word.text, endMs };
      else this.words.push({ text: word.text, startMs, endMs });
    }
  }

  /** Whether the bot has been silent for so long at `nowMs`, and all it said is known. */
  isSilent(nowMs: number, forMs: number): boolean {
    return this.lastSoundMs === undefined || nowMs - this.lastSoundMs >= Math.max(forMs, decodingMs);
  }
}
