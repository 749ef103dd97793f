import type { SpokenSpan } from '../ports/language.js';

/** Source characters [start, end) sound in [startMs, endMs) of a speech. */
export interface AlignedText {
  start: number;
  end: number;
  startMs: number;
  endMs: number;
}

/** What of a text has been heard: up to which character, and whether word timings say so. */
export interface HeardText {
  chars: number;
  exact: boolean;
}

/**
 * How much of `text` was heard when `heardMs` of its audio had sounded. A word counts as heard from its
 * middle on. Where one alignment covers several words (the synthesiser gave no word timings) the place
 * is interpolated by characters inside it, and the result is not exact.
 */
export function heardText(text: string, alignments: readonly AlignedText[], heardMs: number): HeardText {
  let chars = 0;
  let exact = alignments.length > 0 || heardMs === 0;
  for (const { start, end, startMs, endMs } of alignments) {
    const severalWords = /\S\s+\S/.test(text.slice(start, end));
    if (heardMs >= endMs) {
      chars = Math.max(chars, end);
    } else if (heardMs > startMs) {
      const reached = start + ((end - start) * (heardMs - startMs)) / (endMs - startMs);
      chars = Math.max(chars, wholeWords(text, start, end, reached));
      if (severalWords) exact = false;
    }
  }
  return { chars: withPunctuation(text, chars), exact };
}

/**
 * Where the word begins that sounds at `heardMs`, or `heardMs` itself between words: the place to go back to
 * after a cut. Interpolated where one alignment covers several words.
 */
export function wordStartMs(text: string, alignments: readonly AlignedText[], heardMs: number): number {
  const at = alignments.findLast(({ startMs, endMs }) => startMs <= heardMs && heardMs < endMs);
  if (!at) return heardMs;
  const { start, end, startMs, endMs } = at;
  const msPerChar = (endMs - startMs) / Math.max(1, end - start);
  const reached = start + (heardMs - startMs) / msPerChar;
  const words = [...text.slice(start, end).matchAll(/\S+/g)].map(({ index }) => start + index);
  const word = words.findLast((from) => from <= reached) ?? start;
  return startMs + (word - start) * msPerChar;
}

/** The end of the last word in [start, end) whose middle lies before `reached`; 0 if there is none. */
function wholeWords(text: string, start: number, end: number, reached: number): number {
  let heard = 0;
  for (const match of text.slice(start, end).matchAll(/\S+/g)) {
    const from = start + match.index;
    const to = from + match[0].length;
    if ((from + to) / 2 > reached) break;
    heard = to;
  }
  return heard;
}

/** Punctuation has no sound: it goes with the word before it, but for what opens the next. */
function withPunctuation(text: string, chars: number): number {
  if (chars === 0) return 0;
  const rest = /^(?:(?![\p{Ps}\p{Pi}])[^\p{L}\p{N}\s])+/u.exec(text.slice(chars));
  return chars + (rest?.[0].length ?? 0);
}

/**
 * The source characters that a range of spoken characters stands for: whole spans, since the map says
 * nothing about their insides (unless a span was passed through unchanged in length).
 */
export function toSource(
  map: readonly SpokenSpan[],
  from: number,
  to: number,
): { start: number; end: number } | undefined {
  let start: number | undefined;
  let end = 0;
  for (const span of map) {
    if (span.spokenEnd <= from || span.spokenStart >= to) continue;
    const unchanged = span.spokenEnd - span.spokenStart === span.sourceEnd - span.sourceStart;
    const skipped = unchanged ? Math.max(0, from - span.spokenStart) : 0;
    const left = unchanged ? Math.max(0, span.spokenEnd - to) : 0;
    start ??= span.sourceStart + skipped;
    end = span.sourceEnd - left;
  }
  return start === undefined ? undefined : { start, end };
}
