import type { SttEvent } from '../ports/speech-to-text.js';
import { ensure } from './conformance.js';

type Final = Extract<SttEvent, { type: 'transcript-final' }>;

/** Positions are rounded by providers, and the end of speech may be told by the frame that follows it. */
const toleranceMs = 100;

/**
 * Checks the events of one whole recognition against the promises of `SttEvent`: numbering, order,
 * monotone positions, one end for each utterance. Throws `ConformanceViolation`.
 *
 * @param audioMs How much audio was written.
 */
export function ensureSttContract(events: readonly SttEvent[], audioMs: number): void {
  const contract = new SttContract(audioMs);
  for (const event of events) contract.take(event);
  contract.end();
}

class SttContract {
  readonly #audioMs: number;
  readonly #started = new Set<number>();
  readonly #ended = new Set<number>();
  readonly #withFinal = new Set<number>();
  #utterance = -1;
  #finals = 0;
  #throughMs = 0;
  #lastFinal: Final | undefined;
  #lastEndMs = 0;

  constructor(audioMs: number) {
    this.#audioMs = audioMs;
  }

  take(event: SttEvent): void {
    if ('utterance' in event) this.#belongs(event.type, event.utterance);
    switch (event.type) {
      case 'speech-start':
        this.#position(event.type, 'atMs', event.atMs);
        ensure(
          !this.#started.has(event.utterance),
          `speech-start came twice for utterance ${event.utterance}`,
        );
        this.#started.add(event.utterance);
        return;
      case 'transcript-partial':
        this.#position(event.type, 'throughMs', event.throughMs);
        ensure(
          event.throughMs >= this.#throughMs,
          `throughMs of partials went back from ${this.#throughMs} to ${event.throughMs}`,
        );
        ensure(
          event.stableChars >= 0 && event.stableChars <= event.text.length,
          `stableChars is ${event.stableChars} of a text of ${event.text.length} characters`,
        );
        this.#throughMs = event.throughMs;
        return;
      case 'transcript-final':
        this.#final(event);
        return;
      case 'transcript-refined':
        ensure(
          Number.isInteger(event.index) && event.index >= 0 && event.index < this.#finals,
          `transcript-refined names index ${event.index}, but ${this.#finals} finals came before it`,
        );
        return;
      case 'utterance-end':
        this.#position(event.type, 'atMs', event.atMs);
        ensure(
          event.atMs >= this.#lastEndMs,
          `utterance-end went back from ${this.#lastEndMs} to ${event.atMs}`,
        );
        this.#lastEndMs = event.atMs;
        this.#ended.add(event.utterance);
        return;
      case 'label':
      case 'gap':
        this.#position(event.type, 'startMs', event.startMs);
        this.#position(event.type, 'endMs', event.endMs);
        ensure(event.endMs > event.startMs, `a ${event.type} lasts from ${event.startMs} to ${event.endMs}`);
        return;
      case 'recovered':
        ensure((event.lagMs ?? 0) >= 0, `lagMs of recovered is ${event.lagMs}`);
        return;
      case 'recovering':
        return;
    }
  }

  end(): void {
    for (const utterance of this.#withFinal) {
      ensure(this.#ended.has(utterance), `utterance ${utterance} has a final but no utterance-end`);
    }
  }

  #final(event: Final): void {
    ensure(event.index === this.#finals, `final number ${this.#finals} has index ${event.index}`);
    ensure(event.text.trim() !== '', `final ${event.index} is empty`);
    this.#position(event.type, 'startMs', event.startMs);
    this.#position(event.type, 'endMs', event.endMs);
    ensure(
      event.endMs >= event.startMs,
      `final ${event.index} ends (${event.endMs}) before it starts (${event.startMs})`,
    );
    const last = this.#lastFinal;
    ensure(
      last === undefined || (event.startMs >= last.startMs && event.endMs >= last.endMs),
      `final ${event.index} lies before the one that came before it`,
    );
    let wordMs = event.startMs - toleranceMs;
    for (const { text, startMs, endMs } of event.words) {
      ensure(
        startMs >= wordMs && endMs >= startMs && endMs <= event.endMs + toleranceMs,
        `the word ${JSON.stringify(text)} (${startMs}–${endMs} ms) is out of order or outside of its final`,
      );
      wordMs = startMs;
    }
    this.#lastFinal = event;
    this.#withFinal.add(event.utterance);
    this.#finals++;
  }

  #belongs(type: string, utterance: number): void {
    ensure(!this.#ended.has(utterance), `${type} came for utterance ${utterance} after its utterance-end`);
    ensure(
      utterance === this.#utterance || utterance === this.#utterance + 1,
      `${type} names utterance ${utterance} after ${this.#utterance}: utterances count from 0, one by one`,
    );
    this.#utterance = utterance;
  }

  #position(type: string, name: string, ms: number): void {
    ensure(
      ms >= 0 && ms <= this.#audioMs + toleranceMs,
      `${name} of ${type} is ${ms}, outside of the ${this.#audioMs} ms of audio`,
    );
  }
}
