/** Longest text of one request, spaces and markup included (source: the SpeechKit limits page); also its billing unit. */
export const maxRequestChars = 250;

/** A part of the text that makes one request; `charStart` is its place in the whole text, in UTF-16 units. */
export interface Piece {
  readonly text: string;
  readonly charStart: number;
}

/** TTS markup that is not itself spoken: pauses. */
const pauses = /sil<\[\d*\]>|<\[[^\]]*\]>/gu;
/** What a voice can read: letters, digits and the signs that have names. */
const speakableChar = /[\p{L}\p{N}\p{Sc}%№&@]/u;

/** Whether there is anything to say in `text`: the service refuses texts of markup only. */
export function isSpeakable(text: string): boolean {
  return speakableChar.test(text.replace(pauses, ''));
}

/** Where a text may be cut, best first: after a sentence, after a clause, between words. */
const boundaries = [/[.!?…]+[»")]*\s+/gu, /[,;:—–]\s+/gu, /\s+/gu];

/** Ends of the markup that must not be cut. */
const markup = /sil<\[\d*\]>|<\[[^\]]*\]>|\[\[[^\]]*\]\]/gu;

/**
 * Cuts one item of text into requests: at the best boundary within 250 characters, and in the middle of a word
 * only if there is none. Parts with nothing to say are left out; the rest keep their places.
 */
export function splitText(text: string, charStart: number): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  while (from < text.length) {
    from += /^\s*/u.exec(text.slice(from))?.[0].length ?? 0;
    const end = from + cut(text.slice(from).trimEnd());
    const part = text.slice(from, end).trimEnd();
    if (isSpeakable(part)) pieces.push({ text: part, charStart: charStart + from });
    if (end === from) break;
    from = end;
  }
  return pieces;
}

/** Length of the first part of `text`. */
function cut(text: string): number {
  if (text.length <= maxRequestChars) return text.length;
  const protectedSpans = [...text.matchAll(markup)].map(
    ({ index, 0: span }) => [index, index + span.length] as const,
  );
  const inMarkup = (at: number) => protectedSpans.some(([start, end]) => at > start && at < end);
  for (const boundary of boundaries) {
    const ends = [...text.matchAll(boundary)].map(({ index, 0: found }) => ({
      // The spaces behind do not count: they are not sent.
      length: index + found.trimEnd().length,
      next: index + found.length,
    }));
    // A cut in the first third would make a short request of its own, and billing is by the request.
    const minChars = boundary === boundaries.at(-1) ? 1 : maxRequestChars / 3;
    const best = ends.findLast(
      ({ length, next }) => length <= maxRequestChars && length >= minChars && !inMarkup(next),
    );
    if (best !== undefined) return best.next;
  }
  const [markupStart] =
    protectedSpans.find(([start, end]) => maxRequestChars > start && maxRequestChars < end) ?? [];
  return wholeCharacters(text, markupStart || maxRequestChars);
}

/** `limit`, or one less where it would cut a surrogate pair in two. */
function wholeCharacters(text: string, limit: number): number {
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code < 0xdc00 ? limit - 1 : limit;
}
