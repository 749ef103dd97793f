import { describe, expect, it } from 'vitest';
import { understand, type UnderstandOptions } from './understand.js';

type Options = Partial<UnderstandOptions>;

/** Readings as «2026-12-31 22:00..01:00 every», the end of an extent only where it differs. */
function readingsOf(text: string, options: Options = {}): string[] {
  const { when } = understand(text, { now: '2026-11-25T12:20', ...options });
  const shown = (extent?: { from?: string; to?: string }) =>
    extent && (extent.from === extent.to ? extent.from : `${extent.from ?? ''}..${extent.to ?? ''}`);
  return when.flatMap(({ readings }) =>
    readings.map(({ date, time, every }) =>
      [shown(date), shown(time), every && 'every'].filter((part) => part !== undefined).join(' '),
    ),
  );
}

const bar: Options = { openingHours: { from: '18:00', to: '02:00' } };
const newYearsEve: Options = { now: '2026-12-31T23:30' };

describe('days that not every month has', () => {
  it.each<[said: string, readings: string[], options?: Options]>([
    ['на тридцатое февраля', []],
    ['тридцать первого февраля', []],
    ['тридцатого февраля в пять', []],
    ['тридцать первого июня', []],
    ['до тридцатого февраля', []],
    ['30.02', []],
    ['двадцать девятого февраля две тысячи двадцать седьмого года', []],
    ['двадцать девятого февраля', ['2028-02-29']],
    ['двадцать девятого февраля', ['2028-02-29'], { now: '2028-02-29T10:00' }],
    ['двадцать девятого февраля', ['2032-02-29'], { now: '2028-03-01T10:00' }],
    ['тридцать первого', ['2027-03-31'], { now: '2027-02-10T10:00' }],
    ['тридцатого в три', ['2027-03-30 15:00'], { now: '2027-02-10T10:00' }],
  ])('%s', (said, readings, options) => {
    expect(readingsOf(said, options)).toEqual(readings);
  });
});

describe('the night', () => {
  it.each<[said: string, readings: string[], options?: Options]>([
    ['в час ночи', ['01:00'], bar],
    ['в час', ['01:00'], bar],
    ['в десять', ['22:00'], bar],
    ['до двух', ['..02:00'], bar],
    ['с десяти до часу', ['22:00..01:00'], bar],
    ['завтра в десять', ['2026-11-26 22:00'], bar],
    // The night after Saturday is what a bar is open for; the one before it may be meant.
    ['в субботу в час ночи', ['2026-11-29 01:00', '2026-11-28 01:00'], bar],
    ['в субботу в час ночи', ['2026-11-28 01:00']],
    ['сегодня в час ночи', ['2026-11-26 01:00']],
    ['сегодня в час ночи', ['2026-11-25 01:00'], { now: '2026-11-25T00:20' }],
    ['сегодня ночью', ['2026-11-26 00:00..06:00']],
    ['завтра в полночь', ['2026-11-27 00:00', '2026-11-26 00:00']],
    ['завтра в двенадцать ночи', ['2026-11-27 00:00', '2026-11-26 00:00']],
    ['в полночь', ['00:00']],
    ['с десяти вечера до часу ночи', ['22:00..01:00']],
    ['через час', ['2027-01-01 00:30'], newYearsEve],
  ])('%s', (said, readings, options) => {
    expect(readingsOf(said, options)).toEqual(readings);
  });

  it('takes opening hours that end as they begin for none', () => {
    const openingHours = { from: '18:00', to: '18:00' };
    expect(() => understand('в час', { now: '2026-11-25T12:20', openingHours })).toThrow(/another time/);
  });
});

describe('on the last day of a year', () => {
  it.each([
    ['завтра', ['2027-01-01']],
    ['пятого января', ['2027-01-05']],
    ['в понедельник', ['2027-01-04']],
    ['тридцать первого', ['2026-12-31', '2027-01-31']],
    ['в следующем месяце', ['2027-01-01..2027-01-31']],
    ['на следующей неделе', ['2027-01-04..2027-01-10']],
    ['через неделю', ['2027-01-07']],
    ['на новый год', ['2026-12-31..2027-01-01']],
  ])('%s', (said, readings) => {
    expect(readingsOf(said, newYearsEve)).toEqual(readings);
  });

  it.each([
    ['на новый год', ['2026-12-31..2027-01-01']],
    ['после нового года', ['2027-01-02..']],
    ['на рождество', ['2027-01-07']],
    ['в новом году', []],
  ])('and before: %s', (said, readings) => {
    expect(readingsOf(said)).toEqual(readings);
  });
});

describe('what is not once', () => {
  it.each([
    ['по вторникам', ['2026-12-01 every']],
    ['каждую субботу утром', ['2026-11-28 06:00..12:00 every']],
    ['по вторникам и четвергам', ['2026-12-01 every', '2026-11-26 every']],
    ['по выходным', ['2026-11-28..2026-11-29 every']],
    ['каждый день в семь вечера', ['19:00 every']],
    ['ежедневно', ['every']],
    ['во вторник', ['2026-12-01']],
    ['на выходных', ['2026-11-28..2026-11-29']],
  ])('%s', (said, readings) => {
    expect(readingsOf(said)).toEqual(readings);
  });
});

describe('spelled letters', () => {
  it.each(['иванов и вэ а эн о вэ', 'и вэ а эн о вэ', 'пэ е тэ эр о вэ', 'ша два эс'])(
    'are no date and no phone: %s',
    (text) => {
      const { when, phones, names } = understand(text, { now: '2026-11-25T12:20', expect: 'name' });
      expect([when, phones, names.slice(1)]).toEqual([[], [], []]);
    },
  );
});
