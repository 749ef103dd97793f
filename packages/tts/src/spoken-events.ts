import { bytesPerSample, bytesToMs, type Alignment, type AudioFormat, type TtsEvent } from '@rechka/core';
import { Aligner, type TimedResponse } from './aligner.js';

/** What both synthesis calls answer with. */
export interface SynthesisResponse extends TimedResponse {
  readonly audioChunk?: { readonly data: Uint8Array } | undefined;
}

/** The service rounds its times; beyond this they speak of audio that is still to come. */
const roundingMs = 50;

/**
 * Turns the responses of one request after another into events on the timeline of the whole speech. A request
 * begins where the samples before it end, whatever lengths the service told.
 */
export class SpokenEvents {
  readonly #format: AudioFormat;
  #aligner = new Aligner();
  /** Audio of the whole speech, and where the current request began in it. */
  #totalBytes = 0;
  #baseBytes = 0;
  /** Half a sample that a response ended with. */
  #carried = new Uint8Array();
  /** Audio of a request whose responses tell no times: its alignment is known when it ends. */
  #held: Uint8Array[] = [];
  #timed = false;
  #holdUntimed = true;
  #lastMs = 0;

  constructor(format: AudioFormat) {
    this.#format = format;
  }

  /** A new request begins. With `holdUntimed`, audio without times waits for the request's end. */
  begin(aligner: Aligner, { holdUntimed }: { holdUntimed: boolean }): void {
    this.#aligner = aligner;
    this.#baseBytes = this.#totalBytes;
    this.#carried = new Uint8Array();
    this.#timed = false;
    this.#holdUntimed = holdUntimed;
  }

  next(response: SynthesisResponse): TtsEvent[] {
    const audio = this.#wholeSamples(response.audioChunk?.data);
    this.#totalBytes += audio.byteLength;
    const timed = Aligner.isTimed(response);
    this.#timed ||= timed;
    if (!this.#timed && this.#holdUntimed) {
      this.#held.push(audio);
      return [];
    }
    const events = this.#release();
    if (timed) events.push(...this.#alignments(this.#aligner.align(response, this.#limitMs(response))));
    return [...events, ...audioEvent(audio)];
  }

  /** The request has ended. */
  end(): TtsEvent[] {
    return [...this.#alignments(this.#aligner.rest(this.#requestMs)), ...this.#release()];
  }

  get #requestMs(): number {
    return bytesToMs(this.#totalBytes - this.#baseBytes, this.#format);
  }

  #limitMs({ startMs, lengthMs, wordTimings }: TimedResponse): number {
    const lastWord = wordTimings.at(-1);
    const toldMs = Math.max(
      startMs + lengthMs,
      lastWord === undefined ? 0 : lastWord.startMs + lastWord.lengthMs,
    );
    return toldMs > this.#requestMs + roundingMs ? Infinity : this.#requestMs;
  }

  #alignments(alignments: readonly Alignment[]): TtsEvent[] {
    const baseMs = bytesToMs(this.#baseBytes, this.#format);
    return alignments.map((alignment) => {
      const startMs = Math.max(baseMs + alignment.startMs, this.#lastMs);
      this.#lastMs = Math.max(baseMs + alignment.endMs, startMs);
      return { type: 'alignment', ...alignment, startMs, endMs: this.#lastMs };
    });
  }

  #release(): TtsEvent[] {
    const events = this.#held.flatMap(audioEvent);
    this.#held = [];
    return events;
  }

  #wholeSamples(data: Uint8Array | undefined): Uint8Array {
    if (data === undefined) return new Uint8Array();
    const size = bytesPerSample(this.#format);
    if (this.#carried.byteLength === 0 && data.byteLength % size === 0) return data;
    const joined = new Uint8Array(this.#carried.byteLength + data.byteLength);
    joined.set(this.#carried);
    joined.set(data, this.#carried.byteLength);
    const whole = joined.byteLength - (joined.byteLength % size);
    this.#carried = joined.slice(whole);
    return joined.subarray(0, whole);
  }
}

function audioEvent(data: Uint8Array): TtsEvent[] {
  return data.byteLength === 0 ? [] : [{ type: 'audio', data }];
}
