import { checkNumber, invalidOption } from '@rechka/core';

/** How long each service takes to answer. All in ms. */
export interface LatencyProfile {
  /** From the first audio of an utterance to its first partial. */
  sttFirstPartialMs: number;
  /** From a word in the audio to the partial that has it. */
  sttPartialMs: number;
  /** From the moment the pause is as long as the hint asks to the final and the end of utterance. */
  sttFinalMs: number;
  /** From the client's `eou`, or its half-close, to the final. */
  sttExternalFinalMs: number;
  /** From a final to its refinement (text normalization). */
  sttRefinementMs: number;
  /** From a text to its first audio, before what its length costs. */
  ttsFirstAudioMs: number;
  /** What each character of a text adds to that. */
  ttsPerCharacterMs: number;
  /** From a request to the first token of the answer. */
  llmFirstTokenMs: number;
  /** From token to token. */
  llmTokenMs: number;
}

/** `instant` answers at once; `typical` is a day at the real service; single figures replace those of `instant`. */
export type LatencyOption = 'instant' | 'typical' | Partial<LatencyProfile>;

/** Answers at once: for tests that are not about time. */
export const instantLatency: LatencyProfile = Object.freeze({
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

/** The provider publishes no figures; each of these is somebody's measurement or said to be assumed. */
export const typicalLatency: LatencyProfile = Object.freeze({
  /** 300–500 ms, from a comment in a public client. */
  sttFirstPartialMs: 400,
  /** Assumed. */
  sttPartialMs: 200,
  /** Median end of speech → end of utterance at a hint of 700 ms was 1 036 ms (8 kHz telephony, April 2026). */
  sttFinalMs: 336,
  /** Assumed, the middle of U(100, 200) of the latency model. */
  sttExternalFinalMs: 150,
  /** «Adds latency», says the documentation; the figure is assumed. */
  sttRefinementMs: 60,
  /** First byte of v1 REST synthesis came after 150–185 ms. */
  ttsFirstAudioMs: 150,
  /** Assumed: a segment comes only when most of it is synthesised. */
  ttsPerCharacterMs: 1.5,
  /** Assumed within U(300, 500) of the latency model. */
  llmFirstTokenMs: 400,
  /** Makes a reply of 25 tokens take 620 ms, the median measured for YandexGPT 5 Pro. */
  llmTokenMs: 9,
});

/** The profile that an option names. Throws `ERR_INVALID_OPTION`. */
export function resolveLatency(option: LatencyOption = 'instant'): LatencyProfile {
  if (option === 'instant') return instantLatency;
  if (option === 'typical') return typicalLatency;
  if (typeof option !== 'object')
    throw invalidOption('latency', option, "'instant', 'typical' or a set of figures");
  const profile = { ...instantLatency, ...option };
  for (const [name, value] of Object.entries(profile)) {
    if (!(name in instantLatency)) throw invalidOption(`latency.${name}`, value, 'a name of LatencyProfile');
    checkNumber(`latency.${name}`, value, { min: 0, max: 600_000 });
  }
  return profile;
}
