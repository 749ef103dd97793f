import { dotBinds } from './dot.js';

/** A place where a text may be cut: `cut` is the index of the first character after it (and its spaces). */
export interface Boundary {
  kind: 'sentence' | 'clause';
  cut: number;
}

const mark = /[.!?…]+|[,;:]|[—–-]+|\n/g;
const closers = /[»"”')\]*_]*/y;
const spaces = /\s*/y;
/**
 * What may stand between a boundary and the first word after it. Surrogates are taken one by one (with no `u`
 * flag), so that an emoji whose halves come in different pushes is skipped like a whole one.
 */
const openers = /[\ufe0f\u200d\s«"„“'([*_#>•—–\-\ud800-\udfff\u2600-\u27bf]*/y;
const lowerCase = /^[a-zа-яё]/;
const digit = /\d/;

/**
 * The boundaries of a text, in order, as far as they are certain: those with `cut` up to `certainTo` will stay
 * the same whatever text comes next. `final`: nothing more comes.
 */
export function findBoundaries(text: string, final: boolean): { boundaries: Boundary[]; certainTo: number } {
  const boundaries: Boundary[] = [];
  const firstWord = text.search(/[\p{L}\p{N}]/u);
  const finder = new RegExp(mark);
  for (let found = finder.exec(text); found !== null; found = finder.exec(text)) {
    const context = contextOf(text, found.index, found[0]);
    if (!final && context.openEnded) return { boundaries, certainTo: found.index };
    if (context.cut >= text.length || firstWord < 0 || firstWord > found.index) continue;
    const kind = kindOf(text, context);
    if (kind === undefined) continue;
    boundaries.push({ kind, cut: context.cut });
    finder.lastIndex = context.cut;
  }
  return { boundaries, certainTo: text.length };
}

/** A punctuation mark with everything around it that decides what it is. */
interface MarkContext {
  mark: string;
  start: number;
  /** Quotes, brackets and emphasis that close after the mark. */
  closing: string;
  /** The white space after that (with the mark itself, if it is a line break). */
  gap: string;
  /** First character after the white space. */
  cut: number;
  /** First character of the next word. Empty: no word follows. */
  next: string;
  /** The decision depends on characters that are not here yet. */
  openEnded: boolean;
}

function contextOf(text: string, start: number, found: string): MarkContext {
  const isLineBreak = found === '\n';
  const end = start + found.length;
  const closing = isLineBreak ? '' : runOf(closers, text, end);
  const gap = (isLineBreak ? found : '') + runOf(spaces, text, end + closing.length);
  const cut = (isLineBreak ? start : end) + closing.length + gap.length;
  const nextAt = gap === '' ? cut : cut + runOf(openers, text, cut).length;
  return {
    mark: found,
    start,
    closing,
    gap,
    cut,
    next: text.charAt(nextAt),
    openEnded: nextAt >= text.length,
  };
}

function runOf(pattern: RegExp, text: string, from: number): string {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = from;
  return sticky.exec(text)?.[0] ?? '';
}

function kindOf(text: string, context: MarkContext): Boundary['kind'] | undefined {
  const { mark: found, start, closing, gap, next } = context;
  // Decimals, times, addresses of the web, compound words: punctuation with no space after it.
  if (gap === '' || next === '') return undefined;
  const lineBreaks = gap.split('\n').length - 1;
  const continues = lowerCase.test(next);
  if (lineBreaks > 1 || (lineBreaks === 1 && !continues)) return 'sentence';
  if (found === '\n') return 'clause';
  if (/^[,;:]/.test(found)) return 'clause';
  if (/^[—–-]/.test(found)) return isDash(text, start, next) ? 'clause' : undefined;
  if (found === '.') {
    if (closing === '' && dotBinds(text, start, next)) return undefined;
    return continues ? undefined : 'sentence';
  }
  return continues ? 'clause' : 'sentence';
}

/** A dash between words, as against a hyphen, a list bullet or a range («5 – 10»). */
function isDash(text: string, start: number, next: string): boolean {
  if (!/\s/.test(text.charAt(start - 1))) return false;
  return !(digit.test(text.slice(0, start).trimEnd().slice(-1)) && digit.test(next));
}
