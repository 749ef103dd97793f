import { wordSet } from '../word-set.js';
import { clockAt } from './clock.js';
import { dateAt, type DateContext } from './date-at.js';
import { cardinalForms } from './numeral-forms.js';
import type { Token } from './tokens.js';
import type { Clock, DatePiece, Found, Piece } from './when-pieces.js';

type Side = 'from' | 'to' | 'after' | 'between';
type Bound = { clock: Clock | number } | { date: DatePiece };

const approximators = wordSet('где-то примерно часов часиков приблизительно этак самого');
const partStarts: ReadonlyMap<string, number> = new Map([
  ['утра', 6],
  ['обеда', 13],
  ['вечера', 17],
  ['ночи', 24],
]);

/** «с трёх до пяти», «с понедельника по среду», «между тремя и пятью»: both ends. */
export function rangeAt(tokens: readonly Token[], from: number, context: DateContext): Piece | undefined {
  const { text = '' } = tokens[from] ?? {};
  if (text !== 'с' && text !== 'со' && text !== 'от' && text !== 'между') return undefined;
  const between = text === 'между';
  const first = boundAt(tokens, from + 1, between ? 'between' : 'from', context);
  if (first === undefined) return undefined;
  const link = tokens[first.to]?.text ?? '';
  const moved = text === 'с' && link === 'на';
  if (!moved && (between ? link !== 'и' : link !== 'до' && link !== 'по')) return undefined;
  const second = boundAt(tokens, first.to + 1, between ? 'between' : 'to', context);
  if (second === undefined) return undefined;
  // «перенести с пятницы на субботу»: Saturday is what is wanted.
  if (moved) return pointOf(from, second);
  return piece(from, second.to, first.value, second.value);
}

/** «до пяти», «не раньше шести», «после двадцатого»: one end. */
export function limitAt(tokens: readonly Token[], from: number, context: DateContext): Piece | undefined {
  const opening = openingAt(tokens, from);
  if (opening === undefined) return undefined;
  const bound = boundAt(tokens, opening.to, opening.value, context);
  if (bound === undefined) return undefined;
  if (opening.value === 'to') return piece(from, bound.to, undefined, bound.value);
  const limit = piece(from, bound.to, bound.value, undefined);
  return opening.value === 'after' && limit.date?.kind === 'bounds'
    ? { ...limit, date: { ...limit.date, after: true } }
    : limit;
}

/** Which side of what follows is meant. */
function openingAt(tokens: readonly Token[], from: number): Found<Side> | undefined {
  const [first = '', second = ''] = [tokens[from]?.text, tokens[from + 1]?.text];
  const isLater = (word: string) => /^(?:позже|позднее|поздней)$/.test(word);
  const isEarlier = (word: string) => /^(?:раньше|ранее)$/.test(word);
  if (first === 'не' && isEarlier(second)) return { value: 'from', to: behindThan(tokens, from + 2) };
  if (first === 'не' && isLater(second)) return { value: 'to', to: behindThan(tokens, from + 2) };
  if (first === 'начиная' && second === 'с') return { value: 'from', to: from + 2 };
  if (first === 'с' || first === 'со') return { value: 'from', to: from + 1 };
  if (first === 'после' || isLater(first)) return { value: 'after', to: from + 1 };
  return first === 'до' || isEarlier(first) ? { value: 'to', to: from + 1 } : undefined;
}

/** «не раньше чем в три». */
function behindThan(tokens: readonly Token[], at: number): number {
  const behind = tokens[at]?.text === 'чем' ? at + 1 : at;
  return /^(?:в|во|с)$/.test(tokens[behind]?.text ?? '') ? behind + 1 : behind;
}

function boundAt(
  tokens: readonly Token[],
  from: number,
  side: Side,
  context: DateContext,
): Found<Bound> | undefined {
  let at = from;
  while (approximators.has(tokens[at]?.text ?? '')) at++;
  const date = dateAt(tokens, at, { ...context, bare: side === 'to' });
  if (date !== undefined) return { value: { date: date.value }, to: date.to };
  const part = partStarts.get(tokens[at]?.text ?? '');
  if (part !== undefined) return { value: { clock: part * 60 }, to: at + 1 };
  const form = cardinalForms.get(tokens[at]?.text ?? '')?.case;
  if (form === 'instrumental' && side !== 'between') return undefined;
  // «с три стрижки» is no time, but «до двадцать двух» is said.
  if (form === 'direct' && side === 'from' && cardinalForms.get(tokens[at + 1]?.text ?? '') === undefined)
    return undefined;
  const clock = clockAt(tokens, at, 'bare');
  return clock && { value: { clock: clock.value }, to: clock.to };
}

function pointOf(from: number, { value, to }: Found<Bound>): Piece | undefined {
  if ('date' in value) return { from, to, date: value.date };
  if (typeof value.clock === 'number') return undefined;
  return { from, to, time: { kind: 'clock', clock: value.clock, approximate: false } };
}

function piece(from: number, to: number, first: Bound | undefined, second: Bound | undefined): Piece {
  if ((first ?? second) !== undefined && 'date' in (first ?? second ?? {})) {
    const [start, end] = [first, second].map((bound) => (bound && 'date' in bound ? bound.date : undefined));
    return { from, to, date: { kind: 'bounds', ...(start && { from: start }), ...(end && { to: end }) } };
  }
  const [start, end] = [first, second].map((bound) => (bound && 'clock' in bound ? bound.clock : undefined));
  const ends = { ...(start !== undefined && { from: start }), ...(end !== undefined && { to: end }) };
  return { from, to, time: { kind: 'bounds', ...ends, approximate: false } };
}
