import type { SttEvent } from '../ports/speech-to-text.js';

/** Where the numbers and times of one recogniser begin in the conversation. */
export interface NumberingStart {
  utterance: number;
  index: number;
  /** Position of its first sample, ms on the caller's audio timeline. */
  startMs: number;
}

/** Turns the events of one recogniser, which count from 0, into events of the whole conversation. */
export class LegNumbering {
  /** Where the next recogniser's numbers begin. */
  nextUtterance: number;
  nextIndex: number;
  /** Utterances that have begun and not ended, with the last position known of each. */
  readonly #open = new Map<number, number>();
  #recovering = false;

  constructor(private readonly start: NumberingStart) {
    this.nextUtterance = start.utterance;
    this.nextIndex = start.index;
  }

  /** Whether the caller is in the middle of an utterance. */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  take(event: SttEvent): SttEvent {
    switch (event.type) {
      case 'speech-start':
      case 'utterance-end': {
        const told = { ...event, utterance: this.#utterance(event.utterance), atMs: this.#at(event.atMs) };
        if (event.type === 'speech-start') this.#open.set(told.utterance, told.atMs);
        else this.#open.delete(told.utterance);
        return told;
      }
      case 'transcript-partial': {
        const utterance = this.#utterance(event.utterance);
        const throughMs = this.#at(event.throughMs);
        this.#open.set(utterance, throughMs);
        return { ...event, utterance, throughMs };
      }
      case 'transcript-final': {
        const utterance = this.#utterance(event.utterance);
        const span = this.#span(event);
        this.#open.set(utterance, span.endMs);
        const words = event.words.map((word) => ({ ...word, ...this.#span(word) }));
        return { ...event, utterance, index: this.#index(event.index), words, ...span };
      }
      case 'transcript-refined':
        return { ...event, index: this.#index(event.index) };
      case 'label':
      case 'gap':
        return { ...event, ...this.#span(event) };
      case 'recovering':
      case 'recovered':
        this.#recovering = event.type === 'recovering';
        return event;
    }
  }

  /** Ends what a recogniser that says no more has left open. */
  endOpen(): SttEvent[] {
    const ends = [...this.#open].map(([utterance, atMs]): SttEvent => {
      return { type: 'utterance-end', utterance, atMs, cause: 'timeout' };
    });
    this.#open.clear();
    if (this.#recovering) ends.push({ type: 'recovered' });
    this.#recovering = false;
    return ends;
  }

  #utterance(own: number): number {
    const utterance = this.start.utterance + own;
    this.nextUtterance = Math.max(this.nextUtterance, utterance + 1);
    return utterance;
  }

  #index(own: number): number {
    const index = this.start.index + own;
    this.nextIndex = Math.max(this.nextIndex, index + 1);
    return index;
  }

  #at(ms: number): number {
    return this.start.startMs + ms;
  }

  #span({ startMs, endMs }: { startMs: number; endMs: number }): { startMs: number; endMs: number } {
    return { startMs: this.#at(startMs), endMs: this.#at(endMs) };
  }
}
