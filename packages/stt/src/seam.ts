import type { TimedWord } from '@rechka/core';

/** A part of the caller's timeline, in ms, that a session speaks for. A word belongs to where its middle lies. */
export interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const wholeTimeline: Window = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

/** Where a word lies, as far as belonging is concerned: its start and end may each be off by a few tens of ms. */
export function middleOf({ startMs, endMs }: { startMs: number; endMs: number }): number {
  return (startMs + endMs) / 2;
}

export function isWithin({ fromMs, untilMs }: Window, span: { startMs: number; endMs: number }): boolean {
  const middleMs = middleOf(span);
  return middleMs >= fromMs && middleMs < untilMs;
}

/** At the edges of what both have heard a word may be cut, and a recogniser has not found its feet. */
const edgeMs = 300;
/** Words without a pause between them may be the parts of one numeral; better not to part them. */
const gapMs = 20;

interface Overlap {
  /** What the earlier session has heard, in order. */
  words: readonly TimedWord[];
  /** The later session's first audio. */
  fromMs: number;
  /** The earlier session's last audio. */
  untilMs: number;
  /** Told already: the seam does not lie before it. */
  toldMs: number;
}

/**
 * Where the later of two sessions takes over from the earlier, which have both heard the same stretch: between two
 * words of the earlier one, where the middles of the words around are farthest, for by these the words are dealt
 * out. What is said is not looked at: of «пять пять пять» each is told once, because each lies in one place. A word
 * that the later one heard only the end of lies before the seam, one that the earlier heard only the start of after it.
 */
export function chooseSeam({ words, fromMs, untilMs, toldMs }: Overlap): number {
  const earliestMs = Math.max(fromMs, toldMs);
  const places = [...boundaries(words, earliestMs)].filter(({ atMs }) => atMs <= untilMs);
  const inside = places.filter(({ atMs }) => atMs >= fromMs + edgeMs && atMs <= untilMs - edgeMs);
  const best = (inside.length > 0 ? inside : places).reduce<Boundary | undefined>(
    (left, right) => (left !== undefined && left.safety >= right.safety ? left : right),
    undefined,
  );
  return best?.atMs ?? Math.min(earliestMs, untilMs);
}

interface Boundary {
  atMs: number;
  /** How far the middles of the words around it are from it, in ms; much less where there is no pause. */
  safety: number;
}

/** The places between words, before the first and after the last, that do not lie before `earliestMs`. */
function* boundaries(words: readonly TimedWord[], earliestMs: number): Generator<Boundary> {
  let before: TimedWord | undefined;
  for (const word of words) {
    const fromMs = Math.max(before?.endMs ?? earliestMs, earliestMs);
    const atMs = (fromMs + Math.max(fromMs, word.startMs)) / 2;
    const beforeMs = before === undefined ? Number.POSITIVE_INFINITY : atMs - middleOf(before);
    const safety = Math.min(middleOf(word) - atMs, beforeMs);
    // Of a word that began earlier, the later session has heard but the end.
    if (word.startMs >= earliestMs)
      yield { atMs, safety: word.startMs - fromMs >= gapMs ? safety : safety / 10 };
    before = word;
  }
  if (before === undefined) return;
  // What comes after the last word is not known: it may begin at once.
  const atMs = Math.max(before.endMs, earliestMs);
  yield { atMs, safety: atMs - middleOf(before) };
}
