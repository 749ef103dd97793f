import { invalidOption } from '@rechka/core';
import { groupFields } from './config-fields.js';
import type { Config } from './read-config.js';

/** What is a limit, by group. */
const limits = {
  stt: ['maxStreamMs', 'maxStreamBytes', 'idleMs', 'maxNewStreamsPerSecond', 'maxChannels', 'sampleRatesHz'],
  tts: ['maxChars', 'maxLongChars', 'maxSpeechMs', 'streamIdleMs', 'maxRequestsPerSecond'],
  gpt: ['maxConcurrent', 'maxTokens', 'maxInputTokens', 'maxTokenizerRequestsPerSecond'],
} as const satisfies { [Group in keyof typeof groupFields]?: readonly (keyof NonNullable<Config[Group]>)[] };

type Section = keyof typeof limits;

/** Names of all limits, such as `stt.maxStreamMs`. */
export const limitNames = (Object.keys(limits) as Section[]).flatMap((section) =>
  limits[section].map((name) => `${section}.${name}`),
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
      result[section] = { ...result[section], [field]: lifted(section, field) };
    }
  }
  return result;
}

/** What lifts a limit: `false` where that can be, else the most that may be set. */
function lifted(section: Section, field: string): unknown {
  const { anyOf, maximum } = groupFields[section].fields[field]?.schema ?? {};
  const mayBeNone =
    Array.isArray(anyOf) && anyOf.some((kind) => (kind as { const?: unknown }).const === false);
  return mayBeNone ? false : maximum;
}
