import { pcm } from '@rechka/core';
import { expect, it } from 'vitest';
import { sessionWear } from './session-limits.js';

const limits = { maxMs: 300_000, maxBytes: 10_000_000 };

it.each([
  [16_000, 239_000, 'fresh'],
  [16_000, 240_000, 'worn'],
  [16_000, 259_000, 'worn'],
  [16_000, 260_000, 'exhausted'],
  [16_000, 278_000, 'exhausted'],
  [16_000, 279_000, 'spent'],
  // 48 kHz fills 10 MB in 104 s.
  [48_000, 83_000, 'fresh'],
  [48_000, 84_000, 'worn'],
  [48_000, 90_000, 'exhausted'],
  [48_000, 94_000, 'exhausted'],
  [48_000, 95_000, 'spent'],
] as const)('at %i Hz after %i ms: %s', (rateHz, ageMs, wear) => {
  expect(sessionWear({ ageMs, sentBytes: (ageMs * rateHz * 2) / 1000 }, limits, pcm(rateHz))).toBe(wear);
});

it('is in more of a hurry with a head start', () => {
  const session = { ageMs: 235_000, sentBytes: 0 };
  expect(sessionWear(session, limits, pcm(8000))).toBe('fresh');
  expect(sessionWear(session, limits, pcm(8000), 6000)).toBe('worn');
});
