/**
 * Cuts a text into pieces of about the size of a model's tokens: at most four letters, a space going with what
 * follows it. Joined, they are the text. The real tokenizer's pieces differ; only the counts are alike.
 */
export function splitTokens(text: string): string[] {
  return text.match(/\s?(?:[\p{L}\p{M}]{1,4}|\p{N}{1,3}|[^\s\p{L}\p{M}\p{N}])|\s/gu) ?? [];
}
