import { invalidOption } from '@rechka/core';
import { checkNames } from '../check-names.js';
import { defined } from '../defined.js';
import { checkDistribution, type LatencyDistribution } from './distribution.js';
import { fieldFastLatency, fieldLatency, fieldSlowLatency } from './field-latency.js';
import { slowLatency } from './slow-latency.js';
import { typicalLatency } from './typical-latency.js';

/** How long each service takes to answer: a single figure in ms is a latency that never varies. */
export interface LatencyProfile {
  /** The way to the service and back: once in each answer, before anything else. */
  readonly roundTripMs: LatencyDistribution;
  /** From the first audio of an utterance to its first partial. */
  readonly sttFirstPartialMs: LatencyDistribution;
  /** From a word in the audio to the partial that has it, besides the wait for the next partial. */
  readonly sttPartialMs: LatencyDistribution;
  /** From the moment the pause is as long as the hint asks to the final and the end of utterance. */
  readonly sttFinalMs: LatencyDistribution;
  /** From the client's `eou`, or its half-close, to the final. */
  readonly sttExternalFinalMs: LatencyDistribution;
  /** From a final to its refinement (text normalization). */
  readonly sttRefinementMs: LatencyDistribution;
  /** From a text to its first audio, before what its length costs. */
  readonly ttsFirstAudioMs: LatencyDistribution;
  /** What each character of a text adds to that. */
  readonly ttsPerCharacterMs: LatencyDistribution;
  /** From a request to the first token of the answer. */
  readonly llmFirstTokenMs: LatencyDistribution;
  /** From token to token. */
  readonly llmTokenMs: LatencyDistribution;
}

/** Answers at once: for tests that are not about time. */
export const instantLatency: LatencyProfile = Object.freeze({
  roundTripMs: 0,
  sttFirstPartialMs: 0,
  sttPartialMs: 0,
  sttFinalMs: 0,
  sttExternalFinalMs: 0,
  sttRefinementMs: 0,
  ttsFirstAudioMs: 0,
  ttsPerCharacterMs: 0,
  llmFirstTokenMs: 0,
  llmTokenMs: 0,
});

/** The profiles that have a name. */
const profiles = {
  instant: instantLatency,
  typical: typicalLatency,
  field: fieldLatency,
  'field-fast': fieldFastLatency,
  'field-slow': fieldSlowLatency,
  slow: slowLatency,
} satisfies Record<LatencyName, LatencyProfile>;

/**
 * `instant` answers at once; `field` is a day at the real service, with the spread that was seen, and with a model
 * that begins sooner (`field-fast`) or later (`field-slow`); `typical` is the middle of the field without any spread;
 * `slow` is a bad day.
 */
export type LatencyName = 'instant' | 'typical' | 'field' | 'field-fast' | 'field-slow' | 'slow';

/** A profile by name, or figures that replace those of `instant`; `{ ...fieldLatency, … }` replaces those of another. */
export type LatencyOption = LatencyName | Partial<LatencyProfile>;

/** All names of profiles. */
export const latencyNames = Object.keys(profiles) as LatencyName[];

/** The profile that an option names. Throws `ERR_INVALID_OPTION`. */
export function resolveLatency(option: LatencyOption = 'instant'): LatencyProfile {
  if (typeof option === 'string' && Object.hasOwn(profiles, option)) return profiles[option];
  if (typeof option !== 'object' || Array.isArray(option)) {
    throw invalidOption('latency', option, `one of ${latencyNames.join(', ')}, or a set of figures`);
  }
  checkNames('latency', option, Object.keys(instantLatency));
  const profile = { ...instantLatency, ...defined(option) };
  for (const [name, value] of Object.entries(profile)) {
    checkDistribution(`latency.${name}`, value);
  }
  return profile;
}
