import { addMonths } from './civil.js';
import { type Numeral, numeralAt } from './numerals.js';
import type { Token } from './tokens.js';
import type { DatePiece, Found, TimePiece } from './when-pieces.js';

/** The moment that relative times start from: a day since 1970-01-01, minutes since midnight. */
export interface Now {
  day: number;
  minute: number;
}

interface Moment {
  date: DatePiece;
  time?: TimePiece;
}

/** «через полчаса», «через две недели», «минут через сорок», «прямо сейчас». */
export function relativeAt(tokens: readonly Token[], from: number, now: Now): Found<Moment> | undefined {
  const { text = '' } = tokens[from] ?? {};
  if (text === 'сейчас' || text === 'немедленно')
    return { value: moment(now, now.minute, false), to: from + 1 };
  const soon = asSoonAsPossible(tokens, from);
  if (soon !== undefined) return { value: { date: { kind: 'span', from: now.day } }, to: soon };
  // «минут через сорок»: the unit before makes it approximate.
  const unitBefore = unitOf(text);
  if (unitBefore !== undefined && tokens[from + 1]?.text === 'через') {
    const count = numeralAt(tokens, from + 2);
    return count && { value: later(now, count.value, unitBefore, true), to: count.to };
  }
  if (text !== 'через' && text !== 'спустя') return undefined;
  const rough = /^(?:примерно|где-то|около)$/.test(tokens[from + 1]?.text ?? '');
  const at = rough ? from + 2 : from + 1;
  if (/^пол-?часа|полчасика$/.test(tokens[at]?.text ?? '')) {
    return { value: later(now, 30, 'minute', rough), to: at + 1 };
  }
  const alone = unitOf(tokens[at]?.text ?? '');
  // «через день» leaves one out.
  if (alone !== undefined) return { value: later(now, alone === 'day' ? 2 : 1, alone, rough), to: at + 1 };
  const count = numeralAt(tokens, at);
  const unit = unitOf(tokens[count?.to ?? at]?.text ?? '');
  if (count === undefined || unit === undefined || count.kind === 'ordinal') return undefined;
  return { value: later(now, count.value, unit, rough || isPair(tokens, count)), to: count.to + 1 };
}

function isPair(tokens: readonly Token[], { from }: Numeral): boolean {
  return tokens[from]?.text.startsWith('пар') === true;
}

/** «как можно скорее», «побыстрее». */
function asSoonAsPossible(tokens: readonly Token[], from: number): number | undefined {
  const words = tokens.slice(from, from + 3).map(({ text }) => text);
  if (words[0] === 'как' && words[1] === 'можно' && /^(?:скорее|быстрее|раньше)$/.test(words[2] ?? ''))
    return from + 3;
  if (/^ближайшее$/.test(words[0] ?? '') && words[1] === 'время') return from + 2;
  return /^(?:побыстрее|поскорее)$/.test(words[0] ?? '') ? from + 1 : undefined;
}

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

function unitOf(word: string): Unit | undefined {
  if (/^минут(?:[уы]|к[уи]|ок|очку)?$/.test(word)) return 'minute';
  if (/^час(?:а|ов|ик|ика|иков|ок)?$/.test(word)) return 'hour';
  if (/^(?:день|дня|дней|денек|денька|деньков|сутки|суток)$/.test(word)) return 'day';
  if (/^недел(?:ю|и|ь|ьку|ьки|ек)$/.test(word)) return 'week';
  if (/^(?:год|года|лет)$/.test(word)) return 'year';
  return /^месяц(?:а|ев)?$/.test(word) ? 'month' : undefined;
}

function later(now: Now, count: number, unit: Unit, approximate: boolean): Moment {
  if (unit === 'minute' || unit === 'hour') {
    return moment(now, now.minute + Math.round(count * (unit === 'hour' ? 60 : 1)), approximate);
  }
  const months = unit === 'month' ? 1 : unit === 'year' ? 12 : 0;
  const day =
    months > 0
      ? addMonths(now.day, Math.round(count * months))
      : now.day + Math.round(count * (unit === 'week' ? 7 : 1));
  return { date: { kind: 'span', from: day, to: day, approximate, week: unit === 'week' } };
}

function moment({ day }: Now, minutes: number, approximate: boolean): Moment {
  const date = day + Math.floor(minutes / 1440);
  const minute = minutes % 1440;
  const clock = { hour: Math.floor(minute / 60), minute: minute % 60, fixed: true };
  return { date: { kind: 'span', from: date, to: date }, time: { kind: 'clock', clock, approximate } };
}
