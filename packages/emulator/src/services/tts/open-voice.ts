import { VoiceError, type Clock } from '@rechka/core';
import { runProgram } from '../../run-program.js';
import { audibleVoice, espeak } from './audible-voice.js';
import type { SpeakingVoice } from './speaking-voice.js';
import { toneVoice } from './tone-voice.js';
import type { EmulatedTtsOptions } from './tts-options.js';

/** The voice that the options choose. Rejects with `ERR_INVALID_OPTION` if there must be an audible one and is none. */
export async function openVoice(
  { voice, audible }: Required<EmulatedTtsOptions>,
  clock: Clock,
): Promise<SpeakingVoice> {
  if (audible === false) return toneVoice(voice);
  try {
    await runProgram(espeak, {
      args: ['--version'],
      input: '',
      deadlineMs: 10_000,
      clock,
      maxOutputBytes: 10_000,
      signal: new AbortController().signal,
    });
  } catch (error) {
    if (audible === 'auto') return toneVoice(voice);
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: `Option tts.audible is true, but the program ${espeak} does not run here (${String(error)}). Install it (apt-get install espeak-ng, brew install espeak-ng), or set tts.audible to 'auto' or false.`,
      cause: error,
    });
  }
  return audibleVoice(clock);
}
