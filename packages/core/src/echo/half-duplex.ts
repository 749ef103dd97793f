import type { EchoFinding } from './echo-evidence.js';
import type { HeardWord } from './heard-words.js';
import { voicedMsOf, type LineLevels } from './line-levels.js';
import type { SpokenWords } from './spoken-words.js';

export interface HalfDuplexRules {
  /** How long after the bot's last sound nothing is heard yet. */
  tailMs: number;
  /** Less voice than this, outside the bot's time, is a scrap and not a person. */
  minVoicedMs: number;
}

/** Hears only what is said while the bot is silent. */
export function hearHalfDuplex(
  heard: readonly HeardWord[],
  spoken: SpokenWords,
  levels: LineLevels,
  { tailMs, minVoicedMs }: HalfDuplexRules,
): Pick<EchoFinding, 'verdict' | 'own'> {
  const free = heard.flatMap((word, place) => {
    const botHasTheFloor = spoken.within(word.startAtMs - tailMs, word.startAtMs).length > 0;
    return botHasTheFloor ? [] : [{ word, place }];
  });
  const [first, last] = [free[0]?.word, free.at(-1)?.word];
  if (!first || !last) return { verdict: 'echo', own: new Set() };
  if (voicedMsOf(levels, first.startAtMs, last.endToMs) < minVoicedMs)
    return { verdict: 'echo', own: new Set() };
  return { verdict: 'person', own: new Set(free.map(({ place }) => place)) };
}
