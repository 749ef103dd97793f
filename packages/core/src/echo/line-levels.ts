import { LevelLog } from './level-log.js';

/** The level of a piece of the caller's audio, between two moments of the clock. */
export interface HeardLevel {
  startAtMs: number;
  endAtMs: number;
  /** RMS, as `levelDbfs()` tells it; −∞ for digital silence. */
  levelDbfs: number;
}

const rememberMs = 30_000;
/** Loudness of a stretch is that of its loudest part of this length: words are uneven, and their times uncertain. */
const peakMs = 160;
/** Stands for −∞, with which one cannot reckon. */
const silenceDbfs = -120;
/** Quieter audio is no voice. */
const floorDbfs = -50;
/** Voice is this much louder than the quietest tenth of what was heard lately. */
const aboveNoiseDb = 9;
/** Audio louder than this counts as voice however loud the quietest tenth is: nobody paused. */
const surelyVoiceDbfs = -30;

/** How loud the caller's line was lately. */
export class LineLevels {
  readonly #levels = new LevelLog();
  #voiceDbfs = floorDbfs;
  #sinceNoise = 0;

  /** Takes the level of the next stretch of audio. */
  add(heard: HeardLevel): void {
    const level = { ...heard, levelDbfs: Math.max(silenceDbfs, heard.levelDbfs) };
    this.#levels.add(level);
    this.#sinceNoise += level.endAtMs - level.startAtMs;
    if (this.#sinceNoise < 1000) return;
    this.#sinceNoise = 0;
    this.#levels.forget(level.endAtMs - rememberMs);
    this.#voiceDbfs = this.#threshold();
  }

  /** The end of what is known; `undefined` before the first. */
  get endAtMs(): number | undefined {
    return this.#levels.endAtMs;
  }

  /** Loudness of the loudest part of [fromMs, toMs], dBFS; `undefined` where nothing is known. */
  loudness(fromMs: number, toMs: number): number | undefined {
    const inside = this.#levels.inside(fromMs, toMs);
    let loudest: number | undefined;
    let first = 0;
    let energy = 0;
    for (const level of inside) {
      energy += powerMs(level);
      for (
        let oldest = inside[first];
        oldest && level.endAtMs - oldest.endAtMs >= peakMs;
        oldest = inside[first]
      ) {
        energy -= powerMs(oldest);
        first += 1;
      }
      loudest = Math.max(loudest ?? 0, energy);
    }
    const lengthMs = Math.min(peakMs, Math.max(1, toMs - fromMs));
    return loudest === undefined ? undefined : 10 * Math.log10(Math.max(1e-12, loudest / lengthMs));
  }

  /** How long there was voice louder than `dbfs` in [fromMs, toMs], without the moments that `explained` is true for. */
  louderMs(fromMs: number, toMs: number, dbfs: number, explained: (atMs: number) => boolean): number {
    let loudMs = 0;
    for (const { startAtMs, endAtMs, levelDbfs } of this.#levels.inside(fromMs, toMs)) {
      const loud = levelDbfs > Math.max(dbfs, this.#voiceDbfs);
      if (loud && !explained((startAtMs + endAtMs) / 2)) loudMs += endAtMs - startAtMs;
    }
    return loudMs;
  }

  /** How much of [fromMs, toMs] was voice rather than silence or steady noise; `undefined` where nothing is known. */
  voicedMs(fromMs: number, toMs: number): number | undefined {
    const inside = this.#levels.inside(fromMs, toMs);
    if (inside.length === 0) return undefined;
    let voicedMs = 0;
    for (const { startAtMs, endAtMs, levelDbfs } of inside)
      if (levelDbfs > this.#voiceDbfs) voicedMs += endAtMs - startAtMs;
    return voicedMs;
  }

  #threshold(): number {
    const noise = this.#levels.quantile(0.1) ?? floorDbfs;
    return Math.min(surelyVoiceDbfs, Math.max(floorDbfs, noise + aboveNoiseDb));
  }
}

/** How much of [fromMs, toMs] was voice: all of it, where levels tell nothing else. */
export function voicedMsOf(levels: LineLevels | undefined, fromMs: number, toMs: number): number {
  return levels?.voicedMs(fromMs, toMs) ?? toMs - fromMs;
}

function powerMs({ startAtMs, endAtMs, levelDbfs }: HeardLevel): number {
  return 10 ** (levelDbfs / 10) * (endAtMs - startAtMs);
}
