import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTonePauses, type TonePauses } from './tone-pauses.js';

const usual: TonePauses = {
  soundMs: 1000,
  usualMs: [0, 50, 90, 0],
  markupMs: [0, 0, 0, 0],
  speed: 1,
  duration: undefined,
};

describe('pauses of tone speech', () => {
  it.each<[string, Partial<TonePauses>, number[]]>([
    ['are the usual ones', {}, [0, 50, 90, 0]],
    ['of half the speed take twice as long in all', { speed: 0.5 }, [0, 457, 823, 0]],
    ['of high speed are the shortest', { speed: 3 }, [0, 20, 20, 0]],
    ['of the markup are as written', { markupMs: [0, 300, 10, 0] }, [0, 300, 90, 0]],
    ['of the markup are so at any speed', { markupMs: [0, 300, 0, 0], speed: 3 }, [0, 300, 20, 0]],
    [
      'fill a longer duration',
      { duration: { policy: 'EXACT_DURATION', durationMs: 2000 } },
      [0, 357, 643, 0],
    ],
    [
      'are cut for a shorter one',
      { duration: { policy: 'EXACT_DURATION', durationMs: 1070 } },
      [0, 25, 45, 0],
    ],
    [
      'are not longer for a least duration',
      { duration: { policy: 'MIN_DURATION', durationMs: 900 } },
      [0, 50, 90, 0],
    ],
    ['fill a least duration', { duration: { policy: 'MIN_DURATION', durationMs: 1280 } }, [0, 100, 180, 0]],
    [
      'are cut for a longest duration',
      { duration: { policy: 'MAX_DURATION', durationMs: 1070 } },
      [0, 25, 45, 0],
    ],
    [
      'are not longer for a longest duration',
      { duration: { policy: 'MAX_DURATION', durationMs: 5000 } },
      [0, 50, 90, 0],
    ],
  ])('%s', (_, change, expected) => {
    expect(planTonePauses({ ...usual, ...change })).toEqual(expected);
  });

  it('come after a single word that is to last longer', () => {
    const duration = { policy: 'EXACT_DURATION', durationMs: 1500 } as const;
    expect(planTonePauses({ ...usual, usualMs: [0, 0], markupMs: [0, 0], duration })).toEqual([0, 500]);
  });

  it('keep words apart, and take exactly as long as asked where that is possible', () => {
    const ms = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 300 }), { minLength: 1, maxLength: 12 }),
        fc.array(ms, { maxLength: 12 }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 60_000 }),
        (usualMs, markupMs, speed, durationMs) => {
          const soundMs = 5000;
          const duration = { policy: 'EXACT_DURATION', durationMs } as const;
          const planned = planTonePauses({ soundMs, usualMs, markupMs, speed, duration });
          for (const pauseMs of planned) expect(pauseMs).toBeGreaterThanOrEqual(20);
          const wholeMs = soundMs + planned.reduce((sum, pauseMs) => sum + pauseMs, 0);
          // Shrinking stops at the shortest pauses, one by one, so the end may be later; it is never sooner.
          expect(wholeMs).toBeGreaterThanOrEqual(durationMs);
          const before = planTonePauses({ soundMs, usualMs, markupMs, speed, duration: undefined });
          if (durationMs >= soundMs + before.reduce((sum, pauseMs) => sum + pauseMs, 0)) {
            expect(wholeMs).toBe(durationMs);
          }
        },
      ),
    );
  });
});
