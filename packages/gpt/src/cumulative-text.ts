/** How much of the end of the spoken text is looked for in a rewritten one, in characters. */
const anchorChars = 32;

/** A character that the cut between two texts went through: half a surrogate pair, or what decoding made of it. */
const cutCharacter = /[\uD800-\uDBFF\uFFFD]+$/;

const inWord = /[\p{L}\p{N}]/u;

/** Where the last occurrence of `words` as whole words ends in `text`. */
function lastEndOfWords(text: string, words: string): number | undefined {
  if (words === '') return undefined;
  for (let at = text.lastIndexOf(words); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(words, at - 1)) {
    const end = at + words.length;
    if (!inWord.test(text.charAt(at - 1)) && !inWord.test(text.charAt(end))) return end;
  }
  return undefined;
}

/** Where in the rewritten `text` the part begins that was not said yet in `told`. */
function continuation(told: string, text: string): number {
  const anchor = told
    .trimEnd()
    .slice(-anchorChars)
    .replace(/^\S*\s+/u, '');
  const end = lastEndOfWords(text, anchor);
  if (end !== undefined) return end;
  // Nothing to hold on to: go on from the same length, at the beginning of a word.
  const boundary = text.slice(told.length).search(/\s/u);
  return boundary < 0 ? text.length : told.length + boundary;
}

/**
 * Turns texts that each repeat all before them into deltas. What was given out may already be heard, so it
 * is never given out again and never taken back: a shorter text adds nothing, and of a text that was
 * rewritten only what follows the last words given out is added, or, if those are gone, what lies beyond
 * their length.
 */
export class CumulativeText {
  #told = '';

  /** What `cumulative` adds; empty if nothing. A character cut in two at its end is told when it is whole. */
  next(cumulative: string): string {
    const text = cumulative.replace(cutCharacter, '');
    if (this.#told.startsWith(text)) return '';
    const delta = text.slice(
      text.startsWith(this.#told) ? this.#told.length : continuation(this.#told, text),
    );
    // What follows is compared with the text as the model has it now.
    this.#told = text;
    return delta;
  }
}
