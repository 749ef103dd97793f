import { VoiceError } from '@rechka/core';

/** Whether a speculative request may have one of the `available` permits: at least 30 % of `limit` must remain. */
export function canSpare(available: number, limit: number): boolean {
  return available - 1 >= (limit * 3) / 10;
}

/** The refusal of a speculative request. `quota` names what there are `limit` of. */
export function nothingToSpare(quota: string, available: number, limit: number): VoiceError {
  return new VoiceError({
    code: 'ERR_QUOTA',
    message:
      `No permit to spare for speculative work: ${available} of ${limit} (${quota}) are free, and 30 % are kept ` +
      'for committed turns. Drop it and ask again when the turn is committed, or have the quota raised.',
    retryable: true,
  });
}

/** What speculative work ends with when a committed turn needs its permit. */
export function preemptedError(quota: string): VoiceError {
  return new VoiceError({
    code: 'ERR_QUOTA',
    message:
      `Speculative work was pre-empted by a committed turn, for which no permit was left (${quota}). ` +
      'Drop it and ask again when its own turn is committed, or have the quota raised.',
    retryable: true,
  });
}
