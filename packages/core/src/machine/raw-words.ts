/**
 * The words of a text as a recogniser would first give them: lower case, no punctuation, ё as е.
 * Two texts that differ only in what a refinement changes have equal raw words.
 */
export function rawWords(text: string): string[] {
  const words = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu);
  return words ?? [];
}
