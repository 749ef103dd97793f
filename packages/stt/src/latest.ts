import type { SttEvent, TimedWord } from '@rechka/core';
import type { Outstanding } from './normaliser-state.js';

// What is known of a call until its next answer comes. Classes, for what is written out as `{ … }` and lives as long the
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

/** What this session has heard and no final covers. */
export class LatestHypothesis implements Outstanding {
  readonly text: string;
  readonly words: readonly TimedWord[];
  readonly startMs: number;
  readonly endMs: number;
  readonly throughMs: number;
  readonly inherited = false;

  constructor({ text, words, startMs, endMs, throughMs }: Omit<Outstanding, 'inherited'>) {
    this.text = text;
    this.words = words;
    this.startMs = startMs;
    this.endMs = endMs;
    this.throughMs = throughMs;
  }
}

type Partial = Extract<SttEvent, { type: 'transcript-partial' }>;

/** The event that tells it. Consumers get a copy, which is a plain object and made no otherwise. */
export class LatestPartial implements Partial {
  readonly type = 'transcript-partial';
  readonly utterance: number;
  readonly text: string;
  readonly stableChars: number;
  readonly throughMs: number;

  constructor({ utterance, text, stableChars, throughMs }: Omit<Partial, 'type'>) {
    this.utterance = utterance;
    this.text = text;
    this.stableChars = stableChars;
    this.throughMs = throughMs;
  }
}
