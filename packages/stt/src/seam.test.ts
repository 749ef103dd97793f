import type { TimedWord } from '@rechka/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSeam, isWithin } from './seam.js';

/** Words as they are said: at least 120 ms long, gaps from none to a second. */
const speech = fc
  .array(
    fc.record({ gapMs: fc.constantFrom(0, 20, 50, 300, 1000), lengthMs: fc.integer({ min: 200, max: 900 }) }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((shapes) => {
    let atMs = 0;
    return shapes.map(({ gapMs, lengthMs }): TimedWord => {
      const startMs = (atMs += gapMs);
      return { text: 'да', startMs, endMs: (atMs += lengthMs) };
    });
  });

describe('chooseSeam', () => {
  it('gives each of the same words to one of two sessions whose times differ by 40 ms', () => {
    fc.assert(
      fc.property(speech, fc.nat(30_000), fc.integer({ min: -40, max: 40 }), (said, start, shiftMs) => {
        const fromMs = Math.min(start, said.at(-1)!.endMs);
        const untilMs = fromMs + 2500;
        // The earlier one does not hear the end of a word that is cut, and may take its start for a word.
        const earlier = said.flatMap((word) => {
          if (word.startMs > untilMs - 60) return [];
          return [{ ...word, endMs: Math.min(word.endMs, untilMs) }];
        });
        // The later one makes a wrong word of the end of one that is cut.
        const later = said.flatMap((word) => {
          if (word.endMs < fromMs + 60) return [];
          const startMs = Math.max(word.startMs + shiftMs, fromMs);
          return [{ text: word.startMs < fromMs ? '?' : word.text, startMs, endMs: word.endMs + shiftMs }];
        });
        const seamMs = chooseSeam({ words: earlier, fromMs, untilMs, toldMs: 0 });
        const told = [
          ...earlier.filter((word) => isWithin({ fromMs: 0, untilMs: seamMs }, word)),
          ...later.filter((word) => isWithin({ fromMs: seamMs, untilMs: Infinity }, word)),
        ];
        expect(told.map(({ text }) => text)).toEqual(said.map(({ text }) => text));
      }),
      { numRuns: 2000 },
    );
  });

  it('lies in the widest pause, not before what was told', () => {
    const words = [
      { text: 'а', startMs: 500, endMs: 700 },
      { text: 'б', startMs: 750, endMs: 950 },
      { text: 'в', startMs: 1600, endMs: 1800 },
    ];
    expect(chooseSeam({ words, fromMs: 0, untilMs: 2500, toldMs: 0 })).toBe(1275);
    expect(chooseSeam({ words, fromMs: 0, untilMs: 2500, toldMs: 1800 })).toBe(1800);
    expect(chooseSeam({ words: [], fromMs: 300, untilMs: 2500, toldMs: 100 })).toBe(300);
  });
});
