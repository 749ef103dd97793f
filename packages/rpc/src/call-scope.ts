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

/** Who is told when a call is aborted. */
export interface AbortListener {
  aborted(): void;
}

/**
 * Everything that may end a call early (the caller's signal, the deadline, a cancel, the client's close), as
 * one reason, which is the `VoiceError` to report. {@link CallScope.end} must be called.
 *
 * No `AbortSignal` by itself: a process has thousands of calls that last for minutes, and of all that a call consists of
 * signals are the most to collect around.
 */
export class CallScope {
  #reason: VoiceError | undefined;
  readonly #listeners: AbortListener[] = [];
  /** Hardly any call has one, and there are many calls. */
  #undo: (() => void)[] | undefined;

  constructor({ clock, target, authorized, requestId, signal, deadlineMs }: CallLimits) {
    if (signal) {
      const onAbort = () => this.abort(abortError(signal));
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      this.#onEnd(() => signal.removeEventListener('abort', onAbort));
    }
    if (deadlineMs !== undefined && !this.aborted) {
      const timer = clock.setTimeout(() => {
        const missing = authorized() ? 'answer from' : 'token for';
        this.abort(deadlineError(`No ${missing} ${target} within ${deadlineMs} ms.`, requestId));
      }, deadlineMs);
      this.#onEnd(() => timer.cancel());
    }
  }

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  /** Why it was aborted, if it was. */
  get reason(): VoiceError | undefined {
    return this.#reason;
  }

  /** Why it was aborted, else `error`: what to report when something failed while it may have been aborted. */
  reasonOr(error: unknown): unknown {
    return this.#reason ?? error;
  }

  /** Tells `listener` when it is aborted, unless it has been, until {@link CallScope.offAbort}. */
  onAbort(listener: AbortListener): void {
    if (!this.aborted) this.#listeners.push(listener);
  }

  offAbort(listener: AbortListener): void {
    const place = this.#listeners.indexOf(listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }

  /** A signal for as long as `use` takes. */
  async withSignal<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const listener: AbortListener = { aborted: () => controller.abort(this.#reason) };
    if (this.aborted) listener.aborted();
    this.onAbort(listener);
    try {
      return await use(controller.signal);
    } finally {
      this.offAbort(listener);
    }
  }

  abort(reason: VoiceError): void {
    if (!this.aborted) {
      this.#reason = reason;
      for (const listener of this.#listeners.splice(0)) listener.aborted();
    }
    this.end();
  }

  /** Lets go of the timer and of the caller's signal. */
  end(): void {
    for (const undo of this.#undo?.splice(0) ?? []) undo();
  }

  #onEnd(undo: () => void): void {
    (this.#undo ??= []).push(undo);
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
