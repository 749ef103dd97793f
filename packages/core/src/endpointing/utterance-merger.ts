import type { SttEvent } from '../ports/speech-to-text.js';

type UtteranceEnd = Extract<SttEvent, { type: 'utterance-end' }>;

/**
 * Makes one utterance of those that a recogniser ends whenever it is asked for a final. Their ends are kept back until
 * it is decided that the caller has finished; what comes before that belongs to the same one.
 */
export class UtteranceMerger {
  #utterance = -1;
  #open = false;
  /** Whether the recogniser is in the middle of one of its own. */
  #heard = false;
  #endMs = 0;

  /** Whether the caller is in the middle of an utterance. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether everything that is known of it is final. */
  get isSettled(): boolean {
    return !this.#heard;
  }

  /** What is to be told of an event of the recogniser's. */
  take(event: SttEvent): SttEvent | undefined {
    switch (event.type) {
      case 'speech-start':
        this.#heard = true;
        if (this.#open) return undefined;
        this.#open = true;
        this.#utterance += 1;
        return { ...event, utterance: this.#utterance };
      case 'transcript-partial':
      case 'transcript-final':
        return { ...event, utterance: this.#utterance };
      case 'utterance-end':
        this.#heard = false;
        this.#endMs = event.atMs;
        // What it ends by itself, at its limits or when it fails, is over.
        return event.cause === 'requested' ? undefined : this.end(event.cause);
      default:
        return event;
    }
  }

  /** Ends the utterance; undefined if there is none, or not all of it is final. */
  end(cause: UtteranceEnd['cause'] = 'requested'): UtteranceEnd | undefined {
    if (!this.#open || this.#heard) return undefined;
    this.#open = false;
    return { type: 'utterance-end', utterance: this.#utterance, atMs: this.#endMs, cause };
  }
}
