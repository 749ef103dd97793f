import { pcm, samplesToPcm, wavHeader } from '@rechka/core';
import type { UtteranceSynthesisResponseInit } from '@rechka/proto/tts';
import { encodeToneSpeech, type ToneVoice } from '../../tone-speech/index.js';
import type { AudioOutput } from './audio-output.js';
import { stripMarkup } from './markup.js';

/** A response message; both kinds of synthesis have the same one. */
export type SpokenPart = UtteranceSynthesisResponseInit;

export interface SpeakerOptions {
  voice: ToneVoice;
  wordTimings: boolean;
  output: AudioOutput;
  /** Whether the first part is the only one, so that a WAV header can tell its length. */
  knownLength: boolean;
}

/** Speaks one text in parts. All times count from the first sample of the whole. */
export class Speaker {
  readonly #options: SpeakerOptions;
  /** What the last part sounds like. */
  lastSamples: Int16Array = new Int16Array(0);
  #samples = 0;
  #parts = 0;

  constructor(options: SpeakerOptions) {
    this.#options = options;
  }

  get sampleRateHz(): number {
    return this.#options.output.sampleRateHz;
  }

  /** Whether nothing has been said yet. */
  get silent(): boolean {
    return this.#parts === 0;
  }

  /** The response for the next part; nothing if there is nothing in it to say. A part that is not the last ends with a pause. */
  speak(text: string, { last }: { last: boolean }): SpokenPart | undefined {
    const spoken = stripMarkup(text);
    if (spoken === '') return undefined;
    const { voice, wordTimings, output, knownLength } = this.#options;
    const { sampleRateHz, wav } = output;
    const startMs = Math.round((this.#samples * 1000) / sampleRateHz);
    const { samples, words } = encodeToneSpeech(last ? spoken : `${spoken} `, { voice, sampleRateHz });
    this.lastSamples = samples;
    this.#samples += samples.length;

    const audio = samplesToPcm(samples);
    // As recorded: right sizes for a single utterance, unknown ones (0xFFFFFFFF) on the first of several.
    const header =
      wav && this.silent ? wavHeader(pcm(sampleRateHz), knownLength ? audio.byteLength : undefined) : '';
    this.#parts++;
    return {
      audioChunk: { data: Buffer.concat([Buffer.from(header), audio]) },
      textChunk: { text },
      startMs,
      lengthMs: Math.round((this.#samples * 1000) / sampleRateHz) - startMs,
      ...(wordTimings && {
        wordTimings: words.map((word) => ({
          word: word.text,
          startMs: startMs + Math.round(word.startMs),
          lengthMs: Math.round(word.endMs) - Math.round(word.startMs),
        })),
      }),
    };
  }
}
