import type { VoiceError } from '../errors/voice-error.js';

/**
 * When things happened, each in ms since the caller fell silent (for a written turn: since it was sent);
 * undefined if it never did.
 */
export interface ReplyLatency {
  /** The turn was committed: the endpoint was detected and the final was here. */
  committedMs: number | undefined;
  /** The first text of the answer came. */
  firstTokenMs: number | undefined;
  /** The first synthesised audio came. */
  firstAudioMs: number | undefined;
  /** The first sound of the answer was heard: what the caller waited for. */
  voiceToVoiceMs: number | undefined;
}

/** What became of something the bot was to say. */
export interface Reply {
  /**
   * - `spoken`: heard to the end.
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
  error: VoiceError | undefined;
}
