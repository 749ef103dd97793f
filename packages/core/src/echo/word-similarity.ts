/** Words at most this far apart, as a share of the longer one, are one word misheard: a letter of three, two of six. */
const sameWordDistance = 0.34;

/** How alike two words are: 1 for equal ones, 0 for words with nothing in common. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

/** Whether a recogniser may have made one of the other. Words of one or two letters are only like themselves. */
export function soundsLike(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 3) return false;
  const longer = Math.max(a.length, b.length);
  const atMost = Math.floor(longer * sameWordDistance);
  return atMost > 0 && Math.abs(a.length - b.length) <= atMost && editDistance(a, b) <= atMost;
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
