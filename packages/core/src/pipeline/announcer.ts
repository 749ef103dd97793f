import { EventEmitter } from 'eventemitter3';
import { VoiceError, isVoiceError } from '../errors/voice-error.js';
import type { EventContext, PipelineEvent, PipelineEventMap } from './pipeline-events.js';

type WithoutContext<Event> = Event extends PipelineEvent ? Omit<Event, keyof EventContext> : never;

/**
 * Tells observers what happens in one call. One that throws does not harm the conversation; one that is `async`
 * must catch its own faults, as with any emitter.
 */
export class Announcer {
  readonly events = new EventEmitter<PipelineEventMap>();

  constructor(private readonly callId: string) {}

  /** Tells of an event, and of the turn and the provider's request that it belongs to. */
  tell(event: WithoutContext<PipelineEvent>, turnId?: number, requestId?: string): void {
    const events = this.events as unknown as EventEmitter;
    const context: EventContext = {
      callId: this.callId,
      ...(turnId !== undefined && { turnId }),
      ...(requestId !== undefined && { requestId }),
    };
    try {
      events.emit(event.type, { ...event, ...context });
    } catch (fault) {
      // An observer that throws is reported to the observers of errors; nobody is left for those that throw there.
      if (event.type !== 'error') this.report(fault);
    }
  }

  /** Tells of a fault, as the `VoiceError` it is or becomes. */
  report(fault: unknown, turnId?: number): VoiceError {
    const error = isVoiceError(fault)
      ? fault
      : new VoiceError({
          code: 'ERR_INTERNAL',
          message: `${fault instanceof Error ? fault.message : String(fault)} (see the cause)`,
          cause: fault,
        });
    this.tell({ type: 'error', error }, turnId, error.requestId);
    return error;
  }
}
