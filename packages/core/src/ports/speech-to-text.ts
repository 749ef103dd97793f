import type { AudioFormat } from '../audio/audio-format.js';
import type { VoiceError } from '../errors/voice-error.js';
import type { StreamListener } from '../streams/async-queue.js';
import type { ExpectedAnswer } from './language.js';

/** A recognised word; times are ms on the caller's audio timeline. */
export interface TimedWord {
  text: string;
  startMs: number;
  endMs: number;
}

/**
 * What a recogniser tells. Every `…Ms` is a position on the caller's audio timeline: ms from the first
 * sample written, through all reconnections. `utterance` and `index` count from 0 and never repeat.
 */
export type SttEvent =
  | { type: 'speech-start'; utterance: number; atMs: number }
  /** May still change. The first `stableChars` characters are not expected to. Covers audio up to `throughMs`. */
  | { type: 'transcript-partial'; utterance: number; text: string; stableChars: number; throughMs: number }
  /** Fixed. An utterance may have several; `index` numbers them through the stream. Never empty. */
  | {
      type: 'transcript-final';
      utterance: number;
      index: number;
      text: string;
      words: readonly TimedWord[];
      startMs: number;
      endMs: number;
      /** The language that was heard, e.g. `ru-RU`, where the provider tells it. */
      language?: string;
      requestId?: string;
    }
  /** The normalised text (case, punctuation, numerals) of the final with this `index`. */
  | { type: 'transcript-refined'; index: number; text: string }
  /** Exactly one for an utterance, after its last final. */
  | { type: 'utterance-end'; utterance: number; atMs: number; cause: 'classifier' | 'requested' | 'timeout' }
  /** What a classifier that was asked for found in this stretch; confidences are 0–1, the highest first. */
  | {
      type: 'label';
      classifier: string;
      labels: readonly { label: string; confidence: number }[];
      startMs: number;
      endMs: number;
    }
  /** Audio that was not and will not be recognised. */
  | { type: 'gap'; startMs: number; endMs: number }
  /** The provider's session was lost. What no final covers is kept, to be recognised later. */
  | { type: 'recovering'; error: VoiceError }
  /** Another session listens. `lagMs`: how much kept audio it has still to catch up with; default 0. */
  | { type: 'recovered'; lagMs?: number };

/**
 * Who decides that the caller has finished.
 * - `server`: the provider, by `sensitivity` and the longest pause inside an utterance, `pauseMs`.
 * - `external`: we do, and say so with {@link SttStream.endUtterance}.
 */
export type Endpointing =
  { type: 'server'; sensitivity?: 'default' | 'high'; pauseMs?: number } | { type: 'external' };

/** How a recognition is to be made. */
export interface SttOpenOptions {
  /** One of {@link SpeechToText.formats}. */
  format: AudioFormat;
  /** Default: the provider's own. */
  endpointing?: Endpointing;
  /** Ends the stream at once; iteration then ends without an error. */
  signal?: AbortSignal;
}

/** One recognition that lasts as long as the conversation. Iterated, or listened to, once. */
export interface SttStream extends AsyncIterable<SttEvent> {
  /**
   * Takes audio at once, whatever the network does; what cannot be kept is reported as a `gap`. Throws `ERR_BAD_AUDIO` for what is
   * not bytes (an `Int16Array`) and for half samples.
   */
  write(chunk: Uint8Array): void;
  /** Ends the current utterance now (with `external` endpointing; otherwise a hint that may do nothing). */
  endUtterance(): void;
  /** What the bot has just asked for, for a recogniser that ends utterances by it; until it is told something else. */
  expect?(answer: ExpectedAnswer): void;
  /**
   * Hands events over in place of iteration (`ERR_MISUSE` after it): what costs least where recognitions are many. It is
   * left by throwing; `signal` and `finish` end it. Who changes what a stream tells changes both this and iteration.
   */
  listen?(listener: StreamListener<SttEvent>): void;
  /** No more audio. Resolves when the last final is out, or at the deadline. */
  finish(options: { deadlineMs: number }): Promise<void>;
}

/** Speech recognition. Every implementation passes `speechToTextConformance` of `@rechka/core/testing`. */
export interface SpeechToText {
  /** What the provider takes natively, best first. Core converts to the nearest. */
  readonly formats: readonly AudioFormat[];
  /** Who can decide with it that the caller has finished. Default: both. */
  readonly endpointing?: readonly Endpointing['type'][];
  /** Begins a recognition. What fails later is thrown by its iteration. */
  open(options: SttOpenOptions): SttStream;
}
