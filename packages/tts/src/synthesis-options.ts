import { checkNumber, checkOneOf, checkText, invalidOption } from '@rechka/core';
import { checkVoice, type VoiceName } from './voices.js';

/** How the voice sounds; all optional. */
export interface SynthesisOptions {
  /** Default `marina`, the service's own since April 2024. */
  voice?: VoiceName | (string & {});
  /** A role of the voice, see `voices`. Default: the voice's own. */
  role?: string;
  /** Takes a voice that is not in the table: a brand voice, or one newer than this package. Default false. */
  allowUnknownVoice?: boolean;
  /** Only for Brand Voice. */
  model?: string;
  /** 0.1–3, default 1. The range is that of API v1; v3 documents none. */
  speed?: number;
  /** With `lufs`: -145 to 0 (exclusive), the service's default is -19. With `max-peak`: 0 (exclusive) to 1, 0.7. */
  volume?: number;
  /** -1000 to 1000 Hz, default 0. */
  pitchShift?: number;
  /** How loudness is evened out. Default `lufs`, as in the service. */
  loudness?: 'lufs' | 'max-peak';
  /**
   * `utterance`: a request for each segment, several ahead; the service answers once most of a segment is
   * ready. `stream`: one call that segments are fed into. Default `utterance`.
   */
  mode?: 'utterance' | 'stream';
  /** Segments synthesised ahead of the one being played, 0–10, in mode `utterance`. Default 2. */
  prefetch?: number;
  /**
   * Longest time for one request, in ms. In mode `stream`, for its connection only: a stream lasts as long as its
   * text. Default 10 000.
   */
  deadlineMs?: number;
}

/** {@link SynthesisOptions} with nothing left open; what is `undefined` is not sent. */
export interface ResolvedOptions {
  readonly voice: string;
  readonly role: string | undefined;
  readonly model: string | undefined;
  readonly speed: number | undefined;
  readonly volume: number | undefined;
  readonly pitchShift: number | undefined;
  readonly loudness: 'lufs' | 'max-peak';
  readonly mode: 'utterance' | 'stream';
  readonly prefetch: number;
  readonly deadlineMs: number;
}

/** Fills the defaults in. Throws `ERR_INVALID_OPTION`. */
export function resolveOptions(options: SynthesisOptions): ResolvedOptions {
  const { voice = 'marina', role, model, speed, volume, pitchShift, allowUnknownVoice = false } = options;
  const { loudness = 'lufs', mode = 'utterance', prefetch = 2, deadlineMs = 10_000 } = options;
  checkText('voice', voice);
  if (role !== undefined) checkText('role', role);
  if (model !== undefined) checkText('model', model);
  if (!allowUnknownVoice && model === undefined) checkVoice(voice, role);
  checkOneOf('loudness', loudness, ['lufs', 'max-peak']);
  if (speed !== undefined) checkNumber('speed', speed, { min: 0.1, max: 3 });
  if (pitchShift !== undefined) checkNumber('pitchShift', pitchShift, { min: -1000, max: 1000 });
  if (volume !== undefined) checkVolume(volume, loudness);
  checkOneOf('mode', mode, ['utterance', 'stream']);
  checkNumber('prefetch', prefetch, { min: 0, max: 10, integer: true });
  checkNumber('deadlineMs', deadlineMs, { min: 1, max: 600_000 });
  return { voice, role, model, speed, volume, pitchShift, loudness, mode, prefetch, deadlineMs };
}

function checkVolume(volume: unknown, loudness: 'lufs' | 'max-peak'): void {
  const fits =
    typeof volume === 'number' &&
    (loudness === 'lufs' ? volume >= -145 && volume < 0 : volume > 0 && volume <= 1);
  if (fits) return;
  const range = loudness === 'lufs' ? 'from -145 to below 0 (lufs)' : 'above 0, to 1 (max-peak)';
  throw invalidOption('volume', volume, `a number ${range}`);
}
