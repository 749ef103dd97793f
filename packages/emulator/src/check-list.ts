import { invalidOption } from '@rechka/core';

/** Throws unless `value` is an array: a text would be taken for its letters. */
export function checkList(name: string, value: unknown, expected: string): void {
  if (!Array.isArray(value)) throw invalidOption(name, value, expected);
}
