import { VoiceError, isVoiceError } from '../errors/voice-error.js';
import type { RespondContext } from '../pipeline/responder.js';
import type { Clock } from '../time/clock.js';
import { doneBeforeAbort } from './done-before-abort.js';
import type { IdempotencyStore, ToolBegun, ToolOutcome } from './idempotency.js';
import { resultText, type ToolState } from './tool-state.js';
import type { Tool, ToolContext } from './tool.js';

export interface FlightOptions {
  tool: Tool;
  /** The key under which it is run at most once. */
  key: string;
  run: (context: ToolContext) => unknown;
  context: RespondContext;
  store: IdempotencyStore;
  clock: Clock;
}

/**
 * One carrying out of a tool: takes the key, runs the handler if nobody has, records what came of it. It
 * outlives the reply that asked for it, and never rejects.
 */
export class ToolFlight {
  /** Resolves when there is something to tell: the outcome, or that it is not known in time. */
  readonly landed: Promise<void>;
  /** Resolves when the store has been told as well. */
  readonly recorded: Promise<void>;
  #state: ToolState = { status: 'running' };

  constructor(private readonly options: FlightOptions) {
    const flown = this.#fly();
    this.landed = flown.then(() => undefined);
    this.recorded = flown.then((outcome) => outcome && this.#record(outcome));
  }

  /** What is known now. A handler that finishes after its time still turns `unknown` into `done`. */
  get state(): ToolState {
    return this.#state;
  }

  /** Returns what is to be recorded, if the key was ours. */
  async #fly(): Promise<ToolOutcome | undefined> {
    const { tool, context } = this.options;
    let begun;
    try {
      begun = await this.#begin();
    } catch (fault) {
      context.report(fault);
      this.#state = { status: 'failed', reason: 'it could not be begun' };
      return undefined;
    }
    if (begun.state !== 'new') {
      // A key that is `running` without a flight of ours is another process's, or was left by one that died.
      this.#state = begun.state === 'done' ? { status: 'done', result: begun.result } : { status: 'unknown' };
      return undefined;
    }
    if (context.callSignal.aborted || (tool.irreversible && context.signal.aborted)) {
      this.#state = { status: 'not-run' };
      return { status: 'failed', reason: 'not begun' };
    }
    const outcome = await this.#handle();
    this.#state = outcome;
    return outcome;
  }

  /** Takes the key. A store that does not answer in the tool's time is not waited for: nothing is run then. */
  async #begin(): Promise<ToolBegun> {
    const { store, key, tool, clock, context } = this.options;
    const patience = new AbortController();
    const timer = clock.setTimeout(() => patience.abort(), tool.timeoutMs);
    const asked = (async () => store.begin(key))();
    try {
      const begun = await doneBeforeAbort(asked, patience.signal);
      if (begun) return begun;
    } finally {
      timer.cancel();
    }
    asked.then(
      // Taken after all, for nothing: others may have it.
      ({ state }) => void (state === 'new' && this.#record({ status: 'failed', reason: 'not begun' })),
      (fault: unknown) => context.report(fault),
    );
    throw storeSilent(tool);
  }

  /** Runs the handler for as long as it may take. */
  async #handle(): Promise<ToolOutcome> {
    const { tool, context, clock } = this.options;
    const abort = new AbortController();
    const timer = clock.setTimeout(() => abort.abort(timedOut(tool)), tool.timeoutMs);
    const onClose = () => abort.abort(context.callSignal.reason);
    context.callSignal.addEventListener('abort', onClose, { once: true });
    const handled = this.#runHandler(abort.signal);
    const outcome = await doneBeforeAbort(handled, abort.signal);
    timer.cancel();
    context.callSignal.removeEventListener('abort', onClose);
    if (outcome) return outcome;
    if (!context.callSignal.aborted) context.report(abort.signal.reason);
    void handled.then((late) => {
      if (late.status === 'done') void this.#recordLate(late);
    });
    return { status: 'unknown' };
  }

  async #runHandler(signal: AbortSignal): Promise<ToolOutcome> {
    const { run, key, context } = this.options;
    let result: unknown;
    try {
      result = await run({ key, signal, callId: context.callId, say: context.say });
    } catch (fault) {
      // Stopped by us in the middle of its work, it may have done it.
      if (signal.aborted) return { status: 'unknown' };
      context.report(fault);
      if (isVoiceError(fault) && fault.code === 'ERR_DEADLINE') return { status: 'unknown' };
      return { status: 'failed', reason: fault instanceof Error ? fault.message : String(fault) };
    }
    try {
      return { status: 'done', result: resultText(result) };
    } catch (fault) {
      // It is done, though what it returned has no JSON.
      context.report(fault);
      return { status: 'done', result: resultText(undefined) };
    }
  }

  async #record(outcome: ToolOutcome): Promise<void> {
    const { store, key, context } = this.options;
    try {
      await store.finish(key, outcome);
    } catch (fault) {
      context.report(fault);
    }
  }

  async #recordLate(outcome: ToolOutcome): Promise<void> {
    this.#state = outcome;
    await this.recorded;
    await this.#record(outcome);
  }
}

function storeSilent({ spec, timeoutMs }: Tool): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message: `The IdempotencyStore did not answer in ${timeoutMs} ms: the tool ${spec.name} was not run. Check what the store is over.`,
  });
}

function timedOut({ spec, timeoutMs }: Tool): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message: `The tool ${spec.name} did not finish in ${timeoutMs} ms: its outcome is unknown. Raise its timeoutMs if it needs longer.`,
  });
}
