/** A word of a text: what it is compared by, and where it stands, punctuation behind it included. */
export interface Token {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const markup = /sil<\[\d*\]>|<\[[^\]]*\]>|\[\[[^\]]*\]\]/gu;
const word = /\+?[\p{L}\p{N}](?:[\p{L}\p{N}+]|(?<=\p{L})-(?=\p{L}))*/gu;

/** The words of a text; markup is passed over, stress marks, case and the dots of ё make no difference. */
export function wordTokens(text: string): Token[] {
  // Blanks of the same length keep the indices true.
  const bare = text.replace(markup, (span) => ' '.repeat(span.length));
  return [...bare.matchAll(word)].map(({ index, 0: found }) => {
    const end = index + found.length;
    const behind = /^[^\s\p{L}\p{N}]*/u.exec(bare.slice(end))?.[0].length ?? 0;
    return {
      key: found.replaceAll('+', '').toLowerCase().replaceAll('ё', 'е'),
      start: index,
      end: end + behind,
    };
  });
}

/** Pairs of indices of equal words, in order: a longest common subsequence. */
export function commonWords(a: readonly Token[], b: readonly Token[]): [number, number][] {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        a[i]?.key === b[j]?.key ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]?.key === b[j]?.key) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
