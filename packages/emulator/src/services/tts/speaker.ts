import type { UtteranceSynthesisResponseInit } from '@rechka/proto/tts';
import type { AudioWriter } from './audio-writer.js';
import type { MarkedText } from './markup.js';
import type { SpeakingVoice } from './speaking-voice.js';
import type { VoiceSettings } from './voice-settings.js';

/** A response message; both kinds of synthesis have the same one. */
export type SpokenPart = UtteranceSynthesisResponseInit;

/** A text to speak: as it was written, and as it is read. */
export interface TextPart extends MarkedText {
  text: string;
}

export interface SpeakerOptions {
  voice: SpeakingVoice;
  settings: VoiceSettings;
  writer: AudioWriter;
  sampleRateHz: number;
  wordTimings: boolean;
  signal: AbortSignal;
}

/** Speaks one text in parts. All times count from the first sample of the whole. */
export class Speaker {
  readonly #options: SpeakerOptions;
  #ms = 0;
  #parts = 0;

  constructor(options: SpeakerOptions) {
    this.#options = options;
  }

  /** Whether nothing has been said yet. */
  get silent(): boolean {
    return this.#parts === 0;
  }

  /**
   * The response for the next part, which must have words. A part that is not the last ends with a pause; pauses of
   * the markup before the first word of all and after the last are ignored (docs: speechkit/tts/markup).
   */
  async speak(
    { text, words, pausesMs }: TextPart,
    { last, settings = this.#options.settings }: { last: boolean; settings?: VoiceSettings },
  ): Promise<{ response: SpokenPart; samples: Int16Array; exact: boolean }> {
    const { voice, writer, sampleRateHz, wordTimings, signal } = this.#options;
    const spoken = await voice({
      words,
      pausesMs: pausesMs.map((ms, place) =>
        (place === 0 && this.silent) || (place === words.length && last) ? 0 : ms,
      ),
      last,
      settings,
      sampleRateHz,
      signal,
    });
    const startMs = this.#ms;
    this.#ms += spoken.lengthMs;
    this.#parts++;
    const samples = this.#onGrid(spoken.samples, startMs);
    return {
      samples,
      response: {
        audioChunk: { data: writer.write(samples, { last }) },
        textChunk: { text },
        startMs,
        lengthMs: spoken.lengthMs,
        ...(wordTimings && {
          wordTimings: spoken.words.map((word) => ({
            word: word.text,
            startMs: startMs + word.startMs,
            lengthMs: word.lengthMs,
          })),
        }),
      },
      exact: spoken.exact,
    };
  }

  /** The end of an audio whose last part was not known to be the last; nothing if its format needs none. */
  finish(): SpokenPart | undefined {
    const data = this.#options.writer.write(new Int16Array(0), { last: true });
    return data.byteLength === 0 ? undefined : { audioChunk: { data }, startMs: this.#ms, lengthMs: 0 };
  }

  /** So long that each part begins where its `start_ms` says: at rates like 11 025 Hz a ms is no whole number of samples. */
  #onGrid(samples: Int16Array, startMs: number): Int16Array {
    const { sampleRateHz } = this.#options;
    const at = (ms: number) => Math.round((ms * sampleRateHz) / 1000);
    const length = at(this.#ms) - at(startMs);
    if (samples.length === length) return samples;
    const fitted = new Int16Array(length);
    fitted.set(samples.subarray(0, length));
    return fitted;
  }
}
