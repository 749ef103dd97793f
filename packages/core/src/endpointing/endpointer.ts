import type { MeasuredAudio } from '../audio/level-meter.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { SttEvent } from '../ports/speech-to-text.js';

/**
 * What is to be done about the utterance under way if the caller says nothing more: positions on the caller's audio
 * timeline, `Infinity` for never. Both may lie in the past: then it is high time.
 */
export interface EndpointPlan {
  /**
   * Since where the caller may have finished: the recogniser is asked for the final of what was said, once for each
   * such position. The utterance goes on if the caller does; its finals are then several.
   */
  askAtMs: number;
  /** Where the utterance is over. */
  endAtMs: number;
}

/**
 * Decides in one recognition when the caller has finished. It is told what is heard, in order, and asked for its plan
 * after each time: no clock, no timers, so that the same audio is always judged the same way. One that asks a model meanwhile
 * calls `changed()` of its {@link EndpointSession} when the answer is there. One that throws, or whose promise rejects, is
 * not asked again in its recognition: a second of silence ends utterances then.
 */
export interface EndpointDetector {
  /** The caller's next audio, 20 ms or less. */
  heardAudio(audio: MeasuredAudio): void;
  /** What the recogniser tells. Its utterances are whole: ends that were only asked for are left out. */
  heardEvent(event: SttEvent): void;
  /** The recogniser was asked for a final: the next one has all that was said before this position. */
  asked(atMs: number): void;
  /** What the bot has just asked for; `free` after each answer. */
  expect(answer: ExpectedAnswer): void;
  readonly plan: EndpointPlan;
}

/** What a detector may make use of while its recognition lasts. */
export interface EndpointSession {
  /**
   * Has the plan read again soon, though nothing was heard: a verdict has come that took its time. Until then the plan
   * before it holds, so let that be what is to be done if the verdict never comes. Harmless after the end.
   */
  changed: () => void;
  /** Aborted when the recognition is over: whatever is still asked of a model is in vain. */
  signal: AbortSignal;
}

/**
 * How it is told that a caller has finished: {@link localEndpointing}, or one of your own, by a model that listens to
 * intonation, say. See {@link withEndpointing} and `VoicePipelineOptions.endpointing`.
 */
export interface Endpointer {
  /** Begins a recognition. */
  open(session: EndpointSession): EndpointDetector;
}
