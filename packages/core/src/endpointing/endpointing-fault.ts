import { isVoiceError, VoiceError } from '../errors/voice-error.js';

/** What a function of the user's threw, as what is told of it. */
export function faultOf(what: string, fault: unknown, consequence: string): VoiceError {
  if (isVoiceError(fault)) return fault;
  return new VoiceError({
    code: 'ERR_INTERNAL',
    message: `The endpointing failed in \`${what}\`: ${fault instanceof Error ? fault.message : String(fault)}. ${consequence}`,
    cause: fault,
  });
}
