import type { LocalDate, LocalTime } from './civil.js';
import { formatDate, formatTime, weekdayOf } from './civil.js';
import type { HoursOn } from './opening-hours.js';
import type { Now } from './relative-at.js';
import { type DayRange, resolveDate } from './resolve-date.js';
import { preferring, resolveTime, type TimeRange } from './resolve-time.js';
import { type Span, spanOf, type Token } from './tokens.js';
import type { Wish } from './wish.js';

/** From when to when, both included: equal ends are a point, an end that is not there is open, `{}` is any. */
export interface Extent<T> {
  from?: T;
  to?: T;
}

/** One way to understand a date, a time, or both. */
export interface WhenReading {
  /** Undefined if nothing was said of the date; `{}` if any will do. */
  date?: Extent<LocalDate>;
  /** Only Monday to Friday. */
  workdays?: true;
  /** Not once, but every week or day: «по вторникам», «каждый день». `date` is the first. */
  every?: true;
  /** Undefined if nothing was said of the time; `{}` if any will do. An end before the start is on the next day. */
  time?: Extent<LocalTime>;
  /** «часов в семь», «через пару дней». */
  approximate?: true;
}

/** What was said of a date, a time, or both. */
export interface When {
  /** The likeliest first, at least one; more than one is an ambiguity worth a question. */
  readings: readonly [WhenReading, ...WhenReading[]];
  /** Whether it is what the caller does not want: «только не в понедельник». */
  excluded: boolean;
  /** The words that it came from. */
  spans: readonly Span[];
  /** The words that the caller took back: «в три» of «в три, нет, в четыре». */
  withdrawn: readonly Span[];
}

/** More are no use to anybody. */
const maxReadings = 4;

/** Reads what was said, against now and the opening hours. */
export function resolveWish(
  wish: Wish,
  tokens: readonly Token[],
  now: Now,
  hoursOn: HoursOn,
): When | undefined {
  const dates = resolveDate(wish.dates, now.day);
  if (wish.dates.length > 0 && dates.length === 0) return undefined;
  const combinations =
    dates.length === 0
      ? timesOf(wish, undefined, now, hoursOn)
      : dates.flatMap((date) => timesOf(wish, date, now, hoursOn));
  const nights = combinations.flatMap((combination) => nightsOf(combination, wish, now, hoursOn));
  const ahead = preferring(nights, (combination) => !isGone(combination, now));
  const inHours = preferring(ahead, (combination) => isOpen(combination, hoursOn));
  const readings = inHours.map(readingOf).slice(0, maxReadings);
  const [best, ...others] = readings;
  if (best === undefined) return undefined;
  const spans = wish.places.map(({ from, to }) => spanOf(tokens, from, to));
  const withdrawn = wish.withdrawn.map(({ from, to }) => spanOf(tokens, from, to));
  return { readings: [best, ...others], excluded: wish.excluded, spans, withdrawn };
}

interface Combination {
  date: DayRange | undefined;
  time: TimeRange | undefined;
}

function timesOf({ times }: Wish, date: DayRange | undefined, now: Now, hoursOn: HoursOn): Combination[] {
  const day = dayOf(date);
  const hours = hoursOn(day === undefined ? undefined : weekdayOf(day));
  const resolved = resolveTime(times, { hours, gone: day === now.day ? now.minute : -1 });
  return resolved.length === 0 ? [{ date, time: undefined }] : resolved.map((time) => ({ date, time }));
}

/**
 * «в субботу в полночь» may be where Saturday begins or where it ends, «сегодня ночью» is the night to come, and who is
 * open on Saturday until two means by «в субботу в час ночи» the night after.
 */
function nightsOf(combination: Combination, { times }: Wish, now: Now, hoursOn: HoursOn): Combination[] {
  const { date, time } = combination;
  const day = dayOf(date);
  const atNight = times.some(
    (piece) =>
      (piece.kind === 'clock' && piece.clock.part === 'night') ||
      (piece.kind === 'part' && piece.name === 'night'),
  );
  const { from = 0, to = 1440 } = time ?? {};
  if (!atNight || day === undefined || to > 6 * 60) return [combination];
  const next = { date: { ...date, from: day + 1, to: day + 1 }, time };
  if (day === now.day && to < now.minute) return [next];
  const isOpenAfter = from + 1440 < hoursOn(weekdayOf(day)).to;
  return to === 0 || isOpenAfter ? [next, combination] : [combination];
}

/** The day, if it is only one. */
function dayOf(date: DayRange | undefined): number | undefined {
  return date?.from !== undefined && date.from === date.to ? date.from : undefined;
}

function isOpen({ date, time }: Combination, hoursOn: HoursOn): boolean {
  const day = dayOf(date);
  const hours = hoursOn(day === undefined ? undefined : weekdayOf(day));
  const { from = 0, to = 1440 } = time ?? {};
  return (from < hours.to && to >= hours.from) || from + 1440 < hours.to;
}

/** Whether all of it is over. */
function isGone({ date, time }: Combination, now: Now): boolean {
  if (date?.to === undefined) return false;
  const latest = time?.to ?? (time?.from === undefined || time.from > now.minute ? 1440 : time.from);
  return date.to < now.day || (date.to === now.day && latest < now.minute);
}

function readingOf({ date, time }: Combination): WhenReading {
  return {
    ...(date !== undefined && !date.workdays && { date: extentOf(date, formatDate) }),
    ...(date?.workdays && { workdays: true }),
    ...(date?.every && { every: true }),
    ...(time !== undefined && { time: extentOf(time, timeOfDay) }),
    ...((date?.approximate === true || time?.approximate === true) && { approximate: true }),
  };
}

function timeOfDay(minutes: number): LocalTime {
  return formatTime(minutes > 1440 ? minutes - 1440 : minutes);
}

function extentOf({ from, to }: Extent<number>, format: (value: number) => string): Extent<string> {
  return { ...(from !== undefined && { from: format(from) }), ...(to !== undefined && { to: format(to) }) };
}
