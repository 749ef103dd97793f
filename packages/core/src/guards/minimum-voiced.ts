import { voicedMsOf, type LineLevels } from '../echo/line-levels.js';
import { checkNumber } from '../errors/validate.js';
import type { Guard } from './guard.js';
import { holdUtterances, type UtteranceSoFar } from './utterance-hold.js';

/** Options of {@link minimumVoiced}. */
export interface MinimumVoicedOptions {
  /** Voice that makes an utterance, in ms, 0–5 000. Default 200. */
  ms?: number;
  /**
   * How loud the line was, added by you as the audio comes, on the caller's timeline. Without it all of the time
   * that a transcript covers counts as voiced.
   */
  levels?: LineLevels;
  /** Told of each utterance with words that was dropped. */
  dropped?: (utterance: UtteranceSoFar) => void;
}

/**
 * Drops utterances with less voice than this: coughs, clicks, scraps of others' talk. Throws `ERR_INVALID_OPTION`.
 */
export function minimumVoiced({ ms = 200, levels, dropped }: MinimumVoicedOptions = {}): Guard {
  checkNumber('ms', ms, { min: 0, max: 5000 });
  return holdUtterances(
    ({ text, startMs, endMs }) => text !== '' && voicedMsOf(levels, startMs, endMs) >= ms,
    dropped,
  );
}
