/** The longest run of whole words of `text` within its first `limit` characters, in characters. */
function wholeWords(text: string, limit: number): number {
  if (limit === text.length || /\s/u.test(text.charAt(limit))) return limit;
  return Math.max(0, text.slice(0, limit).search(/\s+\S*$/u));
}

/**
 * How many characters at the start of `text` are not expected to change: the whole words that it shares
 * with the partial before it. A first partial has none.
 */
export function stablePrefix(previous: string | undefined, text: string): number {
  if (previous === undefined) return 0;
  const limit = Math.min(previous.length, text.length);
  let common = 0;
  while (common < limit && previous[common] === text[common]) common += 1;
  return Math.min(wholeWords(previous, common), wholeWords(text, common));
}
