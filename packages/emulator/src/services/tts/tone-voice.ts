import { encodeToneSpeech, type ToneVoice } from '../../tone-speech/index.js';
import type { SpeakingVoice } from './speaking-voice.js';
import { planTonePauses } from './tone-pauses.js';
import { setLoudness } from './volume.js';

/**
 * Speaks in tone speech. Its words sound as they must for the emulated recogniser to understand them: speed and
 * duration change the pauses, volume the level, pitch nothing.
 */
export function toneVoice(voice: ToneVoice): SpeakingVoice {
  return async ({ words, pausesMs, last, settings, sampleRateHz }) => {
    const { speed, duration, loudness } = settings;
    const spoken = encodeToneSpeech(`${words.join(' ')}${last ? '' : ' '}`, {
      voice,
      sampleRateHz,
      pauses: (usualMs, soundMs) => planTonePauses({ soundMs, usualMs, markupMs: pausesMs, speed, duration }),
    });
    setLoudness(spoken.samples, loudness);
    return {
      samples: spoken.samples,
      lengthMs: Math.round((spoken.samples.length * 1000) / sampleRateHz),
      words: spoken.words.map(({ text, startMs, endMs }) => ({ text, startMs, lengthMs: endMs - startMs })),
      exact: true,
    };
  };
}
