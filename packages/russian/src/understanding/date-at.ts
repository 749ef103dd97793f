import { daysAheadOfWord, monthOfWord, weekdayOfWord, whichOfWord } from './calendar-words.js';
import { addMonths, dayOf, daysIn, partsOf, weekdayOf } from './civil.js';
import { type Numeral, numeralAt } from './numerals.js';
import type { Token } from './tokens.js';
import type { DatePiece, Found } from './when-pieces.js';

/** What a date may be told by besides its words. */
export interface DateContext {
  /** The day it is, since 1970-01-01. */
  today: number;
  /** Whether a bare «двадцать пятое» is a date: one was asked for, or «на» or «по» is before it. */
  bare: boolean;
}

/** What else is counted with ordinals: «пятого этажа» is no date. */
const ordered =
  /^(?:этаж|дом|подъезд|корпус|квартал|раз|класс|курс|отдел|кабинет|номер|человек|ряд|мест|час|размер|уров)/;

/** The date that begins with a token, without its preposition. */
export function dateAt(
  tokens: readonly Token[],
  from: number,
  context: DateContext,
): Found<DatePiece> | undefined {
  const { text = '' } = tokens[from] ?? {};
  const ahead = daysAheadOfWord(text);
  if (ahead !== undefined) {
    const to =
      /^д(?:ень|ня|ню|нем)$/.test(tokens[from + 1]?.text ?? '') && text.includes('шн') ? from + 2 : from + 1;
    return { value: point(context.today + ahead), to };
  }
  return (
    weekday(tokens, from) ??
    numeric(tokens, from) ??
    dayOfMonth(tokens, from, context) ??
    workdays(tokens, from) ??
    anyDay(tokens, from) ??
    holiday(tokens, from, context.today) ??
    period(tokens, from, context.today) ??
    partOfPeriod(tokens, from, context.today)
  );
}

function point(day: number): DatePiece {
  return { kind: 'span', from: day, to: day };
}

const each = /^кажд(?:ый|ую|ое|ые|ого|ой|ых)$/;

/** «пятницу», «следующую среду», «каждую пятницу», «пятницам». */
function weekday(tokens: readonly Token[], from: number): Found<DatePiece> | undefined {
  const { text: first = '' } = tokens[from] ?? {};
  const which = whichOfWord(first);
  const at = which === undefined && !each.test(first) ? from : from + 1;
  const { text = '' } = tokens[at] ?? {};
  const day = weekdayOfWord(text);
  if (day === undefined) return undefined;
  const every = each.test(first) || /[ая]м$/.test(text);
  return {
    value: { kind: 'weekday', weekday: day, ...(which && { which }), ...(every && { every }) },
    to: at + 1,
  };
}

/** «05.12», «05.12.2026». */
function numeric(tokens: readonly Token[], from: number): Found<DatePiece> | undefined {
  const match = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{2,4}))?$/.exec(tokens[from]?.text ?? '');
  if (match === null) return undefined;
  const [day, month, year] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  if (day === undefined || month === undefined || dayOf(2024, month, day) === undefined) return undefined;
  const whole = year !== undefined && year < 100 ? 2000 + year : year;
  return { value: { kind: 'day', day, month, year: whole }, to: from + 1 };
}

/** «двадцать пятого декабря», «первого числа», «пятое», «25 декабря 2026 года». */
function dayOfMonth(
  tokens: readonly Token[],
  from: number,
  context: DateContext,
): Found<DatePiece> | undefined {
  const numeral = numeralAt(tokens, from);
  if (numeral === undefined || numeral.kind === 'count') return undefined;
  const { value: day, to } = numeral;
  if (day < 1 || day > 31) return undefined;
  const next = tokens[to]?.text ?? '';
  const month = monthOfWord(next);
  if (month !== undefined) {
    // «тридцатое февраля» is a date that no year has, and not all of February.
    const year = yearAt(tokens, to + 1);
    return { value: { kind: 'day', day, month, year: year?.value }, to: year?.to ?? to + 1 };
  }
  if (/^числ[ауо]м?$/.test(next)) {
    const whole = /^месяца$/.test(tokens[to + 2]?.text ?? '')
      ? wholePeriod(tokens, to + 1, context.today)
      : undefined;
    if (whole === undefined) return { value: { kind: 'day', day }, to: to + 1 };
    // «пятого числа следующего месяца»
    const { month, year } = partsOf(whole.first);
    return { value: { kind: 'day', day, month, year }, to: whole.to };
  }
  if (numeral.kind === 'cardinal') return undefined;
  if (!isDayForm(numeral, context.bare) || ordered.test(next)) return undefined;
  return { value: { kind: 'day', day }, to };
}

/** «двадцатого», and «двадцатое» unless it is small: «первое» is said of much else. */
function isDayForm({ ending, value }: Numeral, bare: boolean): boolean {
  if (ending === 'genitive' || (ending === 'neuter' && value >= 10)) return true;
  return bare && (ending === 'neuter' || ending === 'dative');
}

/** «2026 года», «две тысячи двадцать шестого года». */
function yearAt(tokens: readonly Token[], at: number): Found<number> | undefined {
  const numeral = numeralAt(tokens, at);
  if (numeral === undefined || numeral.kind === 'count') return undefined;
  const isYear = numeral.value >= 1900 && numeral.value < 2200;
  const named = /^(?:год|года|году)$/.test(tokens[numeral.to]?.text ?? '');
  if (isYear) return { value: numeral.value, to: named ? numeral.to + 1 : numeral.to };
  return named && numeral.value < 100 ? { value: 2000 + numeral.value, to: numeral.to + 1 } : undefined;
}

/** «будни», «будний день», «рабочие дни». */
function workdays(tokens: readonly Token[], from: number): Found<DatePiece> | undefined {
  const [first = '', second = ''] = [tokens[from]?.text, tokens[from + 1]?.text];
  if (/^(?:будни|будням|будней|буднях)$/.test(first)) return { value: { kind: 'workdays' }, to: from + 1 };
  const named =
    /^(?:будн|рабоч)(?:ий|ие|им|их|его|ему)$/.test(first) && /^(?:день|дня|дни|дням|дней|дню)$/.test(second);
  return named ? { value: { kind: 'workdays' }, to: from + 2 } : undefined;
}

/** «любой день», «каждый день». */
function anyDay(tokens: readonly Token[], from: number): Found<DatePiece> | undefined {
  const [first = '', second = ''] = [tokens[from]?.text, tokens[from + 1]?.text];
  const named =
    /^люб(?:ой|ая|ое|ые|ых|ого)$/.test(first) && /^(?:день|дни|дней|дня|дата|дату|число)$/.test(second);
  if (named) return { value: { kind: 'any' }, to: from + 2 };
  const daily = first === 'ежедневно' ? 1 : each.test(first) && second === 'день' ? 2 : 0;
  return daily === 0 ? undefined : { value: { kind: 'any', every: true }, to: from + daily };
}

/** «новый год» is the night between two days. */
function holiday(tokens: readonly Token[], from: number, today: number): Found<DatePiece> | undefined {
  const [first = '', second = ''] = [tokens[from]?.text, tokens[from + 1]?.text];
  if (/^рождеств[оауе]м?$/.test(first)) return { value: { kind: 'day', day: 7, month: 1 }, to: from + 1 };
  if (!/^нов(?:ый|ого|ому|ым)$/.test(first) || !/^год(?:а|у|ом)?$/.test(second)) return undefined;
  // On 1 January it is still that of yesterday's night.
  const eve = dayOf(partsOf(today - 1).year, 12, 31) ?? today;
  return { value: { kind: 'span', from: Math.max(eve, today), to: eve + 1 }, to: from + 2 };
}

/** «этой неделе», «следующих выходных», «декабре», «следующем месяце», «ближайшие дни». */
function period(tokens: readonly Token[], from: number, today: number): Found<DatePiece> | undefined {
  const { text: opening = '' } = tokens[from] ?? {};
  const which = whichOfWord(opening);
  const at = which === undefined && !each.test(opening) ? from : from + 1;
  const { text = '' } = tokens[at] ?? {};
  const span = (first: number, last: number): Found<DatePiece> => ({
    value: { kind: 'span', from: Math.max(first, today), to: last },
    to: at + 1,
  });
  const monday = today - weekdayOf(today) + 1;
  if (/^выходн(?:ые|ых|ым|ыми)$/.test(text)) {
    const shift = which === 'next' ? 7 : 0;
    const every = each.test(opening) || /[иы]м$/.test(text);
    const saturday = monday + 5 + shift;
    const value: DatePiece = { kind: 'span', from: Math.max(saturday, today), to: saturday + 1 };
    return { value: every ? { ...value, every } : value, to: at + 1 };
  }
  const month = at === from ? monthOfWord(text) : undefined;
  if (month !== undefined) {
    const first = monthAhead(today, month);
    return span(first, first + lengthOfMonth(first) - 1);
  }
  if (which === undefined) return undefined;
  const next = which === 'next';
  if (/^недел[еяюи]$/.test(text)) {
    const first = next ? monday + 7 : monday;
    const found = span(first, first + 6);
    return { ...found, value: { kind: 'span', from: Math.max(first, today), to: first + 6, week: true } };
  }
  if (/^месяц[еа]?$/.test(text)) {
    const first = firstOfMonth(addMonths(today, next ? 1 : 0));
    return span(first, first + lengthOfMonth(first) - 1);
  }
  return which === 'nearest' && /^(?:дни|дней|днях)$/.test(text) ? span(today, today + 3) : undefined;
}

/** «начале недели», «конце декабря», «середине месяца». */
function partOfPeriod(tokens: readonly Token[], from: number, today: number): Found<DatePiece> | undefined {
  const part = /^(начал|середин|кон[е]?ц)[аеуы]?$/.exec(tokens[from]?.text ?? '')?.[1];
  if (part === undefined) return undefined;
  const whole = wholePeriod(tokens, from + 1, today);
  if (whole === undefined) return undefined;
  const { first, last, to } = whole;
  const week = last - first === 6;
  const third = week ? [1, 3, 6] : [9, 19, last - first];
  const [early = 0, middle = 0, late = 0] = third;
  const range: [number, number] =
    part === 'начал'
      ? [first, first + early]
      : part === 'середин'
        ? [first + early + 1, first + middle]
        : [first + (week ? 4 : middle + 1), first + late];
  return { value: { kind: 'span', from: Math.max(range[0], Math.min(today, range[1])), to: range[1] }, to };
}

function wholePeriod(
  tokens: readonly Token[],
  from: number,
  today: number,
): { first: number; last: number; to: number } | undefined {
  const which = whichOfWord(tokens[from]?.text ?? '');
  const at = which === undefined ? from : from + 1;
  const { text = '' } = tokens[at] ?? {};
  if (/^недели$/.test(text)) {
    const first = today - weekdayOf(today) + 1 + (which === 'next' ? 7 : 0);
    return { first, last: first + 6, to: at + 1 };
  }
  const named = monthOfWord(text);
  if (named === undefined && text !== 'месяца') return undefined;
  const first =
    named === undefined ? firstOfMonth(addMonths(today, which === 'next' ? 1 : 0)) : monthAhead(today, named);
  return { first, last: first + lengthOfMonth(first) - 1, to: at + 1 };
}

function firstOfMonth(day: number): number {
  return day - partsOf(day).day + 1;
}

/** The first day of the next such month, or of this one. */
function monthAhead(today: number, month: number): number {
  const now = partsOf(today);
  return dayOf(month < now.month ? now.year + 1 : now.year, month, 1) ?? today;
}

function lengthOfMonth(day: number): number {
  const { year, month } = partsOf(day);
  return daysIn(year, month);
}
