import type { TimedWord } from '@rechka/core';
import type { Alternative } from '@rechka/proto/stt';
import { LatestWord } from './latest.js';
import { isWithin, type Window } from './seam.js';

/** The provider's times on the caller's timeline. */
export type ToCaller = (providerMs: number, edge: 'start' | 'end') => number;

/** What of a hypothesis belongs to its session, in caller ms. */
export interface Heard {
  readonly text: string;
  readonly words: readonly TimedWord[];
  readonly startMs: number;
  readonly endMs: number;
  /** Words of it belong to another session. */
  readonly cut: boolean;
  readonly language?: string;
}

interface ReadOptions {
  toCaller: ToCaller;
  window: Window;
  /** The provider's times of a hypothesis that has none itself. */
  about: { fromMs: number; toMs: number };
}

/**
 * Reads an alternative: its text, words and times, as far as they lie in the window. `undefined` if nothing of it
 * does. Where the provider gives no words, it is in or out as a whole.
 */
export function readHeard(
  alternative: Alternative | undefined,
  { toCaller, window, about }: ReadOptions,
): Heard | undefined {
  const text = alternative?.text.trim() ?? '';
  if (alternative === undefined || text === '') return undefined;
  const [firstWord] = alternative.words;
  const lastWord = alternative.words.at(-1);
  const lastMs = alternative.endTimeMs || (lastWord?.endTimeMs ?? 0) || about.toMs;
  const firstMs = alternative.startTimeMs || (firstWord?.startTimeMs ?? 0) || about.fromMs;
  const endMs = toCaller(lastMs, 'end');
  const startMs = Math.min(toCaller(firstMs, 'start'), endMs);
  const language = languageOf(alternative);

  const all = timedWords(alternative, toCaller);
  if (all.every((word) => isWithin(window, word))) {
    const isIn = all.length > 0 || isWithin(window, { startMs, endMs });
    return isIn ? heardOf({ text, words: all, startMs, endMs, cut: false }, language) : undefined;
  }
  const words = all.filter((word) => isWithin(window, word));
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const kept = words.map((word) => word.text).join(' ');
  const { startMs: keptFromMs } = first;
  return heardOf({ text: kept, words, startMs: keptFromMs, endMs: last.endMs, cut: true }, language);
}

function heardOf(heard: Heard, language: string | undefined): Heard {
  return language === undefined ? heard : { ...heard, language };
}

function timedWords({ words }: Alternative, toCaller: ToCaller): TimedWord[] {
  return words.map(({ text, startTimeMs, endTimeMs }) => {
    const endMs = toCaller(endTimeMs, 'end');
    return new LatestWord(text, Math.min(toCaller(startTimeMs, 'start'), endMs), endMs);
  });
}

/** The likeliest language, where the service tells any. */
function languageOf({ languages }: Alternative): string | undefined {
  let likeliest: Alternative['languages'][number] | undefined;
  for (const one of languages) {
    if (likeliest === undefined || one.probability > likeliest.probability) likeliest = one;
  }
  return likeliest?.languageCode || undefined;
}
