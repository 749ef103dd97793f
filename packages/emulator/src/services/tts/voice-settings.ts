import type { Loudness } from './volume.js';
import type { WishedDuration } from './tone-pauses.js';

/** How a text is to be spoken: the wishes of a request, checked, with the defaults of the service. */
export interface VoiceSettings {
  voice: string;
  /** 1 is the usual speed. */
  speed: number;
  loudness: Loudness;
  /** Hz, up from the voice's own pitch. */
  pitchShift: number;
  duration?: WishedDuration | undefined;
}
