import type { TtsEvent } from '../ports/text-to-speech.js';
import { heardText, wordStartMs, type AlignedText, type HeardText } from './heard-text.js';
import type { Script } from './script.js';

/** A word of the bot's that sounds or will; times are of the clock. */
export interface SoundingWord {
  text: string;
  startAtMs: number;
  endAtMs: number;
}

/** Where in the sound of a speech its words are, as far as the synthesiser has said. */
export class SpokenWords {
  readonly #alignments: AlignedText[] = [];
  /** As spoken, in the order of their time; the first `#told` of them have been told to sound. */
  readonly #words: { text: string; charEnd: number; startMs: number; endMs: number }[] = [];
  #told = 0;

  constructor(
    private readonly script: Script,
    private readonly sounding: (word: SoundingWord) => void,
  ) {}

  take(alignment: Extract<TtsEvent, { type: 'alignment' }>): void {
    const aligned = this.script.toSource(alignment);
    if (aligned) this.#alignments.push(aligned);
    const { charEnd, startMs, endMs } = alignment;
    this.#words.push({ text: this.script.spokenAt(alignment), charEnd, startMs, endMs });
  }

  /** Tells which words will sound when, if the beginning was, or would have been, heard at `originAtMs` of the clock. */
  tell(originAtMs: number): void {
    for (const { text, startMs, endMs } of this.#words.slice(this.#told))
      this.sounding({ text, startAtMs: originAtMs + startMs, endAtMs: originAtMs + endMs });
    this.#told = this.#words.length;
  }

  /** Those that end after `ms` are to be told anew. */
  backTo(ms: number): void {
    this.#told = this.#words.filter(({ endMs }) => endMs <= ms).length;
  }

  /** Whether the first `characters` of what is spoken have all been timed. */
  reach(characters: number): boolean {
    const last = this.#words.at(-1);
    return last !== undefined && last.charEnd >= characters - 1;
  }

  /** What of the text has been heard when `heardMs` of its audio has sounded. */
  heard(heardMs: number): HeardText {
    return heardText(this.script.text, this.#alignments, heardMs);
  }

  /** Where the word begins that sounds at `heardMs`. */
  wordStartMs(heardMs: number): number {
    return wordStartMs(this.script.text, this.#alignments, heardMs);
  }
}
