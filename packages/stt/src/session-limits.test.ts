import { pcm } from '@rechka/core';
import { expect, it } from 'vitest';
import { isWorn } from './session-limits.js';

it.each([
  [16_000, 239_000, false],
  [16_000, 240_000, true],
  [48_000, 60_000, false],
  // 48 kHz fills 10 MB in 104 s; 35 s of that are kept for an utterance that is still to end.
  [48_000, 70_000, true],
])('at %i Hz after %i ms: %s', (rateHz, ageMs, worn) => {
  expect(isWorn({ ageMs, sentBytes: (ageMs * rateHz * 2) / 1000 }, pcm(rateHz))).toBe(worn);
});
