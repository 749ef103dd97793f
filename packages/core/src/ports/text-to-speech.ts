import type { AudioFormat } from '../audio/audio-format.js';
import type { Urgency } from './urgency.js';

/**
 * Characters [charStart, charEnd) of the text given are heard in [startMs, endMs) of the audio given back.
 * Both count from 0 for each `speak`; characters are UTF-16 units of the concatenated text.
 */
export interface Alignment {
  charStart: number;
  charEnd: number;
  startMs: number;
  endMs: number;
}

/** What a synthesiser tells: sound, and where in it the text is. */
export type TtsEvent =
  /** Raw samples in the format asked for, cut anywhere between samples. */
  | { type: 'audio'; data: Uint8Array }
  /** Comes before or together with the audio it describes. */
  | ({ type: 'alignment' } & Alignment);

/** How a text is to be spoken. */
export interface TtsSpeakOptions extends Urgency {
  /** One of {@link TextToSpeech.formats}. */
  format: AudioFormat;
  /** Ends synthesis at once; iteration then throws `ERR_ABORTED`. */
  signal?: AbortSignal;
}

/** Speech synthesis. Every implementation passes `textToSpeechConformance` of `@rechka/core/testing`. */
export interface TextToSpeech {
  /** What the provider gives natively. Core converts from the nearest. */
  readonly formats: readonly AudioFormat[];
  /**
   * Speaks a stream of segments; each item is a unit that may be synthesised as soon as it comes.
   * The text is consumed ahead of the audio and `return()`ed when iteration ends early.
   * An aborted `signal` ends iteration with `ERR_ABORTED`.
   */
  speak(text: AsyncIterable<string>, options: TtsSpeakOptions): AsyncIterable<TtsEvent>;
}
