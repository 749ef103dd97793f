import type { TimedWord } from '@rechka/core';
import type { ToneVoice, ToneWord } from '../tone-speech/index.js';
import type { HearingManner } from './hearing-manner.js';
import { mishearLast, noiseWord, strangeWord } from './mishear.js';
import type { SeededRandom } from './seeded-random.js';
import { spokenForm } from './spoken-form.js';

/** A written word as it was heard, and as it looked at first. */
export interface HeardWord {
  voice: ToneVoice;
  /** With case, punctuation and digits, for the refinement. */
  written: string;
  /** As the recogniser writes it; several words for a numeral. */
  spoken: readonly string[];
  /** Shown instead of `spoken` while the word is new. */
  draft: { spoken: readonly string[]; depth: number } | undefined;
  startMs: number;
  endMs: number;
  /** RMS, dBFS; unknown for a damaged word. */
  levelDbfs: number | undefined;
}

/** How good the ear is. */
export interface HearingOptions {
  /** Everything heard is right, in the written form, at once. */
  exact: boolean;
  manner: HearingManner;
  random: SeededRandom;
  /** Quieter words are not heard at all. */
  floorDbfs: number;
  /** A louder talker of the other voice hides words; errors in his own begin when he is less than this above. */
  maskingDb: number;
}

/** What the sound around a word is like. */
export interface Sound {
  /** Level of steady noise, if it is known. */
  noiseDbfs: number | undefined;
  /** Share of samples cut off at full scale, 0–1. */
  clippedShare: number;
}

/** Place of a damaged word in exact mode: it must not look like a word that was said. */
export const DAMAGED = '<?>';

/** Chance of an error between two levels: none at the better, `worst` at the worse. */
function slope(value: number, better: number, worse: number, worst: number): number {
  return worst * Math.max(0, Math.min(1, (better - value) / (better - worse)));
}

const QUIET_DBFS = -35;
const QUIET_ERRORS = 0.4;
const CLEAR_SNR_DB = 10;
const DROWNED_SNR_DB = -5;
/** Share of samples at full scale: a few do no harm. */
const CLEAN_CLIPPING = 0.05;
const WORST_CLIPPING = 0.55;
const RIVAL_ERRORS = 0.5;

const DAMAGED_DROPPED = 0.4;
/** A draft does not outlive this much audio after its word. */
const DRAFT_MS = 700;

/** Words that share less time than this do not disturb each other. */
const OVERLAP_MS = 20;
/** Parts of a long word are nearer than this. */
const PART_GAP_MS = 40;
const REMEMBER_MS = 5000;

/** What was heard since the last final, in order of time. */
export class Hearing {
  readonly #options: HearingOptions;
  #words: HeardWord[] = [];
  /** Also words already given away, and words hidden by a louder talker. */
  #recent: HeardWord[] = [];

  constructor(options: HearingOptions) {
    this.#options = options;
  }

  get words(): readonly HeardWord[] {
    return this.#words;
  }

  /** Gives the words away and begins anew. */
  take(): HeardWord[] {
    const words = this.#words;
    this.#words = [];
    return words;
  }

  /** Takes a word from the decoder; `sound` is what it was like around it. */
  hear(word: ToneWord, sound: Sound): void {
    const { exact, random, floorDbfs } = this.#options;
    const { voice, startMs, endMs } = word;
    if (word.kind === 'damaged') {
      if (exact)
        this.#insert({ ...this.#unknown(voice, startMs, endMs), written: DAMAGED, spoken: [DAMAGED] });
      else if (!random.chance(DAMAGED_DROPPED)) this.#insert(this.#unknown(voice, startMs, endMs));
      return;
    }
    const { text, levelDbfs } = word;
    if (exact) {
      if (word.glue && this.#extend(word)) return;
      this.#insert({ voice, written: text, spoken: [text], draft: undefined, startMs, endMs, levelDbfs });
      return;
    }
    if (levelDbfs < floorDbfs) return;
    this.#recent = this.#recent.filter((other) => other.endMs > startMs - REMEMBER_MS);
    if (word.glue && this.#extend(word)) return;
    const heard: HeardWord = {
      voice,
      written: text,
      spoken: spokenForm(text),
      draft: undefined,
      startMs,
      endMs,
      levelDbfs,
    };
    if (!this.#compete(heard)) return;
    if (heard.spoken.length === 0) {
      this.#punctuate(heard);
      return;
    }
    const { lostWords, drafts, deepDrafts } = this.#options.manner;
    if (this.#happens(lostWords)) return;
    for (const probability of this.#errors(levelDbfs, sound)) this.#misjudge(heard, probability);
    // The rest of a word whose beginning was lost makes no sense by itself.
    if (word.glue) this.#misjudge(heard, 1);
    if (random.chance(drafts)) {
      heard.draft = { spoken: mishearLast(heard.spoken, random), depth: random.chance(deepDrafts) ? 2 : 1 };
    }
    this.#insert(heard);
  }

  /** What may make a word wrong, each with its probability. */
  #errors(levelDbfs: number, { noiseDbfs, clippedShare }: Sound): number[] {
    const { wordErrors, noiseErrors, clippingErrors } = this.#options.manner;
    const snrDb = levelDbfs - (noiseDbfs ?? Number.NEGATIVE_INFINITY);
    return [
      slope(levelDbfs, QUIET_DBFS, this.#options.floorDbfs, QUIET_ERRORS),
      slope(snrDb, CLEAR_SNR_DB, DROWNED_SNR_DB, noiseErrors),
      slope(-clippedShare, -CLEAN_CLIPPING, -WORST_CLIPPING, clippingErrors),
      wordErrors,
    ];
  }

  /** A sound at the very beginning of the stream whose own beginning was before it: a wrong word. */
  hearFragment(startMs: number, endMs: number): void {
    if (!this.#options.exact) this.#insert(this.#unknown('a', startMs, endMs));
  }

  /** A noise as long as a word: at times it is taken for one. */
  hearNoise(startMs: number, endMs: number): void {
    const { exact, manner, random } = this.#options;
    if (exact || !this.#happens(manner.noiseWords)) return;
    const word = noiseWord(random);
    this.#insert({ ...this.#unknown('a', startMs, endMs), written: word, spoken: [word] });
  }

  /** Takes words of a script, which are never misheard. */
  hearScripted(words: readonly HeardWord[]): void {
    for (const word of words) this.#insert(word);
  }

  #unknown(voice: ToneVoice, startMs: number, endMs: number): HeardWord {
    const word = strangeWord(this.#options.random);
    return { voice, written: word, spoken: [word], draft: undefined, startMs, endMs, levelDbfs: undefined };
  }

  #insert(word: HeardWord): void {
    const after = this.#words.findIndex((other) => other.startMs > word.startMs);
    if (after < 0) this.#words.push(word);
    else this.#words.splice(after, 0, word);
  }

  /** Adds a further part of a long word; false if what it continues is not here. */
  #extend({ text, voice, startMs, endMs }: ToneWord & { kind: 'word' }): boolean {
    const head = this.#words.findLast((other) => other.voice === voice);
    if (head?.levelDbfs === undefined || Math.abs(startMs - head.endMs) > PART_GAP_MS) return false;
    head.written += text;
    head.spoken = this.#options.exact ? [head.written] : spokenForm(head.written);
    head.endMs = endMs;
    return true;
  }

  /** A dash or other sign that makes no sound of its own belongs to the word before it. */
  #punctuate({ voice, written }: HeardWord): void {
    const before = this.#words.findLast((other) => other.voice === voice);
    if (before) before.written += ` ${written}`;
  }

  /** Sets a word against those of the other voice that sound at the same time; false if it is not heard. */
  #compete(word: HeardWord): boolean {
    const level = word.levelDbfs ?? 0;
    const rivals = this.#recent.filter(
      (other) =>
        other.voice !== word.voice &&
        Math.min(other.endMs, word.endMs) - Math.max(other.startMs, word.startMs) > OVERLAP_MS,
    );
    this.#recent.push(word);
    let heard = true;
    for (const rival of rivals) {
      const lead = level - (rival.levelDbfs ?? 0);
      const winner = lead > 0 ? word : rival;
      if (lead > 0) this.#words = this.#words.filter((other) => other !== rival);
      else heard = false;
      this.#misjudge(winner, slope(Math.abs(lead), this.#options.maskingDb, 0, RIVAL_ERRORS));
    }
    return heard;
  }

  /** Draws nothing for what never happens: a figure of 0 leaves all else as it is without it. */
  #happens(probability: number): boolean {
    return probability > 0 && this.#options.random.chance(probability);
  }

  /** Makes a word wrong with the given probability. */
  #misjudge(word: HeardWord, probability: number): void {
    if (!this.#happens(probability) || word.spoken.length === 0) return;
    word.spoken = mishearLast(word.spoken, this.#options.random);
    word.written = word.spoken.join(' ');
  }
}

/** Words with their times; a numeral's time is shared among its words by their length. */
function timed({ startMs, endMs }: HeardWord, spoken: readonly string[]): TimedWord[] {
  const total = spoken.reduce((sum, text) => sum + text.length, 0);
  let letters = 0;
  const at = () => Math.round(startMs + ((endMs - startMs) * letters) / total);
  return spoken.map((text) => {
    const from = at();
    letters += text.length;
    return { text, startMs: from, endMs: at() };
  });
}

/** The words as a final has them. */
export function settledWords(words: readonly HeardWord[]): TimedWord[] {
  return words.flatMap((word) => timed(word, word.spoken));
}

/** The words as a partial shows them at `nowMs`: the newest may still be wrong. */
export function draftWords(words: readonly HeardWord[], nowMs: number): TimedWord[] {
  return words.flatMap((word, place) => {
    const { draft } = word;
    const isNew = draft && place >= words.length - draft.depth && nowMs - word.endMs < DRAFT_MS;
    return timed(word, isNew ? draft.spoken : word.spoken);
  });
}
