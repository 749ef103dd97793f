import { bytesToMs, type AudioFormat } from '../audio/audio-format.js';
import { VoiceError } from '../errors/voice-error.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { Endpointing, SpeechToText, SttEvent } from '../ports/speech-to-text.js';
import type { Clock, ClockTimer } from '../time/clock.js';
import { LegNumbering } from './leg-numbering.js';
import { PauseFinder } from './pause-finder.js';
import { RecognitionLeg } from './recognition-leg.js';

/** A caller who does not pause is not waited for any longer: the next recogniser takes over in mid-word. */
export const latestHandOverMs = 10_000;

export interface RelayOptions {
  /** Of the audio that is written. */
  format: AudioFormat;
  endpointing: Endpointing | undefined;
  clock: Clock;
  /** Ends all recognition at once. */
  signal: AbortSignal;
  /** How long a recogniser that was replaced may take for its last words. */
  lastWordsMs: number;
}

export interface RelayListener {
  /** The next recogniser has taken over at this place of the caller's audio. */
  handedOver(atMs: number): void;
  /** A recogniser failed that can be done without: one on its way in or out. */
  faulted(fault: unknown): void;
}

/**
 * One recognition by several recognisers, one after another. Each sample goes to exactly one of them, in order; what
 * they tell is told in the order of the audio: the next one's events wait until the one before has said its last.
 * Utterances and finals are numbered through, and all positions are on the caller's audio timeline.
 */
export class RecognitionRelay implements AsyncIterable<SttEvent> {
  /** Those that have got audio and whose events have not all been told; the last one gets the audio. */
  readonly #legs: RecognitionLeg[];
  /** Opened, and gets the audio from the hand-over on. */
  #next: RecognitionLeg | undefined;
  #numbering = new LegNumbering({ utterance: 0, index: 0, startMs: 0 });
  #pause: PauseFinder | undefined;
  #deadline: ClockTimer | undefined;
  #expected: ExpectedAnswer = 'free';
  #writtenBytes = 0;
  #finished = false;

  /** Throws what the recogniser throws when it is opened. */
  constructor(
    stt: SpeechToText,
    private readonly options: RelayOptions,
    private readonly listener: RelayListener,
  ) {
    this.#legs = [new RecognitionLeg({ ...options, stt })];
    options.signal.addEventListener('abort', () => this.#deadline?.cancel(), { once: true });
  }

  /** Takes whole samples. */
  write(data: Uint8Array): void {
    this.#writtenBytes += data.byteLength;
    this.#legs.at(-1)?.write(data);
    if (!this.#next) return;
    this.#pause?.take(data);
    this.#handOverInPause();
  }

  endUtterance(): void {
    this.#legs.at(-1)?.endUtterance();
  }

  /** What answer is under way, whoever hears it. */
  expect(answer: ExpectedAnswer): void {
    this.#expected = answer;
    for (const leg of [...this.#legs, this.#next]) leg?.expect(answer);
  }

  /**
   * Opens another recogniser, which takes over as soon as the caller pauses (in no utterance, as far as the one before
   * has told, and no sound), or after {@link latestHandOverMs}. One that was waiting for that is given up for it. Throws what the recogniser throws.
   */
  use(stt: SpeechToText): void {
    if (this.#finished || this.#legs.length === 0 || this.options.signal.aborted) return;
    const leg = new RecognitionLeg({ ...this.options, stt });
    leg.expect(this.#expected);
    this.#dropNext();
    this.#next = leg;
    this.#pause = new PauseFinder(this.options.format);
    void leg.over.then((end) => {
      if (this.#next !== leg || this.options.signal.aborted) return;
      this.#dropNext();
      this.listener.faulted(end ? end.fault : endedEarly());
    });
    this.#deadline = this.options.clock.setTimeout(() => this.#handOver(), latestHandOverMs);
    this.#handOverInPause();
  }

  /** No more audio: resolves when the last words are out, or at the deadline. */
  async finish({ deadlineMs }: { deadlineMs: number }): Promise<void> {
    this.#finished = true;
    this.#dropNext();
    await this.#legs.at(-1)?.finish(deadlineMs);
  }

  /** Once. Throws what the recogniser throws that has the audio, unless another is there to take over. */
  async *[Symbol.asyncIterator](): AsyncGenerator<SttEvent, void, void> {
    for (let leg = this.#legs[0]; leg; leg = this.#legs[0]) {
      const { nextUtterance: utterance, nextIndex: index } = this.#numbering;
      this.#numbering = new LegNumbering({ utterance, index, startMs: leg.startMs });
      try {
        for await (const event of leg.events) {
          yield this.#numbering.take(event);
          this.#handOverInPause();
        }
      } catch (fault) {
        if (this.#legs.length === 1 && !this.#next) {
          this.#legs.shift();
          throw fault;
        }
        this.listener.faulted(fault);
      }
      // It had the audio, and does not take it any more.
      if (this.#legs.length === 1) this.#handOver();
      if (this.#legs.length > 1) yield* this.#numbering.endOpen();
      this.#legs.shift();
      this.#handOverInPause();
    }
  }

  #handOverInPause(): void {
    const [leg, ...others] = this.#legs;
    if (!this.#next || !leg || others.length > 0 || this.#numbering.isOpen || leg.events.size > 0) return;
    if (this.#pause?.found || this.#writtenBytes === 0) this.#handOver();
  }

  #handOver(): void {
    const leg = this.#next;
    if (!leg) return;
    this.#next = undefined;
    this.#deadline?.cancel();
    leg.startMs = bytesToMs(this.#writtenBytes, this.options.format);
    this.#legs.at(-1)?.retire(this.options.lastWordsMs);
    this.#legs.push(leg);
    this.listener.handedOver(leg.startMs);
  }

  #dropNext(): void {
    const leg = this.#next;
    this.#next = undefined;
    this.#deadline?.cancel();
    leg?.abandon();
  }
}

function endedEarly(): VoiceError {
  return new VoiceError({
    code: 'ERR_UNAVAILABLE',
    message: 'The recogniser to be used next ended before it got any audio; the one before it goes on.',
    retryable: true,
  });
}
