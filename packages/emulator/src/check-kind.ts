import { invalidOption } from '@rechka/core';

/** Throws unless `value` is true or false: texts such as `"no"` would be true. */
export function checkFlag(name: string, value: unknown, expected = 'true or false'): void {
  if (typeof value !== 'boolean') throw invalidOption(name, value, expected);
}

/** Throws unless `value` is an array: a text would be taken for its letters. */
export function checkList(name: string, value: unknown, expected: string): void {
  if (!Array.isArray(value)) throw invalidOption(name, value, expected);
}
