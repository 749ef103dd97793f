import { pcm } from '@rechka/core';
import { expect, it } from 'vitest';
import { sessionWear } from './session-limits.js';

it.each([
  [16_000, 239_000, 'fresh'],
  [16_000, 240_000, 'worn'],
  [16_000, 264_000, 'worn'],
  [16_000, 265_000, 'exhausted'],
  // 48 kHz fills 10 MB in 104 s; 35 s of that are kept for an utterance that is still to end.
  [48_000, 44_000, 'fresh'],
  [48_000, 45_000, 'worn'],
  [48_000, 69_000, 'worn'],
  [48_000, 70_000, 'exhausted'],
] as const)('at %i Hz after %i ms: %s', (rateHz, ageMs, wear) => {
  expect(sessionWear({ ageMs, sentBytes: (ageMs * rateHz * 2) / 1000 }, pcm(rateHz))).toBe(wear);
});
