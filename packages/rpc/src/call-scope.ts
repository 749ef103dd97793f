import { abortError, type Clock, VoiceError } from '@rechka/core';

/** What may end a call from our side. */
export interface CallLimits {
  clock: Clock;
  /** What is being called, for messages: `host/path`. */
  target: string;
  /** Whether there is a token for it; else that is what it waits for. */
  authorized: () => boolean;
  requestId: string | undefined;
  signal?: AbortSignal | undefined;
  deadlineMs?: number | undefined;
}

/**
 * Everything that may end a call early (the caller's signal, the deadline, a cancel, the client's close), as
 * one signal whose reason is the `VoiceError` to report. {@link CallScope.end} must be called.
 */
export class CallScope {
  readonly #controller = new AbortController();
  readonly #undo: (() => void)[] = [];

  constructor({ clock, target, authorized, requestId, signal, deadlineMs }: CallLimits) {
    if (signal) {
      const onAbort = () => this.abort(abortError(signal));
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      this.#undo.push(() => signal.removeEventListener('abort', onAbort));
    }
    if (deadlineMs !== undefined && !this.signal.aborted) {
      const timer = clock.setTimeout(() => {
        const missing = authorized() ? 'answer from' : 'token for';
        this.abort(deadlineError(`No ${missing} ${target} within ${deadlineMs} ms.`, requestId));
      }, deadlineMs);
      this.#undo.push(() => timer.cancel());
    }
  }

  /** Its reason is always a `VoiceError`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it was aborted, else `error`: what to report when something failed while it may have been aborted. */
  reasonOr(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : error;
  }

  abort(reason: VoiceError): void {
    this.#controller.abort(reason);
    this.end();
  }

  /** Lets go of the timer and of the caller's signal. */
  end(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }
}

export function deadlineError(what: string, requestId: string | undefined): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message: `${what} Check the network, or allow more time.`,
    retryable: true,
    requestId,
  });
}
