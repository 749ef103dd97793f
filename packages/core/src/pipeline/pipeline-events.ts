import type { VoiceError } from '../errors/voice-error.js';
import type { MachineNotice, SpeechKind, TurnSource } from '../machine/turn-state.js';
import type { LlmEvent } from '../ports/language-model.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Reply, SpeculationWaste } from './reply.js';

/** What every event of a pipeline carries. */
export interface EventContext {
  callId: string;
  /** The turn it belongs to, where it belongs to one. */
  turnId?: number;
  /** The provider's request id, where there is one. */
  requestId?: string;
}

/** Everything an observer can be told. `…Ms` positions are on the caller's audio timeline unless said otherwise. */
export type PipelineEvent = (
  | SttEvent
  | MachineNotice
  | { type: 'turn-started'; text: string; source: TurnSource }
  | { type: 'reply-started'; kind: SpeechKind }
  /** The first sound of a speech was heard. */
  | { type: 'reply-heard'; kind: SpeechKind }
  | { type: 'reply-ended'; kind: SpeechKind; reply: Reply }
  /** A final held the bot's own voice, coming back on the line; `own` is what was left of it for the caller's. */
  | { type: 'echo'; text: string; own: string }
  /**
   * An answer was prepared before the turn was committed: `used`, `dropped` (the words changed, or something came
   * between) or `refused` (no permit to spare). `spent` is what it cost until then.
   */
  | { type: 'speculation'; outcome: 'used' | 'dropped' | 'refused'; spent: SpeculationWaste }
  | { type: 'llm'; event: LlmEvent }
  | { type: 'dtmf'; digit: string }
  | { type: 'echo-canceller'; active: boolean }
  /**
   * What `pipeline.use()` changed, from now on. `stt`: the other recogniser has taken over, `atMs` into the caller's
   * audio; it comes by itself, when the caller has paused.
   */
  | { type: 'changed'; what: readonly ('respond' | 'tts' | 'language')[] }
  | { type: 'changed'; what: readonly ['stt']; atMs: number }
  /** The caller was handed over to `target`; the conversation ends. */
  | { type: 'transferred'; target: string }
  | { type: 'error'; error: VoiceError }
  | { type: 'closed'; error?: VoiceError }
) &
  EventContext;

/** Listeners by event type, for the typed `eventemitter3` emitter of a pipeline. */
export type PipelineEventMap = {
  [Type in PipelineEvent['type']]: (event: Extract<PipelineEvent, { type: Type }>) => void;
};
