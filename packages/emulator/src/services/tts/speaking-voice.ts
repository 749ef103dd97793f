import type { VoiceSettings } from './voice-settings.js';

/** What a voice is to say. */
export interface Utterance {
  /** At least one. */
  words: readonly string[];
  /** Pauses that the markup asks for: before the first word, after each word. */
  pausesMs: readonly number[];
  /** Nothing is spoken after it; else it ends with the pause that its last word asks for. */
  last: boolean;
  settings: VoiceSettings;
  sampleRateHz: number;
  signal: AbortSignal;
}

/** A word and when it is heard, from the first sample of the utterance. */
export interface HeardWord {
  text: string;
  startMs: number;
  lengthMs: number;
}

/** An utterance as sound. All times are whole ms. */
export interface SpokenUtterance {
  /** Mono, 16 bits, as many as `lengthMs` takes, rounded. */
  samples: Int16Array;
  lengthMs: number;
  words: HeardWord[];
  /** Whether the times of the words are those of the sound, not estimates. */
  exact: boolean;
}

/** Speaks an utterance; rejects with a `Refusal` if it cannot, with `ERR_ABORTED` when told to stop. */
export type SpeakingVoice = (utterance: Utterance) => Promise<SpokenUtterance>;
