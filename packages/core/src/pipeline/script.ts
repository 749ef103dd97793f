import type { Language, Segmenter, Speakable } from '../ports/language.js';
import type { Alignment } from '../ports/text-to-speech.js';
import { toSource, type AlignedText } from './heard-text.js';

interface SpokenSegment extends Speakable {
  /** Where the segment begins in the text as written, and in all that has been handed to the synthesiser. */
  sourceStart: number;
  spokenStart: number;
}

/**
 * The text of one speech on its way to the synthesiser: cut into segments, made speakable, and with
 * every place of what is spoken traced back to the text as written.
 */
export class Script {
  #text = '';
  #spoken = '';
  readonly #segments: SpokenSegment[] = [];
  #segmenter: Segmenter;
  /** Where the text of the segmenter begins. */
  #segmenterStart = 0;

  constructor(private readonly language: Language) {
    this.#segmenter = language.segment();
  }

  /** Everything written so far. */
  get text(): string {
    return this.#text;
  }

  /** Whether anything of it so far can be heard: not only emoji, markup, white space. */
  get isSpeakable(): boolean {
    return this.#segments.length > 0;
  }

  /** How long to wait for more text, ms, before what is held back is better said; see {@link Segmenter.waitMs}. */
  get waitMs(): number | undefined {
    return this.#segmenter.waitMs;
  }

  /** Takes more text; returns what can be synthesised now. */
  push(text: string): string[] {
    this.#text += text;
    return this.#speak(this.#segmenter.push(text));
  }

  /** More text may come, but not at once: returns what there is, as if it were the end. */
  flush(): string[] {
    const rest = this.end();
    this.#segmenter = this.language.segment();
    this.#segmenterStart = this.#text.length;
    return rest;
  }

  /** The text is complete; returns the rest. */
  end(): string[] {
    return this.#speak(this.#segmenter.end());
  }

  /** What the synthesiser was given at a place it aligned. */
  spokenAt({ charStart, charEnd }: Alignment): string {
    return this.#spoken.slice(charStart, charEnd);
  }

  /** The synthesiser's alignment in terms of the text as written; undefined for what has no counterpart there. */
  toSource({ charStart, charEnd, startMs, endMs }: Alignment): AlignedText | undefined {
    let found: AlignedText | undefined;
    for (const segment of this.#segments) {
      const from = charStart - segment.spokenStart;
      const to = charEnd - segment.spokenStart;
      if (to <= 0 || from >= segment.spoken.length) continue;
      const source = toSource(segment.map, from, to);
      if (!source) continue;
      const start = found ? found.start : segment.sourceStart + source.start;
      found = { start, end: segment.sourceStart + source.end, startMs, endMs };
    }
    return found;
  }

  #speak(segments: readonly { text: string; start: number }[]): string[] {
    const spoken: string[] = [];
    for (const segment of segments) {
      const speakable = this.language.speakable(segment.text);
      // Emoji, markup, white space: nothing to synthesise.
      if (speakable.spoken.trim() === '') continue;
      this.#segments.push({
        ...speakable,
        sourceStart: this.#segmenterStart + segment.start,
        spokenStart: this.#spoken.length,
      });
      this.#spoken += speakable.spoken;
      spoken.push(speakable.spoken);
    }
    return spoken;
  }
}
