import type { SeededRandom } from './recogniser/seeded-random.js';

/** `length` characters of `alphabet`. */
export function randomText(random: SeededRandom, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet.charAt(random.integer(0, alphabet.length - 1))).join('');
}

/** A version 4 UUID made of `random`, so that a seeded run has the same ids each time. */
export function randomUuid(random: SeededRandom): string {
  const hex = randomText(random, 30, '0123456789abcdef');
  const variant = randomText(random, 1, '89ab');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}
