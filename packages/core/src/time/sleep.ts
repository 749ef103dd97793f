import { VoiceError } from '../errors/voice-error.js';
import type { Clock } from './clock.js';

/** Resolves after `delayMs` on `clock`; rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    const onAbort = () => {
      timer.cancel();
      reject(abortError(signal));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** What an aborted operation rejects with; the signal's own reason is the cause. */
export function abortError(signal?: AbortSignal): VoiceError {
  const reason: unknown = signal?.reason;
  return new VoiceError({
    code: 'ERR_ABORTED',
    message: 'The operation was aborted by its signal.',
    cause: reason,
  });
}
