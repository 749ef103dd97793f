import { isVoiceError, VoiceError } from '../errors/voice-error.js';

/** Calls a function of the user's. Whatever is wrong with it, now or when what it returned rejects, is told to `failed`. */
export function guardedCall(act: () => unknown, failed: (fault: unknown) => void): void {
  try {
    const outcome = act();
    if (isThenable(outcome)) Promise.resolve(outcome).catch(failed);
  } catch (fault) {
    failed(fault);
  }
}

/** What a function of the user's threw, as what is told of it. */
export function faultOf(what: string, fault: unknown, consequence: string): VoiceError {
  if (isVoiceError(fault)) return fault;
  return new VoiceError({
    code: 'ERR_INTERNAL',
    message: `The endpointing failed in \`${what}\`: ${fault instanceof Error ? fault.message : String(fault)}. ${consequence}`,
    cause: fault,
  });
}

export function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
