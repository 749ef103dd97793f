import { describe, expect, it } from 'vitest';
import type { ExpectedAnswer } from '../ports/language.js';
import { pauseFor } from './pause-for.js';

const cutOffCostMs = 6000;
const pause = (probability: number, expected: ExpectedAnswer = 'name', cost = cutOffCostMs) =>
  pauseFor({ probability, expected, cutOffCostMs: cost });

describe('pauseFor', () => {
  it('waits the longer the less likely it is that the caller has finished', () => {
    const pauses = [0.95, 0.8, 0.7, 0.5, 0.3, 0.1].map((probability) => pause(probability));
    expect(pauses).toEqual([...new Set(pauses)].sort((a, b) => a - b));
    expect(pauses[0]).toBe(400);
    expect(pauses.at(-1)).toBeLessThan(1700);
  });

  it('waits a moment after what is certain, and bears what is impossible', () => {
    for (const probability of [1, 2]) expect(pause(probability)).toBe(400);
    for (const probability of [0, -1]) expect(pause(probability)).toBe(pause(0.1));
  });

  it('waits longer after an open question', () => {
    expect(pause(0.7, 'free') - pause(0.7, 'name')).toBeCloseTo(96);
  });

  it.each([0.15, 0.3, 0.5, 0.7, 0.8])('costs least where the caller has finished with %d', (probability) => {
    const odds = (1 - probability) / probability;
    const cost = (ms: number) => ms + odds * cutOffCostMs * Math.exp(-ms / 320);
    const best = pause(probability);
    expect(cost(best)).toBeLessThan(cost(best - 30));
    expect(cost(best)).toBeLessThan(cost(best + 30));
  });

  it('waits longer where a cut-off costs more, and not where there is none to fear', () => {
    expect(pause(0.5, 'name', 12_000)).toBeGreaterThan(pause(0.5) + 200);
    expect(pause(0.5, 'name', 3000)).toBeLessThan(pause(0.5) - 200);
    expect(pause(0.98, 'name', 12_000)).toBe(400);
  });
});
