import type { Alignment } from '@rechka/core';
import type { Piece } from './split-text.js';
import { commonWords, wordTokens, type Token } from './word-tokens.js';

/** What a response of the service tells about its text and times. */
export interface TimedResponse {
  readonly textChunk?: { readonly text: string } | undefined;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly wordTimings: readonly {
    readonly word: string;
    readonly startMs: number;
    readonly lengthMs: number;
  }[];
}

interface TimedToken extends Token {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Finds the places in the text of a request that its responses speak of, in order. The service may write words
 * otherwise than we did («5» as «пять»): what it says between two words that are found is taken to be what we
 * wrote between them.
 */
export class Aligner {
  readonly #tokens: Token[] = [];
  readonly #pieces: { piece: Piece; firstToken: number }[] = [];
  #next = 0;
  #lastMs = 0;

  /** Tells a text that was sent, and where it stands in the whole. */
  add(piece: Piece): void {
    const { text, charStart } = piece;
    this.#pieces.push({ piece, firstToken: this.#tokens.length });
    for (const { key, start, end } of wordTokens(text)) {
      this.#tokens.push({ key, start: charStart + start, end: charStart + end });
    }
  }

  /** Whether any of what was told was spoken of. */
  get spoke(): boolean {
    return this.#next > 0;
  }

  /** Takes out the last pieces that no response has spoken of in any part, and returns them. Signs alone do not count. */
  takeUnspoken(): Piece[] {
    const unspoken = this.#pieces.filter(({ firstToken }) => firstToken >= this.#next);
    const [first] = unspoken;
    if (first === undefined || first.firstToken === this.#tokens.length) return [];
    this.#tokens.splice(first.firstToken);
    return unspoken.map(({ piece }) => piece);
  }

  /** Whether a response says what its audio says when. */
  static isTimed(response: TimedResponse): boolean {
    return response.wordTimings.length > 0 || response.lengthMs > 0;
  }

  /**
   * The alignments a response gives: indices into the whole text, ms from the request's first sample.
   * No time passes `limitMs`, nor goes back.
   */
  align(response: TimedResponse, limitMs: number): Alignment[] {
    const range = this.#range(response);
    const words = timedTokens(response);
    this.#next += range.length;
    const spans = words.length > 0 ? alignWords(range, words) : [whole(range, response)];
    return spans
      .filter((span) => span !== undefined)
      .map((span) => {
        const startMs = Math.min(Math.max(span.startMs, this.#lastMs), Math.max(limitMs, this.#lastMs));
        this.#lastMs = Math.min(Math.max(span.endMs, startMs), Math.max(limitMs, startMs));
        return { ...span, startMs, endMs: this.#lastMs };
      });
  }

  /** What no response has spoken of: the rest of the text, until `endMs`. */
  rest(endMs: number): Alignment[] {
    const [first, last] = [this.#tokens[this.#next], this.#tokens.at(-1)];
    if (first === undefined || last === undefined) return [];
    this.#next = this.#tokens.length;
    return [
      {
        charStart: first.start,
        charEnd: last.end,
        startMs: this.#lastMs,
        endMs: Math.max(endMs, this.#lastMs),
      },
    ];
  }

  /** Our words that a response speaks of: those of its text chunk, or as far as its timed words are found. */
  #range(response: TimedResponse): readonly Token[] {
    const rest = this.#tokens.slice(this.#next);
    const said = wordTokens(
      response.textChunk?.text ?? response.wordTimings.map(({ word }) => word).join(' '),
    );
    const last = commonWords(rest, said).at(-1);
    if (last === undefined) return response.textChunk === undefined ? [] : rest.slice(0, said.length);
    // What the service says behind the last word found stands for as many words of ours, at most.
    const behind = response.textChunk === undefined ? 0 : said.length - 1 - last[1];
    return rest.slice(0, last[0] + 1 + behind);
  }
}

/** The words of a response, each with its time from the beginning of the request. */
function timedTokens({ wordTimings, startMs }: TimedResponse): TimedToken[] {
  // Whether word times count from the request or from the response is not documented: they tell themselves.
  const baseMs = (wordTimings[0]?.startMs ?? 0) < startMs ? startMs : 0;
  return wordTimings.flatMap((timing) => {
    const tokens = wordTokens(timing.word);
    const each = timing.lengthMs / Math.max(1, tokens.length);
    const at = (index: number) => baseMs + timing.startMs + each * index;
    return tokens.map((token, index) => ({ ...token, startMs: at(index), endMs: at(index + 1) }));
  });
}

function alignWords(ours: readonly Token[], words: readonly TimedToken[]): Alignment[] {
  const spans: Alignment[] = [];
  let [nextOurs, nextWord] = [0, 0];
  const cover = (i: number, j: number) => {
    const [first, last] = [ours[nextOurs], ours[i - 1]];
    const between = words.slice(nextWord, j);
    // Words of ours that were not said take the time between their neighbours.
    const startMs = between[0]?.startMs ?? words[nextWord - 1]?.endMs ?? words[j]?.startMs ?? 0;
    const endMs = between.at(-1)?.endMs ?? words[j]?.startMs ?? startMs;
    if (first && last && i > nextOurs)
      spans.push({ charStart: first.start, charEnd: last.end, startMs, endMs });
    [nextOurs, nextWord] = [i, j];
  };
  for (const [i, j] of commonWords(ours, words)) {
    cover(i, j);
    cover(i + 1, j + 1);
  }
  cover(ours.length, words.length);
  return spans;
}

function whole(ours: readonly Token[], { startMs, lengthMs }: TimedResponse): Alignment | undefined {
  const [first, last] = [ours[0], ours.at(-1)];
  if (!first || !last) return undefined;
  return { charStart: first.start, charEnd: last.end, startMs, endMs: startMs + lengthMs };
}
