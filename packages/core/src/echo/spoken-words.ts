import { rawWords } from '../machine/raw-words.js';

/** Text that sounded (or is about to) between two moments of the clock. One word, or several where no word timings exist. */
export interface SpokenStretch {
  /** As the synthesiser got it. */
  text: string;
  startAtMs: number;
  endAtMs: number;
}

/** A word of the bot's, as a recogniser would write it. */
export interface SpokenWord {
  /** `undefined` stands for a numeral: figures, whose reading is not known. */
  text: string | undefined;
  startAtMs: number;
  endAtMs: number;
  /** How far its true times may lie from these, because they were interpolated. */
  slackMs: number;
  /** The sink was cleared in the middle of it: what was heard of it makes no sense. */
  cut: boolean;
}

/** What is remembered of the bot's speech. */
const rememberMs = 30_000;
/** Interpolated times are wrong by about this share of what they were interpolated in. */
const interpolationError = 0.15;

/** The words that sounded lately, in order. */
export class SpokenWords {
  #words: SpokenWord[] = [];
  #sounded = 0;
  #firstAtMs: number | undefined;

  constructor(private readonly read: ((text: string) => readonly string[]) | undefined) {}

  /** Words that sounded since the beginning, forgotten ones included. */
  get count(): number {
    return this.#sounded;
  }

  /** When the bot was first heard. */
  get firstAtMs(): number | undefined {
    return this.#firstAtMs;
  }

  /** Takes what sounds, in the order in which it sounds. */
  add(stretch: SpokenStretch): void {
    const words = this.#split(stretch);
    this.#firstAtMs ??= stretch.startAtMs;
    this.#sounded += words.length;
    this.#words.push(...words);
    const oldestMs = stretch.endAtMs - rememberMs;
    const kept = this.#words.findIndex((word) => word.endAtMs >= oldestMs);
    if (kept > 0) this.#words.splice(0, kept);
  }

  /** The sink fell silent: what was to sound later did not, and the word that was cut ended here. */
  cut(atMs: number): void {
    this.#words = this.#words
      .filter((word) => word.startAtMs < atMs)
      .map((word) => (word.endAtMs > atMs ? { ...word, endAtMs: atMs, cut: true } : word));
  }

  /** The words of which anything sounded in [fromMs, toMs]. */
  within(fromMs: number, toMs: number): readonly SpokenWord[] {
    return this.#words.filter((word) => word.endAtMs >= fromMs && word.startAtMs <= toMs);
  }

  /** The end of what had sounded by `atMs`; `undefined` if nothing had. `atMs` itself while the bot speaks. */
  lastSoundMs(atMs: number): number | undefined {
    const last = this.#words.findLast((word) => word.startAtMs <= atMs);
    return last && Math.min(last.endAtMs, atMs);
  }

  #split({ text, startAtMs, endAtMs }: SpokenStretch): SpokenWord[] {
    const words = this.read ? this.read(text).flatMap(rawWords) : text.split(/\s+/u).flatMap(wordsOrFigures);
    const letters = words.reduce((sum, word) => sum + word.length, 0);
    const lengthMs = endAtMs - startAtMs;
    const slackMs = words.length > 1 ? lengthMs * interpolationError : 0;
    let before = 0;
    const at = () => startAtMs + (lengthMs * before) / letters;
    return words.flatMap((word) => {
      const from = at();
      before += word.length;
      const spoken = { text: word, startAtMs: from, endAtMs: at(), slackMs, cut: false };
      return isFigures(word) ? anyWords(spoken, word) : [spoken];
    });
  }
}

function isFigures(word: string): boolean {
  return /\p{N}/u.test(word);
}

/** Raw words, but figures keep the signs that are read with them. */
function wordsOrFigures(written: string): string[] {
  return isFigures(written) ? [written] : rawWords(written);
}

/** Figures are read in at most as many words as there are digits and signs of units («%», «№»). */
function anyWords(spoken: SpokenWord, figures: string): SpokenWord[] {
  const atMost = figures.match(/\p{N}|\p{Sc}|[%№+]/gu)?.length ?? 0;
  const slackMs = spoken.slackMs + spoken.endAtMs - spoken.startAtMs;
  return Array.from({ length: atMost }, () => ({ ...spoken, text: undefined, slackMs }));
}
