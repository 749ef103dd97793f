import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDate, formatTime, partsOf } from './civil.js';
import { numbersIn } from './spoken-numbers.js';
import { ordinalOf, spelled } from './test-support/spelling.js';
import { understand, type UnderstandOptions } from './understand.js';

const now = '2026-11-25T00:00';
const wholeDay = { from: '00:00', to: '24:00' };

function valueOf(text: string): number | undefined {
  const numbers = numbersIn(text);
  return numbers.length === 1 ? numbers[0]!.value : undefined;
}

describe('numbers, spoken and understood', () => {
  it.each(['nominative', 'genitive'] as const)('all to ten thousand, in the %s', (inflection) => {
    for (let value = 0; value <= 10_000; value++) {
      const text = spelled(value, inflection);
      expect([text, valueOf(text)]).toEqual([text, value]);
    }
  });

  it('to a million', () => {
    const numbers = fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom('nominative', 'genitive'));
    fc.assert(
      fc.property(numbers, ([value, inflection]) => valueOf(spelled(value, inflection)) === value),
      { numRuns: 3000 },
    );
  });

  it('with their spans, in any text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999 }),
        fc.constantFrom('ну ', 'Ё — ', ''),
        (value, before) => {
          const text = `${before}${spelled(value)} рублей`;
          const [number] = numbersIn(text);
          const [span] = number!.spans;
          expect(text.slice(span!.start, span!.end)).toBe(spelled(value));
        },
      ),
    );
  });
});

/** The times that a text may mean, by its readings. */
function timesOf(text: string, options: Partial<UnderstandOptions> = {}): string[] {
  const { when } = understand(text, { now, openingHours: wholeDay, ...options });
  expect([text, when.length]).toEqual([text, 1]);
  return when[0]!.readings.map(({ time }) => (time?.from === time?.to ? (time?.from ?? '?') : '?'));
}

const minutesOfDay = Array.from({ length: 24 * 60 }, (_, minutes) => ({
  hour: Math.floor(minutes / 60),
  minute: minutes % 60,
  time: formatTime(minutes),
}));

/** How an hour is said by the clock of twelve: «в три», «в час». */
const hourOfTwelve = (hour: number) => (hour % 12 === 0 ? 12 : hour % 12);
const partOf = (hour: number) => (hour < 4 ? 'ночи' : hour < 12 ? 'утра' : hour < 17 ? 'дня' : 'вечера');

describe('all times of a day, spoken and understood', () => {
  it('by the clock of twenty-four: «в пятнадцать ноль пять»', () => {
    for (const { hour, minute, time } of minutesOfDay) {
      const minutes = minute < 10 ? `ноль ${spelled(minute)}` : spelled(minute);
      expect(timesOf(`в ${spelled(hour)} ${minutes}`)).toContain(time);
      const units = `в ${spelled(hour)} часов ${spelled(minute)} минут`;
      expect(timesOf(units)).toContain(time);
    }
  });

  it('in figures: «15:05»', () => {
    for (const { time } of minutesOfDay) expect(timesOf(`Завтра в ${time}.`)).toContain(time);
  });

  it('by the part of the day, without ambiguity: «в три часа пять минут дня»', () => {
    for (const { hour, minute, time } of minutesOfDay) {
      const text = `в ${spelled(hourOfTwelve(hour))} часов ${spelled(minute)} минут ${partOf(hour)}`;
      expect([text, timesOf(text)]).toEqual([text, [time]]);
    }
  });

  it('by the hour that has begun: «пять минут четвёртого», «полчетвёртого»', () => {
    for (const { hour, minute, time } of minutesOfDay) {
      if (minute === 0) continue;
      const next = ordinalOf((hour % 12) + 1);
      expect(timesOf(`${spelled(minute)} минут ${next}`)).toContain(time);
      if (minute === 30) {
        expect(timesOf(`в пол${next}`)).toContain(time);
        expect(timesOf(`в половине ${next}`)).toContain(time);
      }
    }
  });

  it('by what is missing of the hour: «без пятнадцати четыре»', () => {
    for (const { hour, minute, time } of minutesOfDay) {
      if (minute === 0) continue;
      const next = spelled((hour % 12) + 1);
      expect(timesOf(`без ${spelled(60 - minute, 'genitive')} ${next}`)).toContain(time);
      expect(timesOf(`без ${spelled(60 - minute, 'genitive')} минут ${next}`)).toContain(time);
    }
  });

  it('with one reading only in opening hours of less than half a day', () => {
    for (const { hour, minute, time } of minutesOfDay) {
      if (hour < 9 || hour >= 20) continue;
      const minutes = minute < 10 ? `ноль ${spelled(minute)}` : spelled(minute);
      const text = `в ${spelled(hourOfTwelve(hour))} ${minutes}`;
      expect([text, timesOf(text, { openingHours: { from: '09:00', to: '20:00' } })]).toEqual([text, [time]]);
    }
  });
});

const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const first = dayOf(2026, 11, 25)!;
const daysOfYear = Array.from({ length: 365 }, (_, index) => ({
  ...partsOf(first + index),
  date: formatDate(first + index),
}));

function datesOf(text: string): (string | undefined)[] {
  const { when } = understand(text, { now });
  expect([text, when.length]).toEqual([text, 1]);
  return when[0]!.readings.map(({ date }) => (date?.from === date?.to ? date?.from : '?'));
}

describe('all dates of a year, spoken and understood', () => {
  it('in words, in figures and as numbers', () => {
    for (const { day, month, date } of daysOfYear) {
      const name = months[month - 1]!;
      const two = (value: number) => String(value).padStart(2, '0');
      for (const text of [
        `${ordinalOf(day)} ${name}`,
        `${day} ${name}`,
        `${day}-го ${name}`,
        `на ${ordinalOf(day)
          .replace(/тьего$/, 'тье')
          .replace(/ого$/, 'ое')} ${name}`,
        `${two(day)}.${two(month)}`,
        `${ordinalOf(day)} ${name} в три`,
      ]) {
        expect([text, datesOf(text)]).toEqual([text, [date]]);
      }
    }
  });

  it('with a year', () => {
    for (const { day, month, year, date } of daysOfYear) {
      const name = months[month - 1]!;
      const inWords = `${ordinalOf(day)} ${name} две тысячи ${ordinalOf(year - 2000)} года`;
      expect([inWords, datesOf(inWords)]).toEqual([inWords, [date]]);
      expect(datesOf(`${day} ${name} ${year} года`)).toEqual([date]);
    }
  });

  it('by the day of the month alone: the next one', () => {
    for (let day = 1; day <= 31; day++) {
      const [date] = datesOf(ordinalOf(day));
      expect(date).toBe(daysOfYear.find((each) => each.day === day)!.date);
    }
  });
});
