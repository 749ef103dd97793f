import { checkNumber } from '@rechka/core';

/** A limit with its default, or infinite for `false`. Throws `ERR_INVALID_OPTION`, from 1 to `most` allowed. */
export function limitOrNone(
  name: string,
  value: number | false | undefined,
  { byDefault, most }: { byDefault: number; most: number },
): number {
  if (value === false) return Number.POSITIVE_INFINITY;
  const resolved = value ?? byDefault;
  checkNumber(name, resolved, { min: 1, max: most });
  return resolved;
}

/** The most requests a second that a quota can be set to; `false` lifts it. */
export const mostPerSecond = 100_000;
