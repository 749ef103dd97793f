import { VoiceError, type Clock } from '@rechka/core';

/** Ends a call whose answer does not begin in time, or whose caller gave up. */
export interface FirstTokenDeadline {
  /** Give it to the call. */
  readonly signal: AbortSignal;
  /** The answer has begun. */
  begun(): void;
  /** Forgets the timer and the caller's signal. */
  dispose(): void;
  /** What a failure of the call means: the deadline, if that was its reason. */
  explain(error: unknown): unknown;
}

/** Starts a deadline of `firstTokenMs`; an abort of `signal` passes through. */
export function firstTokenDeadline(
  clock: Clock,
  firstTokenMs: number,
  signal?: AbortSignal,
): FirstTokenDeadline {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  let late = false;
  const timer = clock.setTimeout(() => {
    late = true;
    controller.abort();
  }, firstTokenMs);
  return {
    signal: controller.signal,
    begun: () => timer.cancel(),
    dispose: () => {
      timer.cancel();
      signal?.removeEventListener('abort', onAbort);
    },
    explain: (error) =>
      late
        ? new VoiceError({
            code: 'ERR_DEADLINE',
            message: `The model did not begin its answer within ${firstTokenMs} ms.`,
            retryable: true,
            cause: error,
          })
        : error,
  };
}
