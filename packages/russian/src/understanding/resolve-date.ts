import { dayOf, partsOf, weekdayOf } from './civil.js';
import type { DatePiece } from './when-pieces.js';

/** Days that may be meant, both ends included; an end that is not there is open. */
export interface DayRange {
  from?: number;
  to?: number;
  /** Only Monday to Friday. */
  workdays?: boolean;
  /** Not once, but every week or day: «по вторникам». */
  every?: boolean;
  approximate?: boolean;
}

/** The readings of what was said of the date, the likeliest first. */
export function resolveDate(pieces: readonly DatePiece[], today: number): DayRange[] {
  const [first, second] = pieces;
  if (first === undefined) return [];
  if (second === undefined) return readingsOf(first, today);
  if (first.kind === 'any') return readingsOf(second, today);
  if (second.kind === 'any') return readingsOf(first, today);
  return combined(first, second, today) ?? combined(second, first, today) ?? readingsOf(second, today);
}

/** Whether two pieces say one date together: «в пятницу двадцать седьмого», «во вторник на следующей неделе». */
export function combines(first: DatePiece, second: DatePiece): boolean {
  const kinds = [first.kind, second.kind];
  if (kinds.includes('any')) return true;
  if (!kinds.includes('weekday')) return false;
  return kinds.includes('day') || kinds.includes('span');
}

function combined(first: DatePiece, second: DatePiece, today: number): DayRange[] | undefined {
  if (first.kind !== 'weekday') return undefined;
  if (second.kind === 'span') {
    const { from = today, to = from, week = false } = second;
    const start = week ? from - weekdayOf(from) + 1 : from;
    const day = onOrAfter(start, first.weekday);
    return day <= Math.max(to, start + (week ? 6 : 0))
      ? [point(day)]
      : [...readingsOf(second, today), ...readingsOf(first, today)];
  }
  if (second.kind !== 'day') return undefined;
  const days = readingsOf(second, today);
  const agreeing = days.filter(({ from }) => from !== undefined && weekdayOf(from) === first.weekday);
  if (agreeing.length > 0) return agreeing;
  return [...days.slice(0, 1), ...readingsOf({ ...first, which: first.which ?? 'nearest' }, today)];
}

function readingsOf(piece: DatePiece, today: number): DayRange[] {
  const readings = onceOf(piece, today);
  // Which of the coming ones is the first, is no question then.
  return 'every' in piece && piece.every
    ? readings.slice(0, 1).map((range) => ({ ...range, every: true }))
    : readings;
}

function onceOf(piece: DatePiece, today: number): DayRange[] {
  switch (piece.kind) {
    case 'weekday':
      return weekday(piece, today).map(point);
    case 'day':
      return dayOfMonth(piece, today).map(point);
    case 'span': {
      const { from, to, approximate } = piece;
      return [
        {
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(approximate && { approximate }),
        },
      ];
    }
    case 'bounds':
      return bounds(piece, today);
    case 'workdays':
      return [{ workdays: true }];
    case 'any':
      return [{}];
  }
}

function point(day: number): DayRange {
  return { from: day, to: day };
}

function onOrAfter(day: number, weekday: number): number {
  return day + ((weekday - weekdayOf(day) + 7) % 7);
}

function weekday(piece: DatePiece & { kind: 'weekday' }, today: number): number[] {
  const coming = onOrAfter(today, piece.weekday);
  if (piece.which === 'this') return [coming];
  if (piece.which === 'nearest') return [coming === today ? today + 7 : coming];
  if (piece.which === 'next') {
    // That of the next week of the calendar; where this week's is still to come, it may be that.
    const ofNextWeek = today - weekdayOf(today) + 7 + piece.weekday;
    return coming < ofNextWeek && coming !== today ? [ofNextWeek, coming] : [ofNextWeek];
  }
  // Who means today says «сегодня».
  return coming === today ? [today + 7, today] : [coming];
}

/** The next such day; today may be meant, or its next time. */
function dayOfMonth({ day, month, year }: DatePiece & { kind: 'day' }, today: number): number[] {
  const now = partsOf(today);
  const found: number[] = [];
  if (year !== undefined) {
    const exact = dayOf(year, month ?? now.month, day);
    return exact === undefined ? [] : [exact];
  }
  // A 29 February is at most eight years away.
  for (let ahead = 0; ahead <= 8 * 12 && found.length < 2; ahead++) {
    const index = now.month - 1 + ahead;
    const candidate = { year: now.year + Math.floor(index / 12), month: (index % 12) + 1 };
    if (month !== undefined && month !== candidate.month) continue;
    const exact = dayOf(candidate.year, candidate.month, day);
    if (exact !== undefined && exact >= today) found.push(exact);
  }
  return found[0] === today && month === undefined ? found : found.slice(0, 1);
}

function bounds({ from, to, after = false }: DatePiece & { kind: 'bounds' }, today: number): DayRange[] {
  // «с пятого по восьмое января»: the month is said once.
  const start =
    from?.kind === 'day' && to?.kind === 'day' ? { ...from, month: from.month ?? to.month } : from;
  const first = start && readingsOf(start, today)[0];
  const last = to && readingsOf(to, first?.from ?? today)[0];
  // «до тридцатого февраля» is no date.
  if ((from && !first) || (to && !last)) return [];
  // A bound that is today's weekday means the next one, but a range may end on the day it begins.
  const lower = after ? first?.to : first?.from;
  return [
    {
      ...(lower !== undefined && { from: after ? lower + 1 : lower }),
      ...(last?.to !== undefined && { to: last.to }),
    },
  ];
}
