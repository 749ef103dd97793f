import { checkObject, checkOneOf, checkText, type ExpectedAnswer, invalidOption } from '@rechka/core';
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/min';
import { type YesNo, yesNo } from '../yes-no.js';
import { parseDate, parseTime } from './civil.js';
import { matchNames } from './names.js';
import type { PersonName } from './person-name.js';
import { type HoursOn, type OpeningHours, openingHoursOf } from './opening-hours.js';
import { matchPhones, type SpokenPhone } from './phone.js';
import type { Now } from './relative-at.js';
import { matchNumbers, type SpokenNumber } from './spoken-numbers.js';
import { type Span, type Token, tokensOf } from './tokens.js';
import { resolveWish, type When } from './when.js';
import { wishesIn } from './wishes.js';

/** What an utterance is understood against. */
export interface UnderstandOptions {
  /**
   * The date and time of the business, as its clock on the wall shows them: `YYYY-MM-DDTHH:MM`. Without a time zone,
   * and so are all results.
   */
  now: string;
  /**
   * When one may come. They tell that «в три» is 15:00, and «до восьми» 20:00. Nothing is refused because of them.
   * Default from 08:00 to 22:00.
   */
  openingHours?: OpeningHours;
  /** What the caller was asked for: then a bare «пять» is a time, «седьмое» a date. Default `free`. */
  expect?: ExpectedAnswer;
  /** Part of a phone number from an earlier utterance, with which this one goes on. */
  phone?: SpokenPhone | undefined;
  /** Where a phone number without «плюс» is from, ISO 3166. Default `RU`. */
  country?: CountryCode;
}

/** All that was understood of an utterance, each kind in the order of the words. */
export interface Understood {
  /** What it comes to as an answer to a question of yes or no. */
  answer: YesNo;
  phones: readonly SpokenPhone[];
  /** Dates and times. Several are offered («в субботу или в воскресенье»), or belong to several things. */
  when: readonly When[];
  names: readonly PersonName[];
  /** Numbers that are part of nothing else. */
  numbers: readonly SpokenNumber[];
}

const expected = ['phone', 'name', 'date', 'time', 'address', 'yes-no', 'free'] as const;
const defaultHours = { from: '08:00', to: '22:00' };

/**
 * Understands what a caller said, as a recogniser gives it: numerals in words or figures, with or without punctuation.
 * Corrections («нет, не в три, а в четыре») are applied. A pure function.
 *
 * Throws `ERR_INVALID_OPTION` if an option cannot be used.
 *
 * @example
 * ```ts
 * const { when } = understand('послезавтра в полшестого', { now: '2026-11-25T12:20' });
 * when[0]?.readings[0]; // { date: { from: '2026-11-27', to: '2026-11-27' }, time: { from: '17:30', to: '17:30' } }
 * ```
 */
export function understand(text: string, options: UnderstandOptions): Understood {
  if (typeof text !== 'string') throw invalidOption('text', text, 'a string');
  checkObject('options', options, "an object with now, e.g. { now: '2026-11-25T12:20' }");
  const { expect = 'free', openingHours = defaultHours, phone: previous, country = 'RU' } = options;
  checkOneOf('expect', expect, expected);
  checkCountry(country);
  if (previous !== undefined) checkPhone(previous);
  const now = nowOf(options.now);
  const hoursOn = openingHoursOf(openingHours);
  const tokens = tokensOf(text);
  const taken = new Set<number>();
  const phones = matchPhones(tokens, { previous, expected: expect === 'phone', country });
  for (const match of phones) take(taken, match);
  const when = whenIn(tokens, taken, now, hoursOn, expect);
  const names = matchNames(tokens, taken, { expected: expect === 'name' });
  takeSpans(
    taken,
    tokens,
    names.flatMap(({ name }) => [...name.spans, ...name.withdrawn]),
  );
  return {
    answer: yesNo(text),
    phones: phones.map(({ phone }) => phone),
    when,
    names: names.map(({ name }) => name),
    numbers: matchNumbers(tokens, taken),
  };
}

/** Dates and times; takes their tokens. */
function whenIn(
  tokens: readonly Token[],
  taken: Set<number>,
  now: Now,
  hoursOn: HoursOn,
  expect: ExpectedAnswer,
): When[] {
  const asked = expect === 'date' || expect === 'time' ? expect : undefined;
  const wishes = wishesIn(tokens, taken, { now, hours: hoursOn(), expect: asked });
  for (const wish of wishes) for (const place of [...wish.places, ...wish.withdrawn]) take(taken, place);
  return wishes.flatMap((wish) => resolveWish(wish, tokens, now, hoursOn) ?? []);
}

function take(taken: Set<number>, { from, to }: { from: number; to: number }): void {
  for (let at = from; at < to; at++) taken.add(at);
}

function takeSpans(taken: Set<number>, tokens: readonly Token[], spans: readonly Span[]): void {
  const indexOf = new Map(tokens.map(({ start }, at) => [start, at]));
  for (const { start, end } of spans) {
    for (let at = indexOf.get(start) ?? tokens.length; (tokens[at]?.start ?? end) < end; at++) taken.add(at);
  }
}

function checkCountry(country: unknown): void {
  if (typeof country !== 'string' || !isSupportedCountry(country))
    throw invalidOption('country', country, 'two letters of ISO 3166, e.g. RU');
}

/** A phone of an earlier utterance, which may have been through JSON since. */
function checkPhone(phone: unknown): void {
  const { dictated } = Object(phone) as Partial<SpokenPhone>;
  if (!Array.isArray((Object(dictated) as Partial<SpokenPhone['dictated']>).groups))
    throw invalidOption('phone', phone, 'one of the phones of an earlier utterance, or undefined');
}

function nowOf(text: string): Now {
  checkText('now', text);
  const [date = '', time = ''] = text.split('T');
  const [day, minute] = [parseDate(date), parseTime(time.slice(0, 5))];
  if (day === undefined || minute === undefined || !/^(?:\d\d:\d\d)?(?::\d\d(?:\.\d+)?)?$/.test(time)) {
    throw invalidOption('now', text, 'a local date and time, YYYY-MM-DDTHH:MM, without a time zone');
  }
  return { day, minute };
}
