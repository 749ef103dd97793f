import type { SttEvent, TimedWord } from '@rechka/core';
import type { Heard } from './heard.js';

// What is known of a call until its next answer or final comes. Classes, for what is written out as `{ … }` and lives as long the
// engine comes to make where only a collection of the whole heap looks, and then makes more of these: half as many again
// at 400 calls (measured).

/** A word on the caller's timeline. */
export class LatestWord implements TimedWord {
  constructor(
    readonly text: string,
    readonly startMs: number,
    readonly endMs: number,
  ) {}
}

/** What there is of each word in a {@link LatestHypothesis}: where it ends in the text of all, its start and its end. */
const rowLength = 3;

/**
 * The latest hypothesis that no final covers yet. Most are only there until the next one comes, four times a second,
 * and what they consist of the collector would have to carry along. So one object serves from
 * one final to the next, and words are made when they are asked for.
 */
export class LatestHypothesis {
  /** An earlier session heard it. */
  inherited = false;
  #text = '';
  #startMs = 0;
  #endMs = 0;
  #throughMs = 0;
  /** The words with a blank between, if the text says them in another way. */
  #wordsText: string | undefined;
  #wordCount = 0;
  readonly #rows: number[] = [];

  get text(): string {
    return this.#text;
  }

  get startMs(): number {
    return this.#startMs;
  }

  /** End of the last word. */
  get endMs(): number {
    return this.#endMs;
  }

  /** End of the audio that was listened to. */
  get throughMs(): number {
    return this.#throughMs;
  }

  get words(): TimedWord[] {
    const words: TimedWord[] = [];
    const text = this.#wordsText ?? this.#text;
    let from = 0;
    for (let at = 0; at < this.#wordCount * rowLength; at += rowLength) {
      const [endsAt = 0, startMs = 0, endMs = 0] = this.#rows.slice(at, at + rowLength);
      words.push(new LatestWord(text.slice(from, endsAt), startMs, endMs));
      from = endsAt + 1;
    }
    return words;
  }

  /** A newer one takes its place. */
  replace({ text, words, startMs, endMs }: Omit<Heard, 'cut'>, throughMs: number): void {
    this.#text = text;
    this.#startMs = startMs;
    this.#endMs = endMs;
    this.#throughMs = throughMs;
    this.#wordsText = consistsOf(text, words) ? undefined : words.map((word) => word.text).join(' ');
    this.#wordCount = words.length;
    let at = 0;
    let endsAt = -1;
    for (const word of words) {
      endsAt += 1 + word.text.length;
      this.#rows[at++] = endsAt;
      this.#rows[at++] = word.startMs;
      this.#rows[at++] = word.endMs;
    }
  }
}

/** Whether a text is these words with a blank between, and nothing else. */
function consistsOf(text: string, words: readonly TimedWord[]): boolean {
  let at = -1;
  for (const word of words) {
    if (at >= 0 && text[at] !== ' ') return false;
    if (!text.startsWith(word.text, at + 1)) return false;
    at += 1 + word.text.length;
  }
  return at === text.length;
}

type PartialEvent = Extract<SttEvent, { type: 'transcript-partial' }>;

/** The event that tells it. Consumers get a copy, which is a plain object and made no otherwise. */
export class LatestPartial implements PartialEvent {
  readonly type = 'transcript-partial';
  readonly utterance: number;
  readonly text: string;
  readonly stableChars: number;
  readonly throughMs: number;

  constructor({ utterance, text, stableChars, throughMs }: Omit<PartialEvent, 'type'>) {
    this.utterance = utterance;
    this.text = text;
    this.stableChars = stableChars;
    this.throughMs = throughMs;
  }
}
