import type { Clock, PartName, TimePiece } from './when-pieces.js';

/** Minutes since midnight, both ends included; an end that is not there is open, one over 1440 is on the next day. */
export interface TimeRange {
  from?: number;
  to?: number;
  approximate?: boolean;
}

/** What tells which half of the day an hour is in. Minutes since midnight. */
export interface TimeContext {
  hours: { from: number; to: number };
  /** Times up to this are gone: now, if the day is today. */
  gone: number;
}

/** The readings of what was said of the time, the likeliest first. */
export function resolveTime(pieces: readonly TimePiece[], context: TimeContext): TimeRange[] {
  const part = pieces.find((piece) => piece.kind === 'part');
  const exact = pieces.find((piece) => piece.kind !== 'part');
  if (exact === undefined) return part === undefined ? [] : [endsOf(part.from, part.to, false)];
  if (exact.kind === 'any') return [{}];
  if (exact.kind === 'clock') {
    const points = pointsOf(exact.clock, part?.name, context);
    return points.map((minute) => endsOf(minute, minute, exact.approximate));
  }
  return boundsReadings(exact, part, context);
}

function pointsOf(clock: Clock, part: PartName | undefined, context: TimeContext): number[] {
  const all = candidates(clock, part);
  return open(all, (minute) => opensBy(minute, context.hours), context.gone);
}

/** Whether one is open at a minute, it may be since the evening before. */
function opensBy(minute: number, { from, to }: TimeContext['hours']): boolean {
  return (minute >= from && minute < to) || minute + 1440 < to;
}

/** What is not gone, and of that what is in opening hours, if there is any; hours of the day before those of the night. */
function open(minutes: number[], isOpen: (minute: number) => boolean, gone: number): number[] {
  const ahead = preferring(minutes, (minute) => minute > gone);
  return preferring(ahead, isOpen).sort((a, b) => Number(isNight(a)) - Number(isNight(b)) || a - b);
}

/** Those of which it holds, or all if it holds of none. */
export function preferring<T>(values: readonly T[], holds: (value: T) => boolean): T[] {
  const some = values.filter(holds);
  return some.length > 0 ? some : [...values];
}

/** Without opening hours that tell, «в семь» is rather 07:00 than 19:00, «в три» rather 15:00 than 03:00. */
function isNight(minute: number): boolean {
  return minute < 7 * 60 || minute >= 19 * 60;
}

/** The minutes of the day that a clock may mean. */
function candidates({ hour, minute, fixed, part: own }: Clock, part: PartName | undefined): number[] {
  if (fixed || hour > 12) return [hour * 60 + minute];
  const morning = (hour % 12) * 60 + minute;
  const both = [morning, morning + 720];
  const said = own ?? part;
  return said === undefined ? both : preferring(both, (each) => isIn(each, said));
}

/** Wider than what the part means by itself: «пять вечера», «четыре утра», «одиннадцать ночи». */
function isIn(minute: number, part: PartName): boolean {
  const hour = minute / 60;
  if (part === 'morning') return hour >= 3 && hour < 12;
  if (part === 'day') return hour >= 10 && hour < 18;
  if (part === 'evening') return hour >= 15;
  return hour < 6 || hour >= 21;
}

function boundsReadings(
  { from, to, approximate }: TimePiece & { kind: 'bounds' },
  part: (TimePiece & { kind: 'part' }) | undefined,
  context: TimeContext,
): TimeRange[] {
  const { hours, gone } = context;
  const starts = from === undefined ? [] : minutesOf(from, part?.name);
  const ends =
    to === undefined ? [] : minutesOf(to, part?.name).map((minute) => (minute === 0 ? 1440 : minute));
  if (to === undefined) {
    const lower = open(starts, (minute) => opensBy(minute, hours), gone);
    return lower.map((minute) =>
      endsOf(minute, part?.to !== undefined && part.to > minute ? part.to : undefined, approximate),
    );
  }
  if (from === undefined) {
    const upper = open(ends, (minute) => opensBy(minute - 1, hours), gone);
    return upper.map((minute) =>
      endsOf(part?.from !== undefined && part.from < minute ? part.from : undefined, minute, approximate),
    );
  }
  const isOvernight = hours.to > 1440 || starts.every((start) => ends.every((end) => end < start));
  const pairs = starts.flatMap((start) =>
    ends.flatMap((end) =>
      end >= start ? [{ start, end }] : isOvernight ? [{ start, end: end + 1440 }] : [],
    ),
  );
  const ahead = preferring(pairs, ({ end }) => end > gone);
  const inHours = preferring(ahead, ({ start, end }) => start >= hours.from && end <= hours.to);
  const shortest = Math.min(...inHours.map(({ start, end }) => end - start));
  return inHours
    .filter(({ start, end }) => end - start === shortest)
    .sort((a, b) => Number(isNight(a.start)) - Number(isNight(b.start)) || a.start - b.start)
    .map(({ start, end }) => endsOf(start, end, approximate));
}

function minutesOf(bound: Clock | number, part: PartName | undefined): number[] {
  return typeof bound === 'number' ? [bound] : candidates(bound, part);
}

function endsOf(from: number | undefined, to: number | undefined, approximate: boolean): TimeRange {
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(approximate && { approximate }),
  };
}

/** Whether a clock can be told by a part of the day: «вечером в семь». */
export function agreesWithPart(piece: TimePiece, name: PartName | undefined): boolean {
  if (piece.kind !== 'clock' || name === undefined) return true;
  return candidates(piece.clock, undefined).some((minute) => isIn(minute, name));
}
