import type { MeasuredAudio } from '../audio/level-meter.js';
import { checkObject } from '../errors/validate.js';
import { isVoiceError, VoiceError } from '../errors/voice-error.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Endpointer, EndpointDetector, EndpointPlan, EndpointSession } from './endpointer.js';
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

  constructor(
    endpointer: Endpointer,
    session: EndpointSession,
    private readonly onProblem: (error: VoiceError) => void,
  ) {
    this.#fallback = bySilence.open(session);
    this.#attempt('open', () => {
      const detector: unknown = endpointer.open(session);
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
      const { askAtMs, endAtMs } = this.#trusted.plan;
      plan = { askAtMs: orNever(askAtMs), endAtMs: orNever(endAtMs) };
    });
    return plan ?? this.#fallback.plan;
  }

  #attempt(what: string, act: () => void): void {
    try {
      act();
    } catch (fault) {
      this.#trusted = undefined;
      this.onProblem(isVoiceError(fault) ? fault : failed(what, fault));
    }
  }
}

/** What cannot be reckoned is never. */
function orNever(ms: number): number {
  return ms >= Number.NEGATIVE_INFINITY ? ms : Number.POSITIVE_INFINITY;
}

function failed(what: string, fault: unknown): VoiceError {
  return new VoiceError({
    code: 'ERR_INTERNAL',
    message:
      `The endpointing failed in \`${what}\`: ${fault instanceof Error ? fault.message : String(fault)}. ` +
      `For the rest of this recognition ${pauseMs} ms of silence end an utterance.`,
    cause: fault,
  });
}
