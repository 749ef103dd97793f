import { abortError, VoiceError, type Clock, type ClockTimer } from '@rechka/core';

/**
 * Everything that may end a round before the model does (its reader, committed work that needs the permit, a
 * model that does not begin), as one signal whose reason is the error to report. After {@link RoundLimits.follow},
 * {@link RoundLimits.end} must be called.
 */
export class RoundLimits {
  readonly #controller = new AbortController();
  #timer: ClockTimer | undefined;
  #call: { readonly authorized: boolean } | undefined;
  readonly #undo: (() => void)[] = [];

  constructor(private readonly clock: Clock) {}

  /** `signal` is the reader's own. */
  follow(signal: AbortSignal | undefined): void {
    this.#follow(signal, abortError);
  }

  /** The permit is here, and may be taken away: the reason of `preempted` is what the round ends with. */
  admitted(preempted: AbortSignal | undefined, firstTokenMs: number): void {
    this.#follow(preempted, ({ reason }) => reason as unknown);
    this.#timer = this.clock.setTimeout(() => {
      this.#controller.abort(
        new VoiceError({
          code: 'ERR_DEADLINE',
          message:
            this.#call?.authorized === false
              ? `There was no token to ask the model with for ${firstTokenMs} ms; see onProblem of the credentials.`
              : `The model did not begin its answer within ${firstTokenMs} ms.`,
          retryable: true,
        }),
      );
    }, firstTokenMs);
  }

  /** The model is asked by this call. */
  asked(call: { readonly authorized: boolean }): void {
    this.#call = call;
  }

  /** The answer has begun. */
  begun(): void {
    this.#timer?.cancel();
  }

  /** Give it to the call. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Throws if the round was ended early: what has arrived before that is not told after it. */
  check(): void {
    this.signal.throwIfAborted();
  }

  /** Why the round was ended early, else `error`. */
  reasonOr(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : error;
  }

  /** Nobody reads the round any more: ends the call, if it is under way, and forgets the timer and the signals. */
  end(): void {
    this.#timer?.cancel();
    for (const undo of this.#undo) undo();
    this.#controller.abort(abortError());
  }

  #follow(signal: AbortSignal | undefined, reasonOf: (signal: AbortSignal) => unknown): void {
    if (signal === undefined) return;
    const end = () => this.#controller.abort(reasonOf(signal));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    this.#undo.push(() => signal.removeEventListener('abort', end));
  }
}
