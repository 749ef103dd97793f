import { colonBinds, commaBinds, dashBinds } from './boundaries-clause.js';
import { awaitedClosers, closingOf, maxEnclosedChars } from './boundaries-enclosures.js';
import { dotEnds, listItemOf, type Dot } from './dot.js';
import { isCapitalNext, nextWord, type Known, type NextText } from './dot-next.js';

/**
 * What a cut at a boundary would part: two sentences, clauses at a strong or a weak mark, or (only if there is no
 * other way) what belongs together, as the words of a quote do.
 */
export type BoundaryKind = 'sentence' | 'pause' | 'comma' | 'bound';

/** A place where a text may be cut: `cut` is the index of the first character after it and its white space. */
export interface Boundary {
  kind: BoundaryKind;
  cut: number;
}

/** What may end or begin something. Runs are bounded, here and below: no decision waits for ever. */
const mark =
  /[.!?…]{1,32}|[:;][()]{1,32}|\){1,32}|[,;:]|[—–-]{1,32}|\n|[«„“"`([]|[\ud800-\udfff\u2600-\u27bf]{1,32}/g;
const startsMark = /[.!?…:;),—–\-\n«„“"`([\ud800-\udfff\u2600-\u27bf]/;
const opener = /^[«„“"`([]$/;
const closers = /(?:[\ufe0f\u2600-\u27bf\ud800-\udfff»"”“')\]*_`]|\u200d){0,32}/y;
const spaces = /\s{0,100}/y;
/**
 * What may stand between a boundary and the first word after it. Surrogates are taken one by one (with no `u`
 * flag), so that an emoji whose halves come in different pushes is skipped like a whole one.
 */
const openers = /[\ufe0f\u200d\s«"„“'`([*_#>•—–\-\ud800-\udfff\u2600-\u27bf]{0,100}/y;
const listMarker = /^(?:[-*•–—+>#]|(?:\d{1,3}|[а-яa-z])[.)]\s)/;
/** A character whose second half is still to come ends no word. */
const halfCharacter = /[\ud800-\udbff]$/;
const letterOrDigit = /[\p{L}\p{N}]/u;
const lettersOnly = /^[а-яёa-z]+$/i;
/** A word that has begun so goes on as one of its kind, whatever letters come: only «i» and «e» may begin a capital. */
const begunWord = /^(?:[А-ЯЁ]|[А-ЯЁа-яёA-Za-z]{3})[А-ЯЁа-яёA-Za-z]*$/;
/** Shorter than the longest white space, see {@link spaces}. */
const maxGapChars = 64;

const none: readonly Boundary[] = [];

/** How far a decision looks back and ahead. Characters farther away play no part, so that memory is bounded. */
const lookBehindChars = 64;
const lookAheadChars = 48;

/** Finds the boundaries of a growing text, each as soon as no text to come can change it. */
export class BoundaryFinder {
  /** The text from `#base` on. Indexes below are into it; those handed out are into the whole text. */
  #text = '';
  #base = 0;
  #at = 0;
  #lastCut = 0;
  #enclosedTo = 0;
  #lastItem = 0;
  /** While the mark at `#at` waits for text that decides about it: what goes by without being looked at. */
  #waiting: Wait | undefined;

  /** All boundaries before this place are known. */
  get certainTo(): number {
    return this.#base + this.#at;
  }

  /** Takes more text; returns the boundaries that are now certain, in order. */
  push(text: string): readonly Boundary[] {
    // Most of what comes in single characters decides nothing: it is not worth looking at all of the text again.
    const isIdle = this.#at === this.#text.length;
    this.#text += text;
    if (!isIdle) return this.#goesBy(text) ? none : this.#find(false);
    if (!hasMark(text)) {
      this.#at += text.length;
      return none;
    }
    if (text.length > 1 || opener.test(text)) return this.#find(false);
    // Whatever it is, the next word decides.
    this.#waiting = { to: this.#at + maxGapChars, passes: isSpace };
    return none;
  }

  /** No more text: returns the remaining boundaries. */
  end(): Boundary[] {
    return this.#find(true);
  }

  /** The text between two places, as pushed. */
  slice(from: number, to: number): string {
    return this.#text.slice(from - this.#base, to - this.#base);
  }

  /** The text before this place is no longer asked for. */
  forget(before: number): void {
    const drop = Math.min(before - this.#base, this.#at) - lookBehindChars;
    // Not at every character.
    if (drop < lookBehindChars) return;
    this.#text = this.#text.slice(drop);
    this.#base += drop;
    this.#at -= drop;
    this.#lastCut -= drop;
    this.#enclosedTo -= drop;
    if (this.#waiting !== undefined) this.#waiting = { ...this.#waiting, to: this.#waiting.to - drop };
  }

  #goesBy(text: string): boolean {
    const { to, passes } = this.#waiting ?? {};
    return to !== undefined && this.#text.length < to && passes?.(text) === true;
  }

  #find(ended: boolean): Boundary[] {
    const boundaries: Boundary[] = [];
    this.#waiting = undefined;
    mark.lastIndex = this.#at;
    for (let found = mark.exec(this.#text); found !== null; found = mark.exec(this.#text)) {
      this.#at = found.index;
      if (opener.test(found[0])) {
        if (!this.#enclose(found.index, ended)) return boundaries;
        continue;
      }
      const context = contextOf(this.#text, found, { ended, fromStart: this.#base === 0 });
      const kind = this.#kindOf(context);
      if (kind === 'unknown') {
        this.#waiting = waitFor(context);
        return boundaries;
      }
      if (kind !== undefined && this.#isAfterWord(found.index) && context.cut < this.#text.length) {
        const bound = context.cut <= this.#enclosedTo;
        boundaries.push({ kind: bound ? 'bound' : kind, cut: this.#base + context.cut });
        this.#lastCut = context.cut;
        mark.lastIndex = context.cut;
      }
      this.#at = mark.lastIndex;
    }
    this.#at = this.#text.length;
    return boundaries;
  }

  #isAfterWord(at: number): boolean {
    return letterOrDigit.test(this.#text.slice(Math.max(this.#lastCut, at - lookBehindChars, 0), at));
  }

  /** Notes how far a quote or bracket reaches that opens here; false while that is not known. */
  #enclose(at: number, ended: boolean): boolean {
    const closing = closingOf(this.#text, at, ended);
    if (closing === 'unknown') {
      const awaited = awaitedClosers(this.#text.charAt(at));
      this.#waiting = { to: at + maxEnclosedChars, passes: (text) => !awaited.test(text) };
      return false;
    }
    if (closing !== undefined) this.#enclosedTo = Math.max(this.#enclosedTo, closing);
    return true;
  }

  #kindOf(context: MarkContext): Known<BoundaryKind | undefined> {
    if (context.openEnded) return 'unknown';
    const kind = context.gap === '' ? this.#unspacedKind(context) : this.#spacedKind(context);
    if (kind === 'unknown' || context.mark !== '.' || !/\d$/.test(context.before)) return kind;
    this.#lastItem = listItemOf(this.#dotOf(context)) ?? this.#lastItem;
    return kind;
  }

  #spacedKind(context: MarkContext): Known<BoundaryKind | undefined> {
    const { mark: found, next, before } = context;
    if (next.text === '') return undefined;
    const atLineBreak = lineBreakKind(context);
    if (atLineBreak !== undefined) return atLineBreak;
    switch (found.charAt(0)) {
      case '.':
      case '!':
      case '?':
      case '…':
        return this.#endKind(context);
      case ',': {
        const binds = commaBinds(before, next);
        return binds === 'unknown' ? 'unknown' : binds ? 'bound' : 'comma';
      }
      case ';':
      case ':':
        if (found.length > 1) return sentenceOrNot(isCapitalNext(next));
        return found === ':' && colonBinds(before) ? 'bound' : 'pause';
      case '\n':
        return 'pause';
      case '—':
      case '–':
      case '-':
        return dashBinds(before, next) ? undefined : 'pause';
      // A smile or an emoji in the place of a dot; a single bracket is neither.
      default:
        return found === ')' ? undefined : sentenceOrNot(isCapitalNext(next));
    }
  }

  /** A mark that may end a sentence, and white space. */
  #endKind(context: MarkContext): Known<BoundaryKind | undefined> {
    const { mark: found, next, closing, opening } = context;
    const capital = isCapitalNext(next);
    if (capital === 'unknown') return 'unknown';
    if (!capital && /^\p{Ll}/u.test(next.text)) return found === '.' ? undefined : 'pause';
    // «Кто там?» — Анна открыла дверь.
    if (/[»”“"]/.test(closing) && /^[—–-]/.test(opening)) return 'pause';
    if (found !== '.' || closing !== '') return 'sentence';
    return sentenceOrNot(dotEnds(this.#dotOf(context)));
  }

  /** Someone forgot the space: «Хорошо.Записала вас», as against «ya.ru», «10.30», «А.С.». */
  #unspacedKind(context: MarkContext): Known<BoundaryKind | undefined> {
    const { mark: found, next, before } = context;
    if (!/^[.!?…]/.test(found) || !/^[А-ЯЁ]/.test(next.text) || /[A-Za-z@/]$/.test(before)) return undefined;
    const word = nextWord(next);
    if (word === 'unknown') return 'unknown';
    if (!/^[А-ЯЁ](?:[а-яё]|$)/.test(next.text.slice(0, word.length))) return undefined;
    if (found !== '.') return 'sentence';
    return sentenceOrNot(dotEnds(this.#dotOf(context)));
  }

  #dotOf({ start, before, gap, next }: MarkContext): Dot {
    return { before, spaced: gap !== '', next, headChars: start - this.#lastCut, lastItem: this.#lastItem };
  }
}

function sentenceOrNot(ends: Known<boolean>): Known<BoundaryKind | undefined> {
  return ends === 'unknown' ? 'unknown' : ends ? 'sentence' : undefined;
}

/** A line break ends a sentence, unless the text only goes on in the next line. */
function lineBreakKind({ mark: found, gap, opening, next }: MarkContext): Known<BoundaryKind> | undefined {
  const lineBreak = gap.indexOf('\n');
  if (lineBreak < 0) return undefined;
  if (gap.includes('\n', lineBreak + 1)) return 'sentence';
  const goesOn = /^\p{Ll}/u.test(next.text);
  if (listMarker.test(opening + next.text)) return 'sentence';
  if (goesOn && next.text.length < 3 && !next.complete) return 'unknown';
  return goesOn || found === ',' ? undefined : 'sentence';
}

/** Pushed texts that leave what is unknown unknown, as long as the whole is shorter than `to`. */
interface Wait {
  to: number;
  passes: (text: string) => boolean;
}

/** After a mark that may end a sentence the next word decides, once it is over. */
function waitFor({ mark: found, next, cut, opening }: MarkContext): Wait | undefined {
  if (!/^[.!?…]/.test(found) || !begunWord.test(next.text)) return undefined;
  return { to: cut + opening.length + lookAheadChars, passes: isLetters };
}

const isSpace = (text: string) => text === ' ' || /^\s$/.test(text);
const isLetters = (text: string) => lettersOnly.test(text);

function hasMark(text: string): boolean {
  const code = text.length === 1 ? text.charCodeAt(0) : 0;
  const isSmallLetter = code >= 0x430 && code <= 0x44f;
  return !isSmallLetter && text !== ' ' && startsMark.test(text);
}

/** A punctuation mark with everything around it that decides what it is. */
interface MarkContext {
  mark: string;
  start: number;
  /** The text before it; begins with a line break if that is the whole text before it. */
  before: string;
  /** Quotes, brackets and emphasis that close after the mark. */
  closing: string;
  /** The white space after that (with the mark itself, if it is a line break). */
  gap: string;
  /** First character after the white space. */
  cut: number;
  /** Dashes, bullets, quotes and the like before the next word. */
  opening: string;
  next: NextText;
  /** The next word has not begun yet. */
  openEnded: boolean;
}

function contextOf(
  text: string,
  { index, 0: found }: RegExpExecArray,
  { ended, fromStart }: { ended: boolean; fromStart: boolean },
): MarkContext {
  const isLineBreak = found === '\n';
  const end = index + found.length;
  const closing = isLineBreak ? '' : runOf(closers, text, end);
  const gap = (isLineBreak ? found : '') + runOf(spaces, text, end + closing.length);
  const cut = (isLineBreak ? index : end) + closing.length + gap.length;
  const opening = gap === '' ? '' : runOf(openers, text, cut);
  const nextAt = cut + opening.length;
  const complete = ended || text.length >= nextAt + lookAheadChars;
  const ahead = text.slice(nextAt, nextAt + lookAheadChars);
  const next = complete ? ahead : ahead.replace(halfCharacter, '');
  return {
    mark: found,
    start: index,
    before:
      (fromStart && index <= lookBehindChars ? '\n' : '') +
      text.slice(Math.max(0, index - lookBehindChars), index),
    closing,
    gap,
    cut,
    opening,
    next: { text: next, complete },
    openEnded: next === '' && !ended,
  };
}

function runOf(sticky: RegExp, text: string, from: number): string {
  // No run has a letter.
  const code = text.charCodeAt(from);
  if (code >= 0x410 && code <= 0x44f) return '';
  sticky.lastIndex = from;
  return sticky.exec(text)?.[0] ?? '';
}
