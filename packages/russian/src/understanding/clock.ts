import { ordinalForms } from './numeral-forms.js';
import { type Numeral, numeralAt } from './numerals.js';
import type { Token } from './tokens.js';
import type { Clock, Found, PartName } from './when-pieces.js';

const partAfterHour: ReadonlyMap<string, PartName> = new Map([
  ['утра', 'morning'],
  ['дня', 'day'],
  ['вечера', 'evening'],
  ['ночи', 'night'],
]);
const hourWord = /^(?:час(?:а|у|ов|ам|ами|ик|ика|иков|ом)?|ч)$/;
const minuteWord = /^(?:минут[аыуе]?|минуток|мин)$/;

/** Nouns that are counted: «к пяти подругам» is no time, and neither is «до пяти тысяч». */
const counted =
  /^(?!дня$)(?:человек|люд|руб|тысяч|миллион|лет$|год|дн[яей]|недел|месяц|раз|штук|процент|этаж|квартир|дом|корпус|подъезд|метр|килом|литр|кг$|километр|ребен|дет|взросл|гост|персон|мест|номер|класс|балл|секунд|градус|окн|копе|пик$)/;

/** What it takes to mean an hour. `bare`: «три» will do; `pair`: «три тридцать», «три часа»; `clear`: «три часа дня». */
export type ClockMode = 'bare' | 'pair' | 'clear';

/** The time of the day that begins with a token, without its preposition. */
export function clockAt(tokens: readonly Token[], from: number, mode: ClockMode): Found<Clock> | undefined {
  const found =
    named(tokens, from) ??
    half(tokens, from) ??
    without(tokens, from) ??
    minutesOfHour(tokens, from) ??
    inFigures(tokens, from, mode) ??
    hourAt(tokens, from, mode);
  return found === undefined ? undefined : withPart(tokens, found);
}

/** «в три ночи»: the part of the day goes with the hour. */
function withPart(tokens: readonly Token[], { value, to }: Found<Clock>): Found<Clock> {
  const part = partAfterHour.get(tokens[to]?.text ?? '');
  return part === undefined || value.hour > 12 ? { value, to } : { value: { ...value, part }, to: to + 1 };
}

/** «полдень», «полуночи». */
function named(tokens: readonly Token[], from: number): Found<Clock> | undefined {
  const { text = '' } = tokens[from] ?? {};
  const isNoon = /^(?:полдень|полдня|полудня|полудню|полднем)$/.test(text);
  if (!isNoon && !/^(?:полночь|полночи|полуночи)$/.test(text)) return undefined;
  return {
    value: { hour: isNoon ? 12 : 0, minute: 0, fixed: true, ...(!isNoon && { part: 'night' }) },
    to: from + 1,
  };
}

/** «полшестого», «пол шестого», «половине шестого», «четверть шестого». */
function half(tokens: readonly Token[], from: number): Found<Clock> | undefined {
  const { text = '' } = tokens[from] ?? {};
  const joined = /^пол-?(.+)$/.exec(text)?.[1] ?? '';
  const hour = genitiveHour(joined);
  if (hour !== undefined) return { value: { hour: hour - 1, minute: 30, fixed: false }, to: from + 1 };
  const isHalf = /^(?:пол|половин[ауеы])$/.test(text);
  if (!isHalf && !/^четверт(?:ь|и)$/.test(text)) return undefined;
  const after = genitiveHourAt(tokens, from + 1);
  return after && { value: { hour: after.value - 1, minute: isHalf ? 30 : 15, fixed: false }, to: after.to };
}

/** «без пятнадцати пять», «без четверти шесть», «без пяти минут три». */
function without(tokens: readonly Token[], from: number): Found<Clock> | undefined {
  if (tokens[from]?.text !== 'без') return undefined;
  const quarter = /^четверт(?:и|ь)$/.test(tokens[from + 1]?.text ?? '');
  const minutes = quarter ? { value: 15, to: from + 2, kind: 'cardinal' } : numeralAt(tokens, from + 1);
  if (minutes?.kind !== 'cardinal' || minutes.value < 1 || minutes.value > 59) return undefined;
  const at = minuteWord.test(tokens[minutes.to]?.text ?? '') ? minutes.to + 1 : minutes.to;
  const hour = hourAt(tokens, at, 'bare', false);
  if (hour === undefined || hour.value.minute !== 0) return undefined;
  const before = (hour.value.hour + 23) % 24;
  return { value: { ...hour.value, hour: before, minute: 60 - minutes.value }, to: hour.to };
}

/** «десять минут седьмого». */
function minutesOfHour(tokens: readonly Token[], from: number): Found<Clock> | undefined {
  const minutes = numeralAt(tokens, from);
  if (minutes?.kind !== 'cardinal' || minutes.value > 59) return undefined;
  if (!minuteWord.test(tokens[minutes.to]?.text ?? '')) return undefined;
  const hour = genitiveHourAt(tokens, minutes.to + 1);
  return hour && { value: { hour: hour.value - 1, minute: minutes.value, fixed: false }, to: hour.to };
}

function genitiveHourAt(tokens: readonly Token[], at: number): Found<number> | undefined {
  const text = tokens[at]?.text ?? '';
  const hour = genitiveHour(text) ?? (/^\d{1,2}$/.test(text) ? Number(text) : undefined);
  return hour === undefined || hour < 1 || hour > 12 ? undefined : { value: hour, to: at + 1 };
}

function genitiveHour(word: string): number | undefined {
  const form = ordinalForms.get(word);
  return form?.ending === 'genitive' && form.value <= 12 ? form.value : undefined;
}

/** «17:30» is a time; «15.30» is one only where a time is meant. */
function inFigures(tokens: readonly Token[], from: number, mode: ClockMode): Found<Clock> | undefined {
  const match = /^(\d{1,2})([:.])(\d\d)$/.exec(tokens[from]?.text ?? '');
  if (match === null || (match[2] === '.' && mode !== 'bare')) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[3])];
  if (hour > 24 || minute > 59) return undefined;
  const to = hourWord.test(tokens[from + 1]?.text ?? '') ? from + 2 : from + 1;
  return { value: { hour, minute, fixed: isFixed(hour) || match[1]?.startsWith('0') === true }, to };
}

/** «три», «три часа», «час», «пятнадцать тридцать», «семь ноль пять», «три с половиной». */
function hourAt(
  tokens: readonly Token[],
  from: number,
  mode: ClockMode,
  withMinutes = true,
): Found<Clock> | undefined {
  const { text = '' } = tokens[from] ?? {};
  const isHour = /^(?:час|часу|часа|часом)$/.test(text);
  const hour = isHour ? oneOClock(tokens, from, mode) : wholeHour(tokens, from);
  if (hour === undefined) return undefined;
  const unit = !isHour && hourWord.test(tokens[hour.to]?.text ?? '');
  const at = unit ? hour.to + 1 : hour.to;
  const minutes = withMinutes && hour.half !== true ? minutesAt(tokens, at) : undefined;
  const end = minutes?.to ?? at;
  const next = tokens[end]?.text ?? '';
  const pairs = minutes !== undefined && !counted.test(next);
  const meant = mode === 'bare' || isHour || partAfterHour.has(next) || (mode === 'pair' && (unit || pairs));
  if (!meant) return undefined;
  if (!unit && (counted.test(next) || (minutes === undefined && minuteWord.test(next)))) return undefined;
  const minute = minutes?.value ?? (hour.half === true ? 30 : 0);
  const ofZero = /^0\d/.test(text);
  return { value: { hour: hour.value, minute, fixed: isFixed(hour.value) || ofZero }, to: end };
}

/** «час» is one o'clock, but in «клиентский час» only a part of the day or a preposition makes it one. */
function oneOClock(
  tokens: readonly Token[],
  from: number,
  mode: ClockMode,
): (Found<number> & { half?: boolean }) | undefined {
  const clear = mode === 'bare' || partAfterHour.has(tokens[from + 1]?.text ?? '');
  return clear ? { value: 1, to: from + 1 } : undefined;
}

function wholeHour(tokens: readonly Token[], from: number): (Found<number> & { half?: boolean }) | undefined {
  const numeral = numeralAt(tokens, from);
  if (numeral === undefined || numeral.value < 0) return undefined;
  const half = numeral.kind === 'count' && tokens[numeral.to - 1]?.text === 'половиной';
  if (numeral.kind !== 'cardinal' && !half) return undefined;
  const hour = Math.floor(numeral.value);
  return hour > 24 ? undefined : { value: hour, to: numeral.to, half };
}

/** «тридцать», «ноль пять», «ноль ноль»; less than ten only with its zero or with «минут». */
function minutesAt(tokens: readonly Token[], at: number): Found<number> | undefined {
  const { gap = '', text = '' } = tokens[at] ?? {};
  // «15-30» is a time, «14-16» is two.
  if (gap !== '' && !(gap === '-' && isMinutesOnly(text))) return undefined;
  const first = minuteNumeral(tokens, at);
  if (first === undefined) return undefined;
  const isMinutes = (to: number) => minuteWord.test(tokens[to]?.text ?? '');
  if (first.value === 0 && !/^00$/.test(tokens[at]?.text ?? '')) {
    if (isMinutes(first.to)) return { value: 0, to: first.to + 1 };
    const second = minuteNumeral(tokens, first.to);
    if (second === undefined || second.value > 9) return undefined;
    return { value: second.value, to: isMinutes(second.to) ? second.to + 1 : second.to };
  }
  const twoDigits = first.value >= 10 || /^0\d$/.test(tokens[at]?.text ?? '');
  if (!isMinutes(first.to)) return twoDigits ? { value: first.value, to: first.to } : undefined;
  return { value: first.value, to: first.to + 1 };
}

/** Whether figures can only be minutes. */
export function isMinutesOnly(text: string): boolean {
  return /^(?:00|2[5-9]|[3-5]\d)$/.test(text);
}

function minuteNumeral(tokens: readonly Token[], at: number): Numeral | undefined {
  const numeral = numeralAt(tokens, at);
  return numeral?.kind === 'cardinal' && numeral.value >= 0 && numeral.value < 60 ? numeral : undefined;
}

function isFixed(hour: number): boolean {
  return hour === 0 || hour > 12;
}
