import { VoiceError, isVoiceError } from '../errors/voice-error.js';

/** What a provider or user code threw, as what a reply tells. */
export function asVoiceError(fault: unknown): VoiceError {
  if (isVoiceError(fault)) return fault;
  return new VoiceError({
    code: 'ERR_INTERNAL',
    message: `Making the reply failed: ${fault instanceof Error ? fault.message : String(fault)}. See the cause.`,
    cause: fault,
  });
}

export function noAudio(): VoiceError {
  return new VoiceError({
    code: 'ERR_PROTOCOL',
    message: 'The synthesiser ended without any audio for a text that can be spoken.',
    retryable: true,
  });
}

export function nothingInTime(): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message:
      'The next audio of the answer did not come in time (`timings.firstAudioMs`). Look at the latency of model and voice.',
    retryable: true,
  });
}
