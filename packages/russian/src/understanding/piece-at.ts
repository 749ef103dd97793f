import { wordSet } from '../word-set.js';
import { limitAt, rangeAt } from './bounds-at.js';
import { clockAt, type ClockMode, isMinutesOnly } from './clock.js';
import { dateAt } from './date-at.js';
import { cardinalForms, ordinalForms } from './numeral-forms.js';
import { partAt } from './part-of-day.js';
import { type Now, relativeAt } from './relative-at.js';
import type { Token } from './tokens.js';
import type { Clock, Piece, TimePiece } from './when-pieces.js';

/** What helps to tell a date or a time from other words. */
export interface PieceContext {
  now: Now;
  /** Opening and closing, minutes since midnight. */
  hours: { from: number; to: number };
  /** Whether a bare «двадцать пятое» is a date. */
  bareDate: boolean;
  /** What it takes for a number without a preposition to be an hour. */
  clockMode: ClockMode;
}

const prepositions = wordSet('в во на к ко');
const approximators = wordSet(
  'около примерно приблизительно где-то ориентировочно часов часиков часам часика часа этак районе',
);

/** What the tokens from `from` on say of a date or a time; undefined if they say nothing of it. */
export function pieceAt(tokens: readonly Token[], from: number, context: PieceContext): Piece | undefined {
  const relative = relativeAt(tokens, from, context.now);
  if (relative !== undefined) return { from, to: relative.to, ...relative.value };
  const dates = { today: context.now.day, bare: context.bareDate };
  const range = rangeAt(tokens, from, dates);
  if (range !== undefined) return range;
  const part = partAt(tokens, from);
  if (part !== undefined) return { from, to: part.to, time: part.value };
  const limit = limitAt(tokens, from, dates) ?? openingOrClosing(tokens, from, context);
  if (limit !== undefined) return limit;
  return pointAt(tokens, from, context);
}

/** «к открытию», «перед самым закрытием»: the last hour. */
function openingOrClosing(
  tokens: readonly Token[],
  from: number,
  { hours }: PieceContext,
): Piece | undefined {
  const first = tokens[from]?.text ?? '';
  if (!/^(?:к|до|перед|с|после|под)$/.test(first)) return undefined;
  const at = /^сам/.test(tokens[from + 1]?.text ?? '') ? from + 2 : from + 1;
  const word = tokens[at]?.text ?? '';
  const ends = (bounds: { from?: number; to?: number }): Piece => ({
    from,
    to: at + 1,
    time: { kind: 'bounds', ...bounds, approximate: false },
  });
  if (/^открыти[юяе]м?$/.test(word))
    return ends({ from: hours.from, ...(first === 'к' && { to: hours.from }) });
  if (!/^закрыти[юяе]м?$/.test(word)) return undefined;
  return first === 'до' ? ends({ to: hours.to }) : ends({ from: hours.to - 60, to: hours.to });
}

/** «в пятницу», «часов в семь», «в третьем часу», and the same without a preposition where that is enough. */
function pointAt(tokens: readonly Token[], from: number, context: PieceContext): Piece | undefined {
  const { at, preposition, approximate } = prefixAt(tokens, from);
  const prefixed = at > from;
  const { text = '' } = tokens[at] ?? {};
  const bare = context.bareDate || preposition === 'на' || preposition === 'к' || preposition === 'ко';
  // «в 10.30» is a time, «на 10.12» is a date.
  const timeFirst = preposition === 'в' && /^[^0]\d?\.\d\d$/.test(text);
  const date = timeFirst
    ? undefined
    : dateAt(tokens, behindPreposition(tokens, at), { today: context.now.day, bare });
  if (date !== undefined) return { from, to: date.to, date: date.value };
  if (prefixed && tokens[at] !== undefined) {
    const part = approximate ? partAt(tokens, at) : undefined;
    if (part !== undefined) return { from, to: part.to, time: part.value };
    if (!caseFits(text, preposition)) return undefined;
  }
  const hourly = prefixed ? withinHour(tokens, at) : undefined;
  if (hourly !== undefined) return { from, to: at + 2, time: hourly };
  const mode = prefixed ? 'bare' : context.clockMode;
  const dashed = dashedRange(tokens, at, mode, approximate);
  if (dashed !== undefined) return { from, ...dashed };
  const clock = clockAt(tokens, at, mode);
  return clock && { from, to: clock.to, time: { kind: 'clock', clock: clock.value, approximate } };
}

interface Prefix {
  at: number;
  preposition: string;
  approximate: boolean;
}

/** Prepositions, and words that make a time approximate; «часов» does so only with one of the others. */
function prefixAt(tokens: readonly Token[], from: number): Prefix {
  let [at, preposition, approximate, sure] = [from, '', false, false];
  for (; at < from + 4; at++) {
    const { text = '' } = tokens[at] ?? {};
    if (prepositions.has(text) && preposition === '') preposition = text;
    else if (approximators.has(text)) {
      approximate = true;
      sure ||= !text.startsWith('час');
      if (text === 'районе') preposition = '';
    } else if (text !== 'ровно' && text !== 'прямо') break;
  }
  if (preposition === '' && !sure) return { at: from, preposition: '', approximate: false };
  return { at, preposition, approximate };
}

/** «по субботам», «по будням». */
function behindPreposition(tokens: readonly Token[], at: number): number {
  return tokens[at]?.text === 'по' ? at + 1 : at;
}

/** «в трёх кварталах» is no time: «в» and «на» go with the accusative. */
function caseFits(word: string, preposition: string): boolean {
  const form = cardinalForms.get(word);
  if (form === undefined || preposition === '') return form?.case !== 'instrumental';
  return /^(?:в|во|на)$/.test(preposition) ? form.case === 'direct' : form.case !== 'instrumental';
}

/** «в третьем часу» is between two and three. */
function withinHour(tokens: readonly Token[], at: number): TimePiece | undefined {
  const form = ordinalForms.get(tokens[at]?.text ?? '');
  if (form?.ending !== 'prepositional' || form.value > 12 || tokens[at + 1]?.text !== 'часу')
    return undefined;
  const hour = (value: number): Clock => ({ hour: value === 0 ? 12 : value, minute: 0, fixed: false });
  return { kind: 'bounds', from: hour(form.value - 1), to: hour(form.value), approximate: false };
}

/** «14-16 часов», «в два-три». */
function dashedRange(
  tokens: readonly Token[],
  at: number,
  mode: ClockMode,
  approximate: boolean,
): { to: number; time: TimePiece } | undefined {
  const { gap = '', text = '' } = tokens[at + 1] ?? {};
  if (!/^[-–—]$/.test(gap) || isMinutesOnly(text)) return undefined;
  const start = clockAt(tokens, at, 'bare');
  if (start?.to !== at + 1) return undefined;
  const end = clockAt(tokens, at + 1, 'bare');
  const hasUnit = /^час/.test(tokens[(end?.to ?? 0) - 1]?.text ?? '');
  if (end === undefined || (mode !== 'bare' && !hasUnit && !/:/.test(tokens[at]?.text ?? '')))
    return undefined;
  return { to: end.to, time: { kind: 'bounds', from: start.value, to: end.value, approximate } };
}
