import { VoiceError } from '@rechka/core';
import type { JsonValue } from './json-value.js';

/** Takes what JSON held at `path` for a `T`, or throws `ERR_PROTOCOL`. */
export type Check<T> = (value: unknown, path: string) => T;

/** A field that may be absent. */
export interface Optional<T> {
  optional: Check<T>;
}

/** A check for each field of `T`: the compiler sees to it that none is forgotten or taken for another type. */
export type Fields<T> = {
  readonly [Key in keyof T]-?: {} extends Pick<T, Key> ? Optional<Exclude<T[Key], undefined>> : Check<T[Key]>;
};

/** The error for a message that is not the protocol. It names the place and never the value, which may be a secret. */
export function badMessage(what: string): VoiceError {
  return new VoiceError({
    code: 'ERR_PROTOCOL',
    message: `A message of the peer is not the protocol: ${what}.`,
  });
}

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number): Check<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw badMessage(`${path} is not a whole number from ${min} to ${max}`);
  };
}

/** A number of events, samples or milliseconds. */
export const count = whole(0, Number.MAX_SAFE_INTEGER);

/** A duration or position, not rounded. It may be negative: a commit can come before the end of speech is placed. */
export const finite: Check<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw badMessage(`${path} is not a number`);
};

/** A string of `min` to `max` UTF-16 units. */
export function text(min: number, max: number): Check<string> {
  return (value, path) => {
    if (typeof value === 'string' && value.length >= min && value.length <= max) return value;
    throw badMessage(`${path} is not a text of ${min} to ${max} characters`);
  };
}

/** `true` or `false`. */
export const flag: Check<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw badMessage(`${path} is neither true nor false`);
};

/** One of the given strings. */
export function oneOf<const T extends string>(...allowed: readonly T[]): Check<T> {
  return (value, path) => {
    const found = allowed.find((one) => one === value);
    if (found !== undefined) return found;
    throw badMessage(`${path} is none of ${allowed.join(', ')}`);
  };
}

/** Anything that JSON can hold, but nothing at all. */
export const json: Check<JsonValue> = (value, path) => {
  if (value !== undefined) return value as JsonValue;
  throw badMessage(`${path} is missing`);
};

/** A list of at most `max`. */
export function listOf<T>(check: Check<T>, max: number): Check<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > max)
      throw badMessage(`${path} is not a list of at most ${max}`);
    return value.map((item, index) => check(item, `${path}[${index}]`));
  };
}

/** Marks a field that may be absent. */
export function optional<T>(check: Check<T>): Optional<T> {
  return { optional: check };
}

/** An object with any keys. */
export const record: Check<Readonly<Record<string, JsonValue>>> = (value, path) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, JsonValue>;
  }
  throw badMessage(`${path} is not an object`);
};

/** An object with these fields; others are left out of the result. */
export function object<T extends object>(fields: Fields<T>): Check<T> {
  const entries = Object.entries<Check<unknown> | Optional<unknown>>(fields);
  return (value, path) => {
    const given = record(value, path);
    const result: Record<string, unknown> = {};
    for (const [name, check] of entries) {
      const field = given[name];
      if (typeof check === 'function') result[name] = check(field, `${path}.${name}`);
      else if (field !== undefined) result[name] = check.optional(field, `${path}.${name}`);
    }
    return result as T;
  };
}

/** What {@link variants} needs to know of a union: a check for the fields of each member, by its `type`. */
export type Variants<T extends { type: string }> = {
  readonly [Type in T['type']]: Fields<Omit<Extract<T, { type: Type }>, 'type'>>;
};

/** One of the members of a union that `type` tells apart; `unknown` says what to do with any other. */
export function variants<T extends { type: string }, U>(
  table: Variants<T>,
  unknown: (path: string) => U,
): Check<T | U> {
  const checks = new Map<string, Check<object>>(
    Object.entries<Fields<object>>(table).map(([type, fields]) => [type, object<object>(fields)]),
  );
  return (value, path) => {
    const { type } = record(value, path);
    if (typeof type !== 'string') throw badMessage(`${path}.type is not a text`);
    const check = checks.get(type);
    return check === undefined ? unknown(path) : ({ type, ...check(value, path) } as T);
  };
}

/** JSON that may be none. */
export function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    // Its own words would quote the message.
    throw badMessage('it is not JSON');
  }
}
