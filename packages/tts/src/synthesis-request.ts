import type { AudioFormat } from '@rechka/core';
import type {
  AudioFormatOptionsInit,
  HintsInit,
  SynthesisOptionsInit,
  UtteranceSynthesisRequestInit,
} from '@rechka/proto/tts';
import type { ResolvedOptions } from './synthesis-options.js';

/** The request for one segment. Each hint is an object of its own: of two in one, the service drops one. */
export function utteranceRequest(
  text: string,
  options: ResolvedOptions,
  format: AudioFormat,
): UtteranceSynthesisRequestInit {
  const { voice, role, speed, volume, pitchShift, model } = options;
  const hints: HintsInit[] = [{ voice }];
  if (role !== undefined) hints.push({ role });
  if (speed !== undefined) hints.push({ speed });
  if (volume !== undefined) hints.push({ volume });
  if (pitchShift !== undefined) hints.push({ pitchShift });
  return {
    text,
    hints,
    outputAudioSpec: rawAudio(format),
    loudnessNormalizationType: loudness(options),
    ...(model === undefined ? {} : { model }),
  };
}

/** The first message of a synthesis stream. */
export function streamOptions(options: ResolvedOptions, format: AudioFormat): SynthesisOptionsInit {
  const { voice, role, speed, volume, pitchShift, model } = options;
  return {
    voice,
    role,
    // Plain proto3 numbers: an absent speed and a speed of 0 are the same on the wire.
    speed: speed ?? 1,
    volume: volume ?? (options.loudness === 'lufs' ? -19 : 0.7),
    pitchShift,
    model,
    outputAudioSpec: rawAudio(format),
    loudnessNormalizationType: loudness(options),
  };
}

function rawAudio({ sampleRateHz }: AudioFormat): AudioFormatOptionsInit {
  return { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: sampleRateHz } };
}

function loudness(options: ResolvedOptions): 'LUFS' | 'MAX_PEAK' {
  return options.loudness === 'lufs' ? 'LUFS' : 'MAX_PEAK';
}
