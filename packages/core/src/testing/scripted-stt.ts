import { bytesToMs, pcm, type AudioFormat } from '../audio/audio-format.js';
import { VoiceError } from '../errors/voice-error.js';
import type { SpeechToText, SttEvent } from '../ports/speech-to-text.js';
import { AsyncQueue } from '../streams/async-queue.js';

/**
 * A recogniser in the hands of a test: it does not listen, but tells what the test has the caller say. One recognition
 * at a time; what is said before it is opened is told when it is. Audio written after `finish()` throws `ERR_MISUSE`.
 */
export interface ScriptedStt extends SpeechToText {
  /** Audio that the recognition under way has been given, in ms. */
  readonly takenMs: number;
  /** Recognitions begun. */
  readonly opened: number;
  /** A whole utterance: its final and its end. Where it lies is where the audio has come to. */
  says(text: string): void;
  /** More of an utterance that has not ended. `throughMs`: how far it reaches; default: as far as the audio. */
  partial(text: string, throughMs?: number): void;
  /** Ends an utterance of which only partials were told. */
  fallsSilent(): void;
  /** Tells an event of the test's own making. */
  tell(event: SttEvent): void;
  /** The recognition fails. */
  fail(error: VoiceError): void;
}

/** A {@link ScriptedStt}. `formats`: default 8 kHz PCM. */
export function scriptedStt({
  formats = [pcm(8000)],
}: { formats?: readonly AudioFormat[] } = {}): ScriptedStt {
  return new Script(formats);
}

class Script implements ScriptedStt {
  opened = 0;
  takenMs = 0;
  #events = new AsyncQueue<SttEvent>();
  #utterance = 0;
  #index = 0;
  #begun = false;

  constructor(readonly formats: readonly AudioFormat[]) {}

  open({ format, signal }: Parameters<SpeechToText['open']>[0]) {
    if (this.opened > 0) {
      this.#events = new AsyncQueue();
      this.takenMs = this.#utterance = this.#index = 0;
      this.#begun = false;
    }
    this.opened += 1;
    const events = this.#events;
    if (signal?.aborted) events.end();
    signal?.addEventListener('abort', () => events.end(), { once: true });
    return Object.assign(events, {
      write: (data: Uint8Array) => {
        if (signal?.aborted) return;
        if (!events.isOpen) throw new VoiceError({ code: 'ERR_MISUSE', message: 'written after finish()' });
        if (events === this.#events) this.takenMs += bytesToMs(data.byteLength, format);
      },
      endUtterance: () => undefined,
      finish: () => {
        events.end();
        return Promise.resolve();
      },
    });
  }

  says(text: string): void {
    const [utterance, index, atMs] = [this.#utterance, this.#index, this.takenMs];
    this.#index += 1;
    this.tell({ type: 'transcript-final', utterance, index, text, words: [], startMs: atMs, endMs: atMs });
    this.fallsSilent();
  }

  partial(text: string, throughMs = this.takenMs): void {
    const utterance = this.#utterance;
    if (!this.#begun) this.tell({ type: 'speech-start', utterance, atMs: this.takenMs });
    this.#begun = true;
    this.tell({ type: 'transcript-partial', utterance, text, stableChars: 0, throughMs });
  }

  fallsSilent(): void {
    this.tell({ type: 'utterance-end', utterance: this.#utterance, atMs: this.takenMs, cause: 'classifier' });
    this.#utterance += 1;
    this.#begun = false;
  }

  tell(event: SttEvent): void {
    this.#events.push(event);
  }

  fail(error: VoiceError): void {
    this.#events.fail(error);
  }
}
