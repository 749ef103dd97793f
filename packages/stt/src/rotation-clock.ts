import type { AudioFormat } from '@rechka/core';
import type { AudioKeeper } from './audio-keeper.js';
import type { NormaliserState } from './normaliser-state.js';
import { sessionWear, type SessionLimits } from './session-limits.js';
import type { SessionLeg } from './session-leg.js';
import { overlapMs } from './succession.js';

/** An utterance without an end is ended by us, between two words. */
const maxUtteranceMs = 30_000;
/** What it takes to bring another session in: its connection, and what both hear. */
const takeOverMs = overlapMs + 1000;
/** After the end of an utterance it is least likely that somebody is about to speak. */
const quietMs = 500;
/** Calls that began together are replaced at different times within this. */
const spreadMs = 10_000;

interface RotationParts {
  format: AudioFormat;
  limits: SessionLimits;
  keeper: AudioKeeper;
  random: () => number;
}

/** Knows when a session should be replaced: before its limits, best in a pause, and when an utterance does not end. */
export class RotationClock {
  readonly #format: AudioFormat;
  readonly #limits: SessionLimits;
  readonly #keeper: AudioKeeper;
  readonly #headStartMs: number;
  /** The utterance that is open or the next one, where the audio had come to when that was known, … */
  #utterance = 0;
  #utteranceAtMs = 0;
  /** … and the silence made up since. */
  #silenceMs = 0;

  constructor({ format, limits, keeper, random }: RotationParts) {
    this.#format = format;
    this.#limits = limits;
    this.#keeper = keeper;
    this.#headStartMs = Math.round(Math.min(spreadMs, limits.maxMs / 10) * random());
  }

  /** Time passed of which there is no audio. */
  passed(silenceMs: number): void {
    this.#silenceMs += silenceMs;
  }

  /** Why another session should take over from this one now, if it should. */
  reason(
    leg: SessionLeg | undefined,
    { open, utterance }: NormaliserState,
  ): 'wear' | 'utterance' | undefined {
    const atMs = this.#keeper.ms(leg?.feed.cursor ?? 0);
    if (this.#utterance !== utterance) {
      this.#utterance = utterance;
      this.#utteranceAtMs = atMs;
      this.#silenceMs = 0;
    }
    if (leg === undefined) return undefined;
    if (open !== undefined && atMs - open.startMs + this.#silenceMs >= maxUtteranceMs - takeOverMs) {
      return 'utterance';
    }
    switch (sessionWear(leg.session, this.#limits, this.#format, this.#headStartMs)) {
      case 'fresh':
        return undefined;
      case 'worn':
        return open === undefined && atMs - this.#utteranceAtMs < quietMs ? 'wear' : undefined;
      case 'exhausted':
        return open === undefined ? 'wear' : undefined;
      case 'spent':
        return 'wear';
    }
  }
}
