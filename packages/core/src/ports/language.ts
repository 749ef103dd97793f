/** A piece of a reply that can be synthesised by itself. Concatenated, segments are the whole text. */
export interface Segment {
  text: string;
  /** Where the segment begins in the text pushed so far, in UTF-16 units. */
  start: number;
}

/** Cuts a growing text; the same segments come out however the text was split on its way in. */
export interface Segmenter {
  /** Takes more text, returns the segments that are now certain. */
  push(text: string): Segment[];
  /** No more text: returns the rest. */
  end(): Segment[];
  /**
   * How long to wait for more text, ms, before what is held back is better said as it stands (`end`, and a new
   * segmenter for what comes later): it looks finished, though more text may still show that it is not.
   * Undefined: nothing is held back, or it breaks off and is worth waiting for.
   */
  readonly waitMs?: number | undefined;
}

/** Source characters [sourceStart, sourceEnd) are spoken as [spokenStart, spokenEnd). Ordered, without overlaps. */
export interface SpokenSpan {
  sourceStart: number;
  sourceEnd: number;
  spokenStart: number;
  spokenEnd: number;
}

/** Text as the synthesiser should read it, and how it maps onto the text as written. */
export interface Speakable {
  spoken: string;
  map: readonly SpokenSpan[];
}

/** What the bot has just asked for, and so what kind of answer is under way. `free`: anything. */
export type ExpectedAnswer = 'phone' | 'name' | 'date' | 'time' | 'address' | 'yes-no' | 'free';

/** What is known of an answer besides its words. */
export interface AnswerContext {
  /** Default `free`. */
  expect?: ExpectedAnswer;
}

/** What a language knows about speech. Pure: no I/O, no state but a segmenter's. */
export interface Language {
  /** BCP 47, e.g. `ru-RU`. */
  readonly tag: string;
  /** A new segmenter, for one text. */
  segment(): Segmenter;
  /** A segment as the synthesiser should read it: without markup, emoji and the like. Empty if nothing can be said. */
  speakable(text: string): Speakable;
  /**
   * Probability (0–1) that a caller whose words so far are `text` has finished. Half a phone number may be a whole
   * answer to another question: a language that can tell makes use of what is expected, others leave it unread.
   * `localEndpointing` waits by it, so 0.9 and 0.6 are worth telling apart: «анна петровна» from «анна».
   */
  isComplete(text: string, context?: AnswerContext): number;
  /** Raw words (lower case, no punctuation) that confirm without taking the turn: «угу». */
  readonly backchannels: ReadonlySet<string>;
  /** Words that mean nothing by themselves: «ну», «э». */
  readonly fillers: ReadonlySet<string>;
  /**
   * Raw words in which figures are read («пятнадцать», «рублей»), for telling an echo of «15 ₽» from other words.
   * Default: any word may be one.
   */
  readonly numerals?: ReadonlySet<string>;
  /** What the pipeline says by itself. */
  readonly phrases: Phrases;
}

/** What the bot says by itself. Where a phrase is missing it says nothing in that place. */
export interface Phrases {
  /** Something failed. Rendered ahead: it is heard even when synthesis is down. */
  readonly apology: string;
  /** An answer takes a while; in turn, if it takes longer still. The first is rendered ahead, as is `trouble`. */
  readonly wait?: readonly string[];
  /** Nothing has been heard of the caller; in turn. */
  readonly prompt?: readonly string[];
  /** Before hanging up on a caller who says nothing, or at the end of the longest call. */
  readonly farewell?: string;
  /** The recogniser cannot be reached: what the caller says now is heard later. */
  readonly trouble?: string;
}
