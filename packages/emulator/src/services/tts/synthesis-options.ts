import type { SynthesisOptions, UtteranceSynthesisRequest } from '@rechka/proto/tts';
import { status } from '@grpc/grpc-js';
import { Refusal } from '../../refusal.js';
import { checkVoice, defaultVoice, withIds, type RequestIds } from './voices.js';

interface VoiceSettings {
  voice: string;
  role?: string | undefined;
  speed?: number | undefined;
  volume?: number | undefined;
  pitchShift?: number | undefined;
  loudness: 'MAX_PEAK' | 'LUFS';
}

/**
 * Checks the hints of a request. Each `Hints` is one choice: of several in one object only the last on the wire
 * is there, as with the real service, so `{ voice, role }` in one object speaks with the default voice.
 * Throws a `Refusal`.
 */
export function readHints(request: UtteranceSynthesisRequest, ids: RequestIds): void {
  const settings: VoiceSettings = {
    voice: defaultVoice,
    loudness: request.loudnessNormalizationType === 'MAX_PEAK' ? 'MAX_PEAK' : 'LUFS',
  };
  for (const hint of request.hints) {
    if (hint.audioTemplate !== undefined) {
      throw new Refusal(status.UNIMPLEMENTED, 'The emulator has no audio templates (Brand Voice)');
    }
    settings.voice = hint.voice ?? settings.voice;
    settings.role = hint.role ?? settings.role;
    settings.speed = hint.speed ?? settings.speed;
    settings.volume = hint.volume ?? settings.volume;
    settings.pitchShift = hint.pitchShift ?? settings.pitchShift;
  }
  checkSettings(settings, ids);
}

/** The same for the options of `StreamSynthesis`, where an absent number is 0 and means the default. */
export function readSynthesisOptions(options: SynthesisOptions, ids: RequestIds): void {
  const { voice, role, speed, volume, pitchShift, loudnessNormalizationType } = options;
  checkSettings(
    {
      voice: voice === '' ? defaultVoice : voice,
      role,
      speed: speed === 0 ? undefined : speed,
      volume: volume === 0 ? undefined : volume,
      pitchShift,
      loudness: loudnessNormalizationType === 'MAX_PEAK' ? 'MAX_PEAK' : 'LUFS',
    },
    ids,
  );
}

/** Ranges: speechkit.tts.v3 documentation; that of speed is the one of API v1, v3 documents none. */
function checkSettings(
  { voice, role, speed, volume, pitchShift, loudness }: VoiceSettings,
  ids: RequestIds,
): void {
  checkVoice(voice, role, ids);
  if (speed !== undefined && !(speed >= 0.1 && speed <= 3)) throw outside('speed', speed, '[0.1, 3]', ids);
  if (pitchShift !== undefined && !(Math.abs(pitchShift) <= 1000)) {
    throw outside('pitch_shift', pitchShift, '[-1000, 1000]', ids);
  }
  if (volume === undefined) return;
  const [fits, range] =
    loudness === 'MAX_PEAK'
      ? [volume > 0 && volume <= 1, '(0, 1]']
      : [volume >= -145 && volume < 0, '[-145, 0)'];
  if (!fits) throw outside('volume', volume, range, ids);
}

function outside(name: string, value: number, range: string, ids: RequestIds): Refusal {
  return withIds(`${name} ${value} is outside the range ${range}`, ids);
}
