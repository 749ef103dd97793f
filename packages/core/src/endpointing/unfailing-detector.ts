import type { MeasuredAudio } from '../audio/level-meter.js';
import { guardedCall, isThenable } from '../errors/guarded-call.js';
import { checkObject } from '../errors/validate.js';
import type { VoiceError } from '../errors/voice-error.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Endpointer, EndpointDetector, EndpointPlan, EndpointSession } from './endpointer.js';
import { faultOf } from './endpointing-fault.js';
import { localEndpointing } from './local-endpointing.js';

/** Silence that ends an utterance when nobody judges its words: a second, as recognisers take by themselves. */
const pauseMs = 1000;
const bySilence = localEndpointing({
  language: { isComplete: () => 0.5 },
  minPauseMs: pauseMs,
  maxPauseMs: pauseMs,
});

/**
 * A detector whose faults cost the caller nothing: from its first one on it is not asked any more in this recognition,
 * and silence decides, which has been listened to all along. The fault is told once.
 */
export class UnfailingDetector implements EndpointDetector {
  readonly #fallback: EndpointDetector;
  #trusted: EndpointDetector | undefined;
  #told = false;

  constructor(
    endpointer: Endpointer,
    private readonly session: EndpointSession,
    private readonly onProblem: (error: VoiceError) => void,
  ) {
    this.#fallback = bySilence.open(session);
    this.#attempt('open', () => {
      const detector: unknown = atOnce(endpointer.open(session));
      checkObject('endpointer.open()', detector, 'an EndpointDetector');
      this.#trusted = detector as EndpointDetector;
    });
  }

  heardAudio(audio: MeasuredAudio): void {
    this.#fallback.heardAudio(audio);
    this.#attempt('heardAudio', () => this.#trusted?.heardAudio(audio));
  }

  heardEvent(event: SttEvent): void {
    this.#fallback.heardEvent(event);
    this.#attempt('heardEvent', () => this.#trusted?.heardEvent(event));
  }

  asked(atMs: number): void {
    this.#fallback.asked(atMs);
    this.#attempt('asked', () => this.#trusted?.asked(atMs));
  }

  expect(answer: ExpectedAnswer): void {
    this.#fallback.expect(answer);
    this.#attempt('expect', () => this.#trusted?.expect(answer));
  }

  get plan(): EndpointPlan {
    let plan: EndpointPlan | undefined;
    this.#attempt('plan', () => {
      if (!this.#trusted) return;
      const { askAtMs, endAtMs } = atOnce(this.#trusted.plan);
      plan = { askAtMs: orNever(askAtMs), endAtMs: orNever(endAtMs) };
    });
    return plan ?? this.#fallback.plan;
  }

  #attempt(what: string, act: () => unknown): void {
    guardedCall(act, (fault) => {
      this.#trusted = undefined;
      // An `async` detector may have been told several things before the first of them fails.
      if (this.#told) return;
      this.#told = true;
      this.onProblem(faultOf(what, fault, consequence));
      // Silence may have ended the utterance already.
      this.session.changed();
    });
  }
}

const consequence = `For the rest of this recognition ${pauseMs} ms of silence end an utterance.`;

/** What cannot be reckoned is never. */
function orNever(ms: number): number {
  return ms >= Number.NEGATIVE_INFINITY ? ms : Number.POSITIVE_INFINITY;
}

/** An answer that is of no use later. Throws for a promise, whose own fault then matters no more. */
function atOnce<T>(answer: T): T {
  if (!isThenable(answer)) return answer;
  Promise.resolve(answer).catch(() => undefined);
  throw new TypeError('a promise is no answer here; ask meanwhile, and tell with changed()');
}
