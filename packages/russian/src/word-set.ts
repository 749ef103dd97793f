/** A set of the words of a text: lists of words are read more easily without a quote around each. */
export function wordSet(...texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.split(' ')));
}
