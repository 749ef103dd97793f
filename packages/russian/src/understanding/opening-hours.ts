import { checkObject, invalidOption } from '@rechka/core';
import { type LocalTime, parseTime } from './civil.js';

/** From when to when one is open; `24:00` is midnight, and an end before the start is on the next day: 18:00–02:00. */
export interface DayHours {
  from: LocalTime;
  to: LocalTime;
}

/** 1 for Monday, 7 for Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The same every day, or by weekday; a day that is not there is closed. */
export type OpeningHours = DayHours | Partial<Record<Weekday, DayHours>>;

/** Opening hours in minutes, over 1440 after midnight, for a weekday; if it is not known or closed, the widest of all days. */
export type HoursOn = (weekday?: number) => { from: number; to: number };

/** Checks opening hours. */
export function openingHoursOf(hours: OpeningHours): HoursOn {
  checkObject('openingHours', hours, "an object, e.g. { from: '09:00', to: '20:00' }");
  if ('from' in hours) {
    const all = minutesOf('openingHours', hours);
    return () => all;
  }
  const days = new Map(
    Object.entries(hours).map(([day, one]) => {
      if (!/^[1-7]$/.test(day)) throw invalidOption('openingHours', day, 'weekdays from 1 (Monday) to 7');
      return [Number(day), minutesOf(`openingHours[${day}]`, one)] as const;
    }),
  );
  if (days.size === 0) throw invalidOption('openingHours', hours, 'at least one day');
  const all = [...days.values()];
  const widest = {
    from: Math.min(...all.map(({ from }) => from)),
    to: Math.max(...all.map(({ to }) => to)),
  };
  return (weekday) => days.get(weekday ?? 0) ?? widest;
}

function minutesOf(name: string, hours: DayHours): { from: number; to: number } {
  checkObject(name, hours, "an object, e.g. { from: '09:00', to: '20:00' }");
  const { from, to } = hours;
  const [start, end] = [parseTime(from), parseTime(to)];
  if (start === undefined) throw invalidOption(`${name}.from`, from, 'a time, HH:MM');
  if (end === undefined || end === start)
    throw invalidOption(`${name}.to`, to, 'another time than from, HH:MM');
  return { from: start, to: end < start ? end + 1440 : end };
}
