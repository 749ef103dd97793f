import { invalidOption } from '@rechka/core';
import type { Config } from './read-config.js';

/** What lifts each limit: none at all where that can be, else the most that may be set. */
const lifted = {
  stt: {
    maxStreamMs: false,
    maxStreamBytes: false,
    idleMs: false,
    maxNewStreamsPerSecond: false,
    maxChannels: false,
    sampleRatesHz: false,
  },
  tts: {
    maxChars: 1_000_000,
    maxLongChars: 1_000_000,
    maxSpeechMs: 86_400_000,
    streamIdleMs: 86_400_000,
    maxRequestsPerSecond: false,
  },
  gpt: {
    maxConcurrent: 10_000,
    maxTokens: 1_000_000,
    maxInputTokens: 10_000_000,
    maxTokenizerRequestsPerSecond: false,
  },
} as const;

type Section = keyof typeof lifted;

/** Names of all limits, such as `stt.maxStreamMs`. */
export const limitNames = (Object.keys(lifted) as Section[]).flatMap((section) =>
  Object.keys(lifted[section]).map((name) => `${section}.${name}`),
);

/** The config without these limits: by name, all of a service (`stt`), or `all`. Throws `ERR_INVALID_OPTION`. */
export function liftLimits(config: Config, names: readonly string[]): Config {
  const result: Config = { ...config };
  for (const name of names) {
    const chosen = limitNames.filter(
      (limit) => name === 'all' || limit === name || limit.startsWith(`${name}.`),
    );
    if (chosen.length === 0)
      throw invalidOption('lift', name, `all, stt, tts, gpt or one of ${limitNames.join(', ')}`);
    for (const limit of chosen) {
      const [section, field] = limit.split('.') as [Section, string];
      const value = (lifted[section] as Record<string, false | number>)[field];
      result[section] = { ...result[section], [field]: value };
    }
  }
  return result;
}
