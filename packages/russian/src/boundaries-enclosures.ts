/** What closes each kind of quote and bracket. */
const closersOf: ReadonlyMap<string, string> = new Map([
  ['«', '»'],
  ['„', '“”'],
  ['“', '”'],
  ['"', '"'],
  ['`', '`'],
  ['(', ')'],
  ['[', ']'],
]);
const opensAfter = /[\s«"„“([*_>#—–-]/;

/** The longest stretch that holds together. One that is longer, or never closes, is cut like any other text. */
export const maxEnclosedChars = 140;

const awaited: ReadonlyMap<string, RegExp> = new Map(
  Array.from(closersOf, ([opener, closers]) => [opener, new RegExp(`[\\n${closers.replace(']', '\\]')}]`)]),
);

/** What settles whether a quote or bracket closes that has opened, short of its length. */
export function awaitedClosers(opener: string): RegExp {
  return awaited.get(opener) ?? /[^]/;
}

/**
 * Where the quote or bracket that opens at `open` closes: the index of its closing character, or undefined if it
 * encloses nothing. `unknown`: that depends on text still to come.
 */
export function closingOf(text: string, open: number, final: boolean): number | 'unknown' | undefined {
  const opener = text.charAt(open);
  const closers = closersOf.get(opener);
  if (closers === undefined || !canOpen(text, open)) return undefined;
  const end = open + maxEnclosedChars;
  let depth = 1;
  for (let at = open + 1; at < Math.min(end, text.length); at += 1) {
    const char = text.charAt(at);
    if (char === '\n') return undefined;
    if (closers.includes(char)) depth -= 1;
    else if (char === opener) depth += 1;
    if (depth === 0) return at;
  }
  return text.length >= end || final ? undefined : 'unknown';
}

/** A straight quote opens after white space; a bracket that is a smile's does not. */
function canOpen(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (/["“`]/.test(text.charAt(at))) return before === '' || opensAfter.test(before);
  return !(text.charAt(at) === '(' && /[:;(]/.test(before));
}
