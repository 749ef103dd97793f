import { wordSet } from '../word-set.js';
import { isFiller, markerAt } from './correction-words.js';
import { cardinalForms, digitNames } from './numeral-forms.js';
import type { Token } from './tokens.js';

/** Digits said together: «триста сорок пять», «два нуля», «345». */
export interface DigitGroup {
  digits: string;
  /** What else it may be: «сорок пять» is 45, or 40 and 5. */
  apart?: string;
}

/** What a dictated number is made of. */
export type PhoneItem =
  | { type: 'digits'; group: DigitGroup; from: number; to: number }
  | { type: 'plus' | 'mend' | 'repeat' | 'not' | 'but' | 'extension'; from: number; to: number };

/** A stretch of tokens in which digits are dictated. */
export interface PhoneRun {
  /** A correction may come first: it is one of what was dictated before. */
  items: readonly PhoneItem[];
  from: number;
  to: number;
}

/** More than any number takes that is dictated with its corrections: what goes on for longer is taken in parts. */
const maxItems = 60;

const repeats = wordSet('повторяю повторю повторим');
const between = wordSet('номер телефон дальше потом затем далее запишите записали тире скобка дефис');
const times: ReadonlyMap<string, number> = new Map([
  ...['двойной', 'двойная', 'двойное', 'двойную', 'дважды', 'пара', 'пару'].map((word) => [word, 2] as const),
  ...['тройной', 'тройная', 'тройное', 'тройную', 'трижды'].map((word) => [word, 3] as const),
  ['четырежды', 4],
]);

/** Finds where digits are dictated; fillers and corrections may be inside. */
export function phoneRuns(tokens: readonly Token[]): PhoneRun[] {
  const runs: PhoneRun[] = [];
  let items: PhoneItem[] = [];
  const close = () => {
    while (items.length > 0 && items.at(-1)?.type !== 'digits') items.pop();
    const first = items.find(({ type }) => type === 'digits' || type === 'plus');
    const last = items.at(-1);
    if (first !== undefined && last !== undefined) runs.push({ items, from: first.from, to: last.to });
    items = [];
  };
  for (let at = 0; at < tokens.length;) {
    const item = itemAt(tokens, at);
    if (items.length >= maxItems) close();
    if (item !== undefined) items.push(item);
    else if (!isFiller(tokens[at]) && !between.has(tokens[at]?.text ?? '')) close();
    at = item?.to ?? at + 1;
  }
  close();
  return runs;
}

function itemAt(tokens: readonly Token[], from: number): PhoneItem | undefined {
  const digits = digitsAt(tokens, from);
  if (digits !== undefined) return { type: 'digits', from, ...digits };
  const [text = '', next = ''] = [tokens[from]?.text, tokens[from + 1]?.text];
  if (text === '+' || text === 'плюс') return { type: 'plus', from, to: from + 1 };
  if (/^(?:доб(?:авоч|$)|внутренн)/.test(text)) return { type: 'extension', from, to: from + 1 };
  if (repeats.has(text)) return { type: 'repeat', from, to: from + 1 };
  if (text === 'еще' && next === 'раз') return { type: 'repeat', from, to: from + 2 };
  const marker = markerAt(tokens, from);
  if (marker > 0) return { type: 'mend', from, to: from + marker };
  if (text === 'не' || text === 'а') return { type: text === 'не' ? 'not' : 'but', from, to: from + 1 };
  return undefined;
}

function digitsAt(tokens: readonly Token[], from: number): { group: DigitGroup; to: number } | undefined {
  const { text = '' } = tokens[from] ?? {};
  if (/^\d+$/.test(text)) return { group: { digits: text }, to: from + 1 };
  const name = digitNames.get(text);
  if (name !== undefined && !name.several) return { group: { digits: String(name.digit) }, to: from + 1 };
  const count = times.get(text);
  if (count !== undefined) {
    const digit = oneDigit(tokens[from + 1]?.text ?? '');
    return digit === undefined ? undefined : { group: { digits: digit.repeat(count) }, to: from + 2 };
  }
  const value = cardinalForms.get(text)?.value;
  if (value === undefined) return undefined;
  const named = digitNames.get(tokens[from + 1]?.text ?? '');
  if (value > 1 && value < 10 && named?.several === true) {
    return { group: { digits: String(named.digit).repeat(value) }, to: from + 2 };
  }
  return grouped(tokens, from, value);
}

/** «триста сорок пять»: what fits into the zeros of what was said before goes there. */
function grouped(tokens: readonly Token[], from: number, first: number): { group: DigitGroup; to: number } {
  const parts = [first];
  let to = from + 1;
  for (; ; to++) {
    const next = cardinalForms.get(tokens[to]?.text ?? '')?.value;
    const room = roomAfter(parts.at(-1) ?? 0);
    if (next === undefined || next === 0 || next >= room || (tokens[to]?.gap ?? '') !== '') break;
    // «сто четыре нуля» is 100 and four zeros.
    if (next > 1 && next < 10 && (digitNames.get(tokens[to + 1]?.text ?? '')?.several ?? false)) break;
    parts.push(next);
  }
  const digits = String(parts.reduce((sum, part) => sum + part));
  const unit = parts.at(-1) ?? 0;
  const before = parts.at(-2) ?? 0;
  // Only a ten and a unit are worth doubting: who says «девятьсот двенадцать» means 912.
  const apart = before > 0 && before < 100 ? `${digits.slice(0, -1)}0${unit}` : undefined;
  return { group: apart === undefined ? { digits } : { digits, apart }, to };
}

function roomAfter(value: number): number {
  if (value >= 100) return value % 100 === 0 ? 100 : 0;
  return value >= 20 && value % 10 === 0 ? 10 : 0;
}

function oneDigit(word: string): string | undefined {
  const value = cardinalForms.get(word)?.value ?? digitNames.get(word)?.digit;
  return value === undefined || value > 9 ? undefined : String(value);
}
