import type { SttEvent, TimedWord } from '@rechka/core';

/** How what was heard compares to what was said. */
export interface WordScore {
  said: number;
  /** Said words that were not heard where they were said. */
  lost: readonly TimedWord[];
  /** Heard words that were heard already. */
  doubled: readonly TimedWord[];
  /** Heard words that nobody said there. */
  invented: readonly TimedWord[];
  /** Heard words that come before a word heard earlier. */
  misplaced: number;
  /** The worst error of a word's start or end, ms. */
  worstMs: number;
}

/** Beyond this a word is not the one that was said. */
const toleranceMs = 150;

/** Compares by place and text. */
export function scoreWords(said: readonly TimedWord[], events: readonly SttEvent[]): WordScore {
  const heard = events.flatMap((event) => (event.type === 'transcript-final' ? event.words : []));
  const found = new Set<TimedWord>();
  const doubled: TimedWord[] = [];
  const invented: TimedWord[] = [];
  let [worstMs, lastMs, misplaced, from] = [0, 0, 0, 0];
  for (const word of heard) {
    while ((said[from]?.endMs ?? Infinity) < word.startMs - 60_000) from += 1;
    const truth = said
      .slice(from, from + 1000)
      .find((one) => one.text === word.text && Math.abs(one.startMs - word.startMs) < toleranceMs);
    if (truth === undefined) invented.push(word);
    else if (found.has(truth)) doubled.push(word);
    else {
      found.add(truth);
      worstMs = Math.max(worstMs, Math.abs(truth.startMs - word.startMs), Math.abs(truth.endMs - word.endMs));
    }
    if (word.startMs < lastMs) misplaced += 1;
    lastMs = word.startMs;
  }
  const lost = said.filter((word) => !found.has(word));
  return { said: said.length, lost, doubled, invented, misplaced, worstMs };
}
