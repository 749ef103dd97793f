import { describe, expect, it } from 'vitest';
import { RandomSources } from './random-sources.js';

describe('sources of random numbers', () => {
  it('are the same for the n-th call of a method, whatever else is called, when, and however much it draws', () => {
    const alone = new RandomSources(9);
    const among = new RandomSources(9);
    for (let call = 0; call < 5; call++) {
      const other = among.next('synthesis');
      for (let draw = 0; draw < call; draw++) other.next();
      expect(among.next('completion').next()).toBe(alone.next('completion').next());
    }
  });

  it('differ by seed, by name and by call', () => {
    const drawn = [1, 2, 3].flatMap((seed) => {
      const sources = new RandomSources(seed);
      return ['a', 'b', 'a', 'b', 'aa'].map((name) => sources.next(name).next());
    });
    expect(new Set(drawn).size).toBe(15);
  });
});
