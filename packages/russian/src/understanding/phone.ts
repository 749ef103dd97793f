import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { wordSet } from '../word-set.js';
import { dictate, type Dictated, digitsOf, nothingDictated } from './phone-edits.js';
import { type DigitGroup, phoneRuns, type PhoneRun } from './phone-groups.js';
import { type Span, spanOf, type Token } from './tokens.js';

/** A telephone number as it was dictated, whole or in part. */
export interface SpokenPhone {
  /**
   * `complete`: `number` is there. `incomplete`: digits are missing. `ambiguous`: it may be any of `readings`.
   * `invalid`: there is no such number, or digits are too many.
   */
  status: 'complete' | 'incomplete' | 'ambiguous' | 'invalid';
  /** E.164, «+79123456789», once it is complete. */
  number?: string;
  /** What was heard, as the beginning of an international number: «+7912». */
  heard: string;
  /** How many digits are missing; 0 unless `incomplete`. */
  missing: number;
  /** How many digits are too many. */
  extra: number;
  /** Whole numbers (E.164) that it may be, if a ten and a unit were said apart: «сорок пять» may be 40 5. */
  readings: readonly string[];
  /** Whether the length of the number was what told how to read a ten and a unit. Worth reading back. */
  regrouped: boolean;
  /** Digits after «добавочный». */
  extension?: string;
  /** The words of the last utterance that it came from. */
  spans: readonly Span[];
  /** What was dictated, for going on with the next utterance. */
  dictated: Dictated;
}

/** How a dictated number is to be understood. */
export interface PhoneOptions {
  /** A part of the number that was understood before: the text goes on with it, or corrects it. */
  previous?: SpokenPhone | undefined;
  /** Whether the caller was asked for a number: then any digits are taken for one. Default false. */
  expected?: boolean;
  /** Where a number without «плюс» is from, ISO 3166. Default `RU`. */
  country?: CountryCode;
}

/** A phone and the tokens [from, to) it took. */
export interface PhoneMatch {
  phone: SpokenPhone;
  from: number;
  to: number;
}

const announces = wordSet('телефон телефона телефону номер мобильный сотовый набирайте звоните перезвоните');

/**
 * Finds dictated numbers. With `previous`, the first digits of the text belong to it; if it was whole, only a correction
 * does.
 */
export function matchPhones(tokens: readonly Token[], options: PhoneOptions = {}): PhoneMatch[] {
  const { country = 'RU', expected = false } = options;
  const { previous } = options;
  const matches: PhoneMatch[] = [];
  for (const run of phoneRuns(tokens)) {
    const isContinued =
      previous !== undefined &&
      matches.length === 0 &&
      (previous.status !== 'complete' ||
        expected ||
        corrects(previous, run, country) ||
        run.items[0]?.type === 'extension');
    const opening = isContinued ? previous : undefined;
    if (opening === undefined && !expected && !looksLikePhone(tokens, run, country)) continue;
    const before = opening?.dictated ?? nothingDictated;
    const { items, from } = opening === undefined && !expected ? withoutTimeBefore(run, country) : run;
    const dictated = dictate(before, items, (parts) => judge(parts, country).status === 'complete');
    const spans = [spanOf(tokens, from, run.to)];
    matches.push({ phone: { ...judge(dictated, country), spans, dictated }, from, to: run.to });
  }
  return matches;
}

/** «нет, не восемьдесят девять, а восемьдесят восемь», when a whole number was read back: it is whole again. */
function corrects({ dictated }: SpokenPhone, { items }: PhoneRun, country: CountryCode): boolean {
  const digits = items.reduce(
    (sum, item) => sum + (item.type === 'digits' ? item.group.digits.length : 0),
    0,
  );
  if (digits < 2 || !/^(?:mend|not|repeat)$/.test(items[0]?.type ?? '')) return false;
  const isWhole = (parts: Dictated) => judge(parts, country).status === 'complete';
  return isWhole(dictate(dictated, items, isWhole));
}

/** «в три восемь девятьсот двенадцать…»: digits before a whole number are not of it. */
function withoutTimeBefore(run: PhoneRun, country: CountryCode): PhoneRun {
  const isWhole = (items: PhoneRun['items']) =>
    judge(
      dictate(nothingDictated, items, () => false),
      country,
    ).status === 'complete';
  if (isWhole(run.items)) return run;
  for (const count of [1, 2, 3]) {
    const items = run.items.slice(count);
    const [first] = items;
    if (
      first !== undefined &&
      run.items.slice(0, count).every(({ type }) => type === 'digits') &&
      isWhole(items)
    ) {
      return { items, from: first.from, to: run.to };
    }
  }
  return run;
}

/** Ten digits and more, a beginning that only numbers have, or five digits that were announced. */
function looksLikePhone(tokens: readonly Token[], run: PhoneRun, country: CountryCode): boolean {
  const dictated = dictate(
    nothingDictated,
    run.items,
    (parts) => judge(parts, country).status === 'complete',
  );
  const digits = digitsOf(dictated.groups);
  if (dictated.plus || digits.length >= 10) return digits.length >= 4;
  const [trunk, code] = dictated.groups.map((group) => group.digits);
  if ((trunk === '8' || trunk === '7') && /^[3489]\d\d$/.test(code ?? '') && digits.length >= 7) return true;
  const before = tokens.slice(Math.max(0, run.from - 3), run.from);
  return digits.length >= 5 && before.some(({ text }) => announces.has(text));
}

type Judgement = Omit<SpokenPhone, 'spans' | 'dictated'>;

/** What the digits come to. */
function judge(dictated: Dictated, country: CountryCode): Judgement {
  const { extension } = dictated;
  const rest = extension === '' ? {} : { extension };
  const heard = international(dictated, country);
  const plain = { heard, missing: 0, extra: 0, readings: [], regrouped: false, ...rest };
  const extra = extraIn(heard);
  // Numbers of satellites have fourteen digits: one that is too long is no beginning of such.
  const missing = extra > 0 ? 0 : missingIn(heard);
  if (isValid(heard)) return { ...plain, status: 'complete', number: heard };
  if (missing === 0) {
    const unstuttered = withoutStutter(dictated)
      .map((parts) => international(parts, country))
      .find(isValid);
    if (unstuttered !== undefined) return { ...plain, status: 'complete', number: unstuttered };
    const [joined, another] = readingsOf(joinedOnce(dictated), country);
    if (joined !== undefined && another === undefined)
      return { ...plain, status: 'complete', number: joined, regrouped: true };
    return { ...plain, status: 'invalid', extra };
  }
  const readings = readingsOf(apartOnce(dictated), country);
  const [only] = readings;
  if (only !== undefined && readings.length === 1) {
    return { ...plain, status: 'complete', number: only, regrouped: true };
  }
  const status = readings.length > 0 ? 'ambiguous' : 'incomplete';
  return { ...plain, status, missing, readings };
}

function readingsOf(all: readonly Dictated[], country: CountryCode): string[] {
  return [...new Set(all.map((parts) => international(parts, country)).filter(isValid))];
}

/** «триста», a pause, «сорок»: the number with two groups as one, for each pair that can be one. */
function joinedOnce(dictated: Dictated): Dictated[] {
  const { groups } = dictated;
  return groups.flatMap(({ digits }, index) => {
    const next = groups[index + 1]?.digits ?? '';
    const room = /^[1-9]00$/.test(digits) ? 2 : /^[1-9]*[2-9]0$/.test(digits) ? 1 : 0;
    if (next === '' || next.startsWith('0') || next.length > room) return [];
    const joined = { digits: digits.slice(0, -next.length) + next };
    return [{ ...dictated, groups: groups.toSpliced(index, 2, joined) }];
  });
}

/** The number with one of its tens and units said apart, for each of them. */
function apartOnce(dictated: Dictated): Dictated[] {
  return dictated.groups.flatMap(({ apart }, index) =>
    apart === undefined ? [] : [{ ...dictated, groups: dictated.groups.with(index, { digits: apart }) }],
  );
}

/** The number without a group that was said twice in a row, for each of them. */
function withoutStutter(dictated: Dictated): Dictated[] {
  const { groups } = dictated;
  return groups.flatMap(({ digits }, index) =>
    digits.length > 1 && digits === groups[index + 1]?.digits
      ? [{ ...dictated, groups: groups.toSpliced(index, 1) }]
      : [],
  );
}

/** With «+»; 8 or 7 before a code is the trunk of Russia and Kazakhstan. */
function international({ plus, groups }: Dictated, country: CountryCode): string {
  const digits = digitsOf(groups);
  if (plus) return `+${digits}`;
  if (country !== 'RU' && country !== 'KZ') {
    return parsePhoneNumberFromString(digits, country)?.number ?? `+${digits}`;
  }
  const trunk = /^[78]/.test(digits) && (isTrunk(groups) || digits.length >= 11);
  return `+7${trunk ? digits.slice(1) : digits}`;
}

/** «восемь» by itself, and not «восемьсот» of a code. */
function isTrunk([first]: readonly DigitGroup[]): boolean {
  return first !== undefined && (first.digits.length === 1 || first.digits.length > 10);
}

/** With «+» (ITU-T E.164). */
const longestNumber = 16;

function isValid(number: string): boolean {
  return parsed(number)?.isValid() === true;
}

function isPossible(number: string): boolean {
  return parsed(number)?.isPossible() === true;
}

function parsed(number: string) {
  if (number.length > longestNumber) return undefined;
  const phone = parsePhoneNumberFromString(number);
  // «+78912…» parses too: the trunk digit is left out.
  return phone?.number === number ? phone : undefined;
}

/** How many digits are needed before the number could be one. */
function missingIn(number: string): number {
  // A number of two digits is too short to be parsed at all; none is longer than 15.
  for (let missing = 0; number.length + missing <= longestNumber; missing++) {
    if (isPossible(number + '0'.repeat(missing))) return missing;
  }
  return 0;
}

function extraIn(number: string): number {
  for (let extra = Math.max(1, number.length - longestNumber); extra < number.length - 4; extra++) {
    if (isPossible(number.slice(0, -extra))) return extra;
  }
  return 0;
}
