import type { Speakable, SpokenSpan } from '@rechka/core';
import type { PlainText } from './plain-text.js';

/** A stretch of the text as written, and what is said for it. */
interface Piece {
  start: number;
  end: number;
  words: string;
  /** Said as written, character by character. */
  kept: boolean;
}

/** What SpeechKit's markup is made of, and what else has no sound. None of these leaves this package but a user's `+`. */
const unsaid = /[+*<>[\]{}\\^|`]/;
const somethingToSay = /[\p{L}\p{N}]/u;
const wordEnd = /[\p{L}\p{N}]$/u;
const wordStart = /^[\p{L}\p{N}+]/u;
/** How far back the beginning of a sentence is looked for. */
const longestPause = 40;
const sentenceStart = /(?:^|[.!?…]["»)]*\s+|\n\s*)["«(]*$/u;

/** Prepositions of one letter take another vowel before some numerals: «со ста», «ко второму», «об одном». */
const fuller: readonly (readonly [preposition: RegExp, numeral: RegExp, added: string])[] = [
  [/(?:^|\s)[сСкКвВ]\s$/, /^(?:втор)/, 'о'],
  [/(?:^|\s)[сС]\s$/, /^ст[ао](?!р)/, 'о'],
  [/(?:^|\s)[оО]\s$/, /^(?:од)/, 'б'],
];

/** Puts together what is said, and keeps what it was said for. */
export class SpokenText {
  readonly #pieces: Piece[] = [];

  constructor(
    private readonly written: string,
    private readonly plain: PlainText,
  ) {
    this.#drop(0, plain.at[0] ?? 0);
  }

  /** Characters of the plain text that are said as they are. */
  keep(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const char = this.plain.text.charAt(index);
      const start = this.#source(index);
      const end = Math.min(start + 1, this.#source(index + 1));
      this.#push({ start, end, words: unsaid.test(char) ? '' : char, kept: !unsaid.test(char) });
      this.#drop(end, this.#source(index + 1));
    }
  }

  /** Characters of the plain text that are said in other words. */
  say(from: number, to: number, words: string): void {
    this.#push({ start: this.#source(from), end: this.#source(to), words, kept: false });
  }

  finish(): Speakable {
    this.#adapt();
    const map: SpokenSpan[] = [];
    let spoken = '';
    for (const { start, end, words } of this.#pieces) {
      map.push({
        sourceStart: start,
        sourceEnd: end,
        spokenStart: spoken.length,
        spokenEnd: spoken.length + words.length,
      });
      spoken += words;
    }
    if (somethingToSay.test(spoken)) return { spoken, map };
    // The service refuses a text of markup only, and has no way to say one of punctuation only.
    const length = this.written.length;
    return {
      spoken: '',
      map: length === 0 ? [] : [{ sourceStart: 0, sourceEnd: length, spokenStart: 0, spokenEnd: 0 }],
    };
  }

  #source(index: number): number {
    return this.plain.at[index] ?? this.written.length;
  }

  #drop(start: number, end: number): void {
    if (end > start) this.#push({ start, end, words: '', kept: false });
  }

  #push(piece: Piece): void {
    const last = this.#pieces.at(-1);
    const isUnchanged = (other: Piece) => other.kept && other.end - other.start === other.words.length;
    if (last && isUnchanged(last) && isUnchanged(piece)) {
      last.end = piece.end;
      last.words += piece.words;
    } else if (last?.words === '' && piece.words === '') {
      last.end = piece.end;
    } else {
      this.#pieces.push({ ...piece });
    }
  }

  /** Words in the place of others: set off from their neighbours, with the letters those ask for. */
  #adapt(): void {
    for (const [index, piece] of this.#pieces.entries()) {
      if (piece.kept || piece.words === '') continue;
      const before = this.#neighbour(index, -1);
      const after = this.#neighbour(index, 1);
      const said = this.#pieces
        .slice(Math.max(0, index - 6), index)
        .map(({ words }) => words)
        .join('')
        .slice(-longestPause);
      const isFirst = sentenceStart.test(said) && (index <= 6 || said.length > 4);
      if (isFirst && !/^\p{Ll}/u.test(this.written.slice(piece.start)))
        piece.words = piece.words.charAt(0).toUpperCase() + piece.words.slice(1);
      if (before !== undefined && wordEnd.test(before.words) && wordStart.test(piece.words))
        piece.words = ` ${piece.words}`;
      if (after?.kept === true && wordEnd.test(piece.words) && wordStart.test(after.words))
        piece.words += ' ';
      if (before?.kept === true) this.#fillPreposition(before, piece.words);
    }
  }

  #neighbour(index: number, step: 1 | -1): Piece | undefined {
    let at = index + step;
    while (this.#pieces[at]?.words === '') at += step;
    return this.#pieces[at];
  }

  #fillPreposition(before: Piece, words: string): void {
    const [, , added] =
      fuller.find(([preposition, numeral]) => preposition.test(before.words) && numeral.test(words)) ?? [];
    if (added !== undefined) before.words = `${before.words.slice(0, -1)}${added}${before.words.slice(-1)}`;
  }
}
