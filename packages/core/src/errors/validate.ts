import type { Clock } from '../time/clock.js';
import { VoiceError } from './voice-error.js';

/** How a value is shown in an error message: short, and quoted if it is a string. */
function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : 'an object';
}

/** The error for an option that cannot be used; `expected` says what would do. */
export function invalidOption(name: string, value: unknown, expected: string): VoiceError {
  return new VoiceError({
    code: 'ERR_INVALID_OPTION',
    message: `Option ${name} is ${show(value)}; expected ${expected}.`,
  });
}

/** Throws unless `value` is a number within [min, max] (and whole, if asked for). */
export function checkNumber(
  name: string,
  value: unknown,
  range: { min: number; max: number; integer?: boolean },
): asserts value is number {
  const { min, max, integer = false } = range;
  const fits =
    typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
  if (!fits)
    throw invalidOption(name, value, `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`);
}

/** Throws unless `value` is an object: JavaScript users have no compiler to tell them that options are missing. */
export function checkObject(name: string, value: unknown, expected: string): asserts value is object {
  if (typeof value !== 'object' || value === null) throw invalidOption(name, value, expected);
}

/** Throws unless `value` is true or false: texts such as `"no"` would be true. */
export function checkFlag(
  name: string,
  value: unknown,
  expected = 'true or false',
): asserts value is boolean {
  if (typeof value !== 'boolean') throw invalidOption(name, value, expected);
}

/** Throws unless `value` is a function; `expected` says which. */
export function checkFunction(name: string, value: unknown, expected = 'a function'): void {
  if (typeof value !== 'function') throw invalidOption(name, value, expected);
}

/** Throws unless `clock` is a {@link Clock}, or absent. */
export function checkClock(clock: unknown): asserts clock is Clock | undefined {
  if (clock === undefined) return;
  const { now, setTimeout } = Object(clock) as Partial<Clock>;
  if (typeof now !== 'function' || typeof setTimeout !== 'function')
    throw invalidOption('clock', clock, 'a Clock, with now() and setTimeout()');
}

/** Throws unless `value` is a string with something in it. */
export function checkText(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value.trim() === '')
    throw invalidOption(name, value, 'a non-empty string');
}

/** Throws unless `value` is one of `allowed`. */
export function checkOneOf<T extends string>(
  name: string,
  value: unknown,
  allowed: readonly T[],
): asserts value is T {
  if (!allowed.includes(value as T)) throw invalidOption(name, value, `one of ${allowed.join(', ')}`);
}
