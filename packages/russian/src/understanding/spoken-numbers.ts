import { wordSet } from '../word-set.js';
import { corrects } from './correction-words.js';
import { type Numeral, numeralAt } from './numerals.js';
import { type Span, spanOf, type Token, tokensOf } from './tokens.js';

/** A number that was said. */
export interface SpokenNumber {
  value: number;
  /** Whether it says which one, and not how many: «третий». */
  ordinal: boolean;
  /** The words that it came from. */
  spans: readonly Span[];
  /** The words of a number that the caller took back. */
  withdrawn: readonly Span[];
}

const passes = wordSet('в на до с по к для');

/**
 * The numbers in a text, in words of any case or in figures: «двадцать пять», «двумстам», «полторы тысячи», «сто
 * двадцать третьего», «пара», «1 200». Corrections are applied.
 *
 * @example
 * ```ts
 * numbersIn('полторы тысячи')[0]?.value; // 1500
 * ```
 */
export function numbersIn(text: string): SpokenNumber[] {
  return matchNumbers(tokensOf(text), new Set());
}

/** Finds numbers in the tokens that are not `taken`. */
export function matchNumbers(tokens: readonly Token[], taken: ReadonlySet<number>): SpokenNumber[] {
  const numbers: SpokenNumber[] = [];
  let last: Numeral | undefined;
  let denied: readonly Span[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const numeral = taken.has(at) ? undefined : numeralAt(tokens, at);
    if (numeral === undefined || hasTaken(taken, numeral)) continue;
    at = numeral.to - 1;
    const spans = [spanOf(tokens, numeral.from, numeral.to)];
    if (isContrasted(tokens, numeral)) {
      denied = spans;
      continue;
    }
    const mends = last !== undefined && corrects(tokens, last.to, numeral.from, passes);
    const before = mends ? numbers.pop() : undefined;
    numbers.push({
      value: numeral.value,
      ordinal: numeral.kind === 'ordinal',
      spans,
      withdrawn: [...(before?.withdrawn ?? []), ...(before?.spans ?? []), ...denied],
    });
    denied = [];
    last = numeral;
  }
  return numbers;
}

function hasTaken(taken: ReadonlySet<number>, { from, to }: Numeral): boolean {
  for (let at = from; at < to; at++) if (taken.has(at)) return true;
  return false;
}

/** «не пять, а шесть»: five is not meant. */
function isContrasted(tokens: readonly Token[], { from, to }: Numeral): boolean {
  const [before, behind] = [tokens[from - 1]?.text, tokens[to]?.text];
  return before === 'не' && behind === 'а' && tokens[to + 1] !== undefined;
}
