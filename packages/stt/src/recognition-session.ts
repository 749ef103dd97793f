import { bytesPerSample, type AudioFormat, type Clock, type StreamListener } from '@rechka/core';
import type { StreamingOptionsInit, StreamingRequestInit, StreamingResponse } from '@rechka/proto/stt';
import type { DuplexCall } from '@rechka/rpc';
import { ProviderTimeline } from './provider-timeline.js';

/** Caller audio, from sample `start` of the timeline on. */
export interface AudioPiece {
  readonly start: number;
  readonly data: Uint8Array;
}

/** How closely it is remembered when audio was sent. */
const markMs = 500;

interface SessionParts {
  call: DuplexCall<StreamingRequestInit, StreamingResponse>;
  options: StreamingOptionsInit;
  format: AudioFormat;
  clock: Clock;
}

/**
 * One gRPC stream to the recogniser, from its options to its end. It knows what it was sent and what its
 * times mean, and nothing of what comes before and after it.
 */
export class RecognitionSession {
  readonly timeline: ProviderTimeline;
  readonly openedAtMs: number;
  readonly #call: SessionParts['call'];
  readonly #clock: Clock;
  readonly #sampleBytes: number;
  readonly #rateHz: number;
  #sentBytes = 0;
  // Begins as a number, as in the classes around: decision 32.
  #lastSentAtMs = 0;
  #halfClosed = false;
  /** How much had been sent, in ms, and when, in turn: of what is not answered yet, and one more. */
  readonly #marks: number[] = [];
  #nextMarkMs = 0;

  constructor({ call, options, format, clock }: SessionParts) {
    this.#call = call;
    this.#clock = clock;
    this.#rateHz = format.sampleRateHz;
    this.#sampleBytes = bytesPerSample(format);
    this.timeline = new ProviderTimeline(format.sampleRateHz);
    this.openedAtMs = clock.now();
    this.#write({ sessionOptions: options });
  }

  get requestId(): string {
    return this.#call.requestId;
  }

  /** Audio bytes sent. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Bytes sent that the network has not taken yet. */
  get unsentBytes(): number {
    return this.#call.unsentBytes;
  }

  /** Whether there has been a token to open it with. */
  get authorized(): boolean {
    return this.#call.authorized;
  }

  /** Whether the recogniser has taken anything yet; until then the token and the connection are awaited. */
  get connected(): boolean {
    return this.#call.connected;
  }

  /** Time since it was opened, in ms. */
  get livedMs(): number {
    return this.#clock.now() - this.openedAtMs;
  }

  /** Time without a message from us, in ms. */
  get idleMs(): number {
    return this.#clock.now() - this.#lastSentAtMs;
  }

  /** Age in ms: of the session or of its audio, whichever is more, for it is not known which one the limit means. */
  get ageMs(): number {
    return Math.max(this.livedMs, this.timeline.sentMs);
  }

  sendAudio({ start, data }: AudioPiece): void {
    this.timeline.addAudio(start, data.byteLength / this.#sampleBytes);
    this.#sentBytes += data.byteLength;
    this.#mark();
    this.#write({ chunk: { data } });
  }

  /** How long ago, in ms, the audio was sent that has come to this provider time, which goes on from call to call. */
  sentAgoMs(providerMs: number): number {
    const marks = this.#marks;
    while ((marks[2] ?? Infinity) <= providerMs) marks.splice(0, 2);
    const [sentMs, atMs] = [marks[0] ?? Infinity, marks[1] ?? 0];
    return sentMs > providerMs ? 0 : this.#clock.now() - atMs;
  }

  /** Sends made-up silence at the caller's sample `position`. Zero PCM: a `silence_chunk` does not end utterances. */
  sendSilence(position: number, durationMs: number): void {
    const samples = Math.round((durationMs / 1000) * this.#rateHz);
    this.timeline.addSilence(position, samples);
    this.#sentBytes += samples * this.#sampleBytes;
    this.#write({ chunk: { data: new Uint8Array(samples * this.#sampleBytes) } });
  }

  sendEndOfUtterance(): void {
    this.#write({ eou: {} });
  }

  /** No more audio: the server sends its last final and ends the stream. */
  halfClose(): void {
    if (this.#halfClosed) return;
    this.#halfClosed = true;
    this.#call.halfClose();
  }

  get halfClosed(): boolean {
    return this.#halfClosed;
  }

  /** Ends it at once. `distrust`: its connection is not to be used for others. */
  cancel({ distrust = false } = {}): void {
    if (distrust) this.#call.distrustConnection();
    this.#call.cancel();
  }

  /** Once: hands each answer over as it comes, and then the end. */
  listen(listener: StreamListener<StreamingResponse>): void {
    this.#call.listen(listener);
  }

  #mark(): void {
    const { sentMs } = this.timeline;
    if (sentMs < this.#nextMarkMs) return;
    this.#nextMarkMs = sentMs + markMs;
    this.#marks.push(sentMs, this.#clock.now());
  }

  #write(message: StreamingRequestInit): void {
    if (this.#halfClosed) return;
    this.#lastSentAtMs = this.#clock.now();
    this.#call.write(message);
  }
}
