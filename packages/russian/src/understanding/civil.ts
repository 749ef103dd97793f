/** A date of the calendar, `YYYY-MM-DD`, in no time zone: the one on the wall. */
export type LocalDate = string;
/** A time of the day, `HH:MM`, from 00:00 to 24:00. */
export type LocalTime = string;

// Inside, a date is the number of days since 1970-01-01, and a time is minutes since midnight.

/** The day of a date; undefined if there is no such date (31 February). */
export function dayOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  // Years begin in March, so that the leap day is the last one.
  const shifted = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leapDays + Math.floor((153 * monthFromMarch + 2) / 5) + day - 1 - 719_468;
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Year, month (1–12) and day of the month. */
export interface DateParts {
  year: number;
  month: number;
  day: number;
}

/** The inverse of `dayOf`. */
export function partsOf(days: number): DateParts {
  let year = 1970 + Math.floor(days / 365.2425);
  while ((dayOf(year, 1, 1) ?? 0) > days) year--;
  while ((dayOf(year + 1, 1, 1) ?? 0) <= days) year++;
  let month = 12;
  while ((dayOf(year, month, 1) ?? 0) > days) month--;
  return { year, month, day: days - (dayOf(year, month, 1) ?? 0) + 1 };
}

/** 1 for Monday, 7 for Sunday. */
export function weekdayOf(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** The same day some months later, or the last of the month if it is shorter. */
export function addMonths(days: number, count: number): number {
  const { year, month, day } = partsOf(days);
  const index = year * 12 + month - 1 + count;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return dayOf(target.year, target.month, Math.min(day, daysIn(target.year, target.month))) ?? days;
}

export function formatDate(days: number): LocalDate {
  const { year, month, day } = partsOf(days);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function formatTime(minutes: number): LocalTime {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `YYYY-MM-DD` → day; undefined if it is not one. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match === null ? undefined : dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `HH:MM` → minutes; undefined if it is not one. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  const minutes = match === null ? Infinity : Number(match[1]) * 60 + Number(match[2]);
  return minutes > 24 * 60 || Number(match?.[2]) > 59 ? undefined : minutes;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
