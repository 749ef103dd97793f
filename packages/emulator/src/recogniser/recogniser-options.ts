import { checkNumber, checkOneOf } from '@rechka/core';
import { hearingPresets, type HearingManner } from './hearing-manner.js';

/** Who ends an utterance: a pause, or the client's `eou` message. */
export type RecogniserEndpointing =
  | {
      type: 'default';
      /** HIGH ends sooner. Default DEFAULT, as on the wire. */
      sensitivity?: 'DEFAULT' | 'HIGH';
      /** The longest pause inside an utterance (`max_pause_between_words_hint_ms`); 0 or none: the server's own. */
      maxPauseMs?: number;
    }
  | { type: 'external' };

export interface EmulatedRecogniserOptions {
  /** 8 000 to 192 000. */
  sampleRateHz: number;
  /** Same seed, same audio: same events. Default 1. */
  seed?: number;
  /**
   * For tests of the wire: the written text of every decoded word of both voices, never a mistake or a
   * revision, damaged words as `<?>`. Default false.
   */
  exact?: boolean;
  /** How it mishears. Default that of `clean`. */
  manner?: HearingManner;
  endpointing?: RecogniserEndpointing;
  /** Follow every final by its refinement. Default false, as on the wire. */
  normalization?: boolean;
  /** Audio between partials. Default 250. */
  partialIntervalMs?: number;
  /** An utterance longer than this gets a final in its middle (not with the external classifier). Default 15 000. */
  maxFinalMs?: number;
  /** Quieter words are not heard. Default −45. */
  floorDbfs?: number;
  /** A talker this much louder is heard without mistakes over the other voice. Default 20. */
  maskingDb?: number;
  /**
   * Whether tone speech is understood. Default true; false saves its CPU and takes whatever is loud for ordinary
   * speech.
   */
  toneSpeech?: boolean;
  /**
   * Asked for a line whenever ordinary speech (not tone speech) begins; the line is what is recognised of it.
   * Default: none, ordinary speech is not heard.
   */
  nextLine?: () => string | undefined;
}

/**
 * Pause that ends an utterance when the client gives no hint. Assumed: SpeechKit documents none. With DEFAULT
 * a third-party measurement saw the final about 3 s after speech; with HIGH and a hint of 500 ms about 0.9 s,
 * hence 400 ms of the service's own, taken off here. HIGH without a hint was not measured.
 */
export const SERVER_PAUSE_MS = { DEFAULT: 2600, HIGH: 800 } as const;

export type ResolvedRecogniserOptions = Required<Omit<EmulatedRecogniserOptions, 'nextLine'>> &
  Pick<EmulatedRecogniserOptions, 'nextLine'> & { pauseMs: number };

/** Fills in the defaults. Throws `ERR_INVALID_OPTION` for values that make no sense. */
export function resolveOptions(options: EmulatedRecogniserOptions): ResolvedRecogniserOptions {
  const resolved = {
    seed: 1,
    exact: false,
    manner: hearingPresets.clean,
    toneSpeech: true,
    endpointing: { type: 'default' },
    normalization: false,
    partialIntervalMs: 250,
    maxFinalMs: 15_000,
    floorDbfs: -45,
    maskingDb: 20,
    ...options,
  } as Omit<ResolvedRecogniserOptions, 'pauseMs'>;
  const { endpointing } = resolved;
  checkNumber('sampleRateHz', resolved.sampleRateHz, { min: 8000, max: 192_000, integer: true });
  checkNumber('seed', resolved.seed, { min: -(2 ** 31), max: 2 ** 32, integer: true });
  checkNumber('partialIntervalMs', resolved.partialIntervalMs, { min: 10, max: 60_000 });
  checkNumber('maxFinalMs', resolved.maxFinalMs, { min: 1000, max: 300_000 });
  checkNumber('floorDbfs', resolved.floorDbfs, { min: -100, max: 0 });
  checkNumber('maskingDb', resolved.maskingDb, { min: 1, max: 100 });
  checkOneOf('endpointing.type', endpointing.type, ['default', 'external']);
  if (endpointing.type === 'external') return { ...resolved, pauseMs: Number.POSITIVE_INFINITY };
  const { sensitivity = 'DEFAULT', maxPauseMs = 0 } = endpointing;
  checkOneOf('endpointing.sensitivity', sensitivity, ['DEFAULT', 'HIGH']);
  checkNumber('endpointing.maxPauseMs', maxPauseMs, { min: 0, max: 60_000 });
  return { ...resolved, pauseMs: maxPauseMs > 0 ? maxPauseMs : SERVER_PAUSE_MS[sensitivity] };
}
