import type { AudioFormat } from '../audio/audio-format.js';
import { LevelMeter } from '../audio/level-meter.js';
import type { VoiceError } from '../errors/voice-error.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { SttEvent, SttStream } from '../ports/speech-to-text.js';
import { guardedCall } from '../errors/guarded-call.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { leaveEarly } from '../streams/leave-early.js';
import type { Clock, ClockTimer } from '../time/clock.js';
import type { Endpointer } from './endpointer.js';
import { faultOf } from './endpointing-fault.js';
import { UnfailingDetector } from './unfailing-detector.js';
import { UtteranceMerger } from './utterance-merger.js';

/** A source that sends nothing for so long is silent; until then its audio may only be late. */
const lateMs = 500;
/** An answer to a request for a final is not waited for any longer where nothing is known to have been said. */
const unansweredMs = 400;

export interface EndpointedStreamParts {
  /** With external endpointing. */
  stream: SttStream;
  format: AudioFormat;
  endpointer: Endpointer;
  clock: Clock;
  /** The utterance is over, though its final is not here yet. One that fails is not called again. */
  ending?: (() => void) | undefined;
  /** The detector has failed, and silence decides from now on; or `ending` has. Does not throw. */
  onProblem: (error: VoiceError) => void;
}

/**
 * A recognition whose utterances end when a detector says so. The recogniser is asked for finals meanwhile, so that
 * when the decision falls the words are there already.
 */
export class EndpointedStream implements SttStream {
  readonly #parts: EndpointedStreamParts;
  readonly #detector: UnfailingDetector;
  readonly #over = new AbortController();
  readonly #meter: LevelMeter;
  readonly #merger = new UtteranceMerger();
  readonly #events: AsyncQueue<SttEvent>;
  #inner: AsyncIterator<SttEvent> | undefined;
  /** When a final was asked for last, in clock time, and the position of the plan that asked for it. */
  #asked = { at: 0, forMs: Number.NEGATIVE_INFINITY, answered: true };
  /** It has been decided that the utterance is over; its final is on its way. */
  #ending = false;
  #toldEnding: (() => void) | undefined;
  #finishing = false;
  #timer: ClockTimer | undefined;
  #timerForMs = Number.POSITIVE_INFINITY;

  constructor(parts: EndpointedStreamParts) {
    this.#parts = parts;
    this.#toldEnding = parts.ending;
    this.#meter = new LevelMeter(parts.format);
    this.#events = new AsyncQueue<SttEvent>({
      onReturn: () => leaveEarly(() => this.#inner ?? parts.stream[Symbol.asyncIterator]()),
    });
    const session = {
      // Not at once: it may be in the middle of being told something.
      changed: () => queueMicrotask(() => this.#consider(this.#meter.takenMs)),
      signal: this.#over.signal,
    };
    this.#detector = new UnfailingDetector(parts.endpointer, session, parts.onProblem);
    void this.#read();
  }

  write(chunk: Uint8Array): void {
    this.#parts.stream.write(chunk);
    for (const audio of this.#meter.take(chunk)) this.#detector.heardAudio(audio);
    this.#consider(this.#meter.takenMs);
  }

  /** Ends the utterance now, whatever the detector thinks. */
  endUtterance(): void {
    if (!this.#finishing) this.#end(this.#meter.takenMs);
  }

  finish(options: { deadlineMs: number }): Promise<void> {
    this.#finishing = true;
    this.#rest();
    return this.#parts.stream.finish(options);
  }

  expect(answer: ExpectedAnswer): void {
    this.#detector.expect(answer);
    this.#consider(this.#meter.takenMs);
  }

  [Symbol.asyncIterator](): AsyncIterator<SttEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  async #read(): Promise<void> {
    try {
      this.#inner = this.#parts.stream[Symbol.asyncIterator]();
      for (let next = await this.#inner.next(); !next.done; next = await this.#inner.next())
        this.#hear(next.value);
      this.#tell(this.#merger.end());
      this.#events.end();
    } catch (fault) {
      this.#events.fail(fault);
    } finally {
      this.#rest();
      this.#over.abort();
    }
  }

  #hear(event: SttEvent): void {
    if (event.type === 'utterance-end') this.#asked.answered = true;
    this.#tell(this.#merger.take(event));
    if (this.#ending) this.#tell(this.#merger.end());
    this.#consider(this.#meter.takenMs);
  }

  #tell(event: SttEvent | undefined): void {
    if (!event) return;
    if (event.type === 'utterance-end') this.#ending = false;
    this.#detector.heardEvent(event);
    this.#events.push(event);
  }

  #consider(nowMs: number): void {
    if (this.#finishing || !this.#events.isOpen) return;
    const { askAtMs, endAtMs } = this.#detector.plan;
    if (nowMs >= endAtMs) this.#end(nowMs);
    else if (nowMs >= askAtMs && askAtMs > this.#asked.forMs) this.#ask(nowMs, askAtMs);
    this.#watch(nowMs);
  }

  #ask(nowMs: number, forMs: number): void {
    this.#asked = { at: this.#parts.clock.now(), forMs, answered: false };
    this.#detector.asked(nowMs);
    this.#parts.stream.endUtterance();
  }

  #end(nowMs: number): void {
    if (this.#ending || !this.#merger.isOpen) return;
    if (this.#merger.isSettled) {
      const awaited = !this.#asked.answered && this.#parts.clock.now() - this.#asked.at < unansweredMs;
      if (!awaited) this.#tell(this.#merger.end());
      return;
    }
    this.#ending = true;
    if (this.#asked.answered) this.#ask(nowMs, nowMs);
    this.#tellEnding();
  }

  #tellEnding(): void {
    const { onProblem } = this.#parts;
    const tell = this.#toldEnding;
    if (!tell) return;
    guardedCall(tell, (fault) => {
      // An `async` one may fail when it has been called again.
      if (this.#toldEnding === undefined) return;
      this.#toldEnding = undefined;
      onProblem(faultOf('ending', fault, 'It is not called again in this recognition, which goes on.'));
    });
  }

  /** A source that falls silent altogether is silence too. */
  #watch(nowMs: number): void {
    const { askAtMs, endAtMs } = this.#detector.plan;
    const nextAskMs = askAtMs > this.#asked.forMs ? askAtMs : Number.POSITIVE_INFINITY;
    const nextEndMs = this.#merger.isOpen ? endAtMs : Number.POSITIVE_INFINITY;
    const nextMs = this.#ending ? Number.POSITIVE_INFINITY : Math.min(nextAskMs, nextEndMs);
    if (nextMs === this.#timerForMs) return;
    this.#rest();
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timerForMs = nextMs;
    this.#timer = this.#parts.clock.setTimeout(
      () => {
        this.#timerForMs = Number.POSITIVE_INFINITY;
        this.#consider(nextMs);
      },
      Math.max(0, nextMs - nowMs) + lateMs,
    );
  }

  #rest(): void {
    this.#timer?.cancel();
    this.#timerForMs = Number.POSITIVE_INFINITY;
  }
}
