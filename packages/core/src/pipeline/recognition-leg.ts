import { createConverter, type AudioConverter } from '../audio/audio-converter.js';
import type { AudioFormat } from '../audio/audio-format.js';
import { recognitionFormat } from '../audio/nearest-format.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { Endpointing, SpeechToText, SttEvent, SttStream } from '../ports/speech-to-text.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { readAll } from '../streams/read-all.js';
import type { Clock } from '../time/clock.js';

export interface LegOptions {
  stt: SpeechToText;
  /** Of the audio that is written. */
  format: AudioFormat;
  endpointing: Endpointing | undefined;
  clock: Clock;
  /** Ends it at once. */
  signal: AbortSignal;
}

/** One recogniser's part of a conversation. Its events count from 0, in its own numbers and times. */
export class RecognitionLeg {
  /** What it tells, kept until it is read; fails as the recogniser does. */
  readonly events = new AsyncQueue<SttEvent>();
  /** Resolves when it tells no more: with what it failed of, if it did. */
  readonly over: Promise<{ fault: unknown } | undefined>;
  /** Where its audio begins, in ms of the conversation's. */
  startMs = 0;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly #stream: SttStream;
  readonly #converter: AudioConverter;

  /** Throws what the recogniser throws when it is opened. */
  constructor({ stt, format: source, endpointing, clock, signal }: LegOptions) {
    const format = recognitionFormat(source, stt.formats);
    this.#clock = clock;
    this.#converter = createConverter(source, format);
    const stop = () => this.#stop.abort(signal.reason);
    if (signal.aborted) stop();
    this.#stream = stt.open({ format, signal: this.#stop.signal, ...(endpointing && { endpointing }) });
    signal.addEventListener('abort', stop, { once: true });
    this.over = this.#read().finally(() => signal.removeEventListener('abort', stop));
  }

  write(data: Uint8Array): void {
    const converted = this.#converter.push(data);
    if (converted.byteLength > 0) this.#stream.write(converted);
  }

  endUtterance(): void {
    this.#stream.endUtterance();
  }

  expect(answer: ExpectedAnswer): void {
    this.#stream.expect?.(answer);
  }

  /** No more audio: resolves when the last words are out, or at the deadline. */
  async finish(deadlineMs: number): Promise<void> {
    const rest = this.#converter.flush();
    if (rest.byteLength > 0) this.#stream.write(rest);
    await this.#stream.finish({ deadlineMs });
  }

  /** As `finish`, but makes sure that it ends: one that does not keep to its deadline is left after twice as long. */
  retire(deadlineMs: number): void {
    const patience = this.#clock.setTimeout(() => this.abandon(), 2 * deadlineMs);
    this.finish(deadlineMs).catch((fault: unknown) => this.events.fail(fault));
    void this.over.then(() => patience.cancel());
  }

  /** Ends at once; what it has told and was not read is still there. */
  abandon(): void {
    this.#stop.abort();
    this.events.end();
  }

  async #read(): Promise<{ fault: unknown } | undefined> {
    try {
      await readAll(this.#stream, (event) => this.events.push(event));
      this.events.end();
      return undefined;
    } catch (fault) {
      this.events.fail(fault);
      return { fault };
    }
  }
}
