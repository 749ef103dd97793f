import type { TimedWord } from '@rechka/core';

/** The `AudioCursors` of SpeechKit: whole ms of audio from the first sample of the stream. */
export interface RecogniserCursors {
  receivedMs: number;
  /** Audio processed so far, silence included. */
  partialTimeMs: number;
  /** The text up to here is fixed. */
  finalTimeMs: number;
  /** Number of the last final; 0 also before the first. */
  finalIndex: number;
  eouTimeMs: number;
}

/**
 * What the emulated recogniser has to say. All times are whole ms of audio from the first sample. An empty
 * partial has no words. Order at the end of an utterance: final, refinement, eou, empty partial.
 */
export type RecogniserEvent = { cursors: RecogniserCursors } & (
  | { type: 'partial'; text: string; words: readonly TimedWord[]; startMs: number; endMs: number }
  /** Never empty; `index` counts from 0. */
  | {
      type: 'final';
      index: number;
      text: string;
      words: readonly TimedWord[];
      startMs: number;
      endMs: number;
    }
  /** The text of final `index` with case, punctuation and digits. */
  | {
      type: 'refinement';
      index: number;
      text: string;
      words: readonly TimedWord[];
      startMs: number;
      endMs: number;
    }
  | { type: 'eou'; timeMs: number }
);
