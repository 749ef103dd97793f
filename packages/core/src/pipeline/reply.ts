import type { VoiceError } from '../errors/voice-error.js';

/**
 * When things happened, each in ms of the clock since the end of the caller's speech, as the recogniser placed it
 * (for a written turn: since it was sent). The stages are points on one line, not durations to be added up.
 * Undefined for what never happened, and for a `say()` that answers no turn.
 */
export interface ReplyLatency {
  /** The turn was committed: the endpoint was detected and the final was here. */
  committedMs: number | undefined;
  /** The first text of the answer came: from the model, or when `reply()` was called with a text. */
  firstTokenMs: number | undefined;
  /** The first synthesised audio came; it may still have had to wait for its turn or for the caller. */
  firstAudioMs: number | undefined;
  /** The first sound of the answer was heard, as the sink counts: what the caller waited for. Measured to 20 ms. */
  voiceToVoiceMs: number | undefined;
}

/** What was spent on answers that were prepared before the turn was committed, and thrown away. */
export interface SpeculationWaste {
  /** Answers begun, and segments sent to the synthesiser. */
  requests: number;
  /** Characters sent to the synthesiser. */
  characters: number;
  /** As far as the model had told. */
  inputTokens: number;
  outputTokens: number;
}

/** What speculation did for a turn. */
export interface SpeculationOutcome {
  /** The answer had been begun before the turn was committed. */
  used: boolean;
  /** Spent on answers to words that then changed. */
  wasted: SpeculationWaste;
}

/** What became of something the bot was to say. */
export interface Reply {
  /**
   * - `spoken`: heard to the end (or there was nothing in it that can be spoken, and `spoken` is empty).
   * - `interrupted`: the caller took the turn; `spoken` is what was heard of it.
   * - `skipped`: not a sound of it was heard, because it was no longer wanted.
   * - `failed`: a fault ended it, see `error`; `spoken` is what was heard of it.
   */
  status: 'spoken' | 'interrupted' | 'skipped' | 'failed';
  /** The text the caller heard. */
  spoken: string;
  /** The whole text, as far as it had been made. */
  text: string;
  /** Audio heard, in ms. */
  heardMs: number;
  /** Whether `spoken` comes from word timings; otherwise it is interpolated, to within a word. */
  exact: boolean;
  latency: ReplyLatency;
  /** Undefined where nothing was prepared ahead. */
  speculation: SpeculationOutcome | undefined;
  error: VoiceError | undefined;
}
