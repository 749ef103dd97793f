import type { DurationHint, SynthesisOptions, UtteranceSynthesisRequest } from '@rechka/proto/tts';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import type { WishedDuration } from './tone-pauses.js';
import type { VoiceSettings } from './voice-settings.js';
import { checkVoice, defaultVoice, withIds, type RequestIds } from './voices.js';

/** What a request wishes, before it is checked. */
interface Wishes {
  voice: string;
  role?: string | undefined;
  speed?: number | undefined;
  volume?: number | undefined;
  pitchShift?: number | undefined;
  duration?: DurationHint | undefined;
  normalization: 'MAX_PEAK' | 'LUFS';
}

/**
 * Reads and checks the hints of a request. Each `Hints` is one choice: of several in one object only the last on the
 * wire is there, as with the real service, so `{ voice, role }` in one object speaks with the default voice.
 * Throws a `Refusal`.
 */
export function readHints(request: UtteranceSynthesisRequest, ids: RequestIds): VoiceSettings {
  const wishes: Wishes = {
    voice: defaultVoice,
    normalization: normalizationOf(request.loudnessNormalizationType),
  };
  for (const hint of request.hints) {
    if (hint.audioTemplate !== undefined) {
      throw new Refusal(
        status.UNIMPLEMENTED,
        'Audio templates are for Brand Voice, which the emulator has not',
      );
    }
    wishes.voice = hint.voice ?? wishes.voice;
    wishes.role = hint.role ?? wishes.role;
    wishes.speed = hint.speed ?? wishes.speed;
    wishes.volume = hint.volume ?? wishes.volume;
    wishes.pitchShift = hint.pitchShift ?? wishes.pitchShift;
    wishes.duration = hint.duration ?? wishes.duration;
  }
  return check(wishes, ids);
}

/** The same for the options of `StreamSynthesis`, where an absent number is 0 and means the default. */
export function readSynthesisOptions(options: SynthesisOptions, ids: RequestIds): VoiceSettings {
  const { voice, role, speed, volume, pitchShift, loudnessNormalizationType } = options;
  const wishes = {
    voice: voice === '' ? defaultVoice : voice,
    role,
    speed: speed === 0 ? undefined : speed,
    volume: volume === 0 ? undefined : volume,
    pitchShift,
    normalization: normalizationOf(loudnessNormalizationType),
  };
  return check(wishes, ids);
}

function normalizationOf(type: string | number): 'MAX_PEAK' | 'LUFS' {
  return type === 'MAX_PEAK' ? 'MAX_PEAK' : 'LUFS';
}

/** Ranges: speechkit.tts.v3 documentation; that of speed is the one of API v1, v3 documents none. */
function check(wishes: Wishes, ids: RequestIds): VoiceSettings {
  const { voice, role, speed = 1, volume, pitchShift = 0, duration, normalization } = wishes;
  checkVoice(voice, role, ids);
  if (!(speed >= 0.1 && speed <= 3)) throw outside('speed', speed, '[0.1, 3]', ids);
  if (!(Math.abs(pitchShift) <= 1000)) throw outside('pitch_shift', pitchShift, '[-1000, 1000]', ids);
  checkVolume(volume, normalization, ids);
  return {
    voice,
    speed,
    pitchShift,
    loudness: { normalization, volume },
    duration: duration && checkDuration(duration, ids),
  };
}

function checkVolume(volume: number | undefined, normalization: 'MAX_PEAK' | 'LUFS', ids: RequestIds): void {
  if (volume === undefined) return;
  const [fits, range] =
    normalization === 'MAX_PEAK'
      ? [volume > 0 && volume <= 1, '(0, 1]']
      : [volume >= -145 && volume < 0, '[-145, 0)'];
  if (!fits) throw outside('volume', volume, range, ids);
}

/** That a duration needs a policy and a length is assumed; the documentation gives no range. */
function checkDuration({ policy, durationMs }: DurationHint, ids: RequestIds): WishedDuration {
  if (policy !== 'EXACT_DURATION' && policy !== 'MIN_DURATION' && policy !== 'MAX_DURATION') {
    throw withIds(`duration.policy ${policy} is none of EXACT_DURATION, MIN_DURATION, MAX_DURATION`, ids);
  }
  if (durationMs <= 0) throw withIds(`duration.duration_ms ${durationMs} is not above 0`, ids);
  return { policy, durationMs };
}

function outside(name: string, value: number, range: string, ids: RequestIds): Refusal {
  return withIds(`${name} ${value} is outside the range ${range}`, ids);
}
