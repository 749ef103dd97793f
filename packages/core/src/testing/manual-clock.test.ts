import { describe, expect, it } from 'vitest';
import { sleep } from '../time/sleep.js';
import { manualClock } from './manual-clock.js';

describe('manualClock', () => {
  it('stands still until told, and fires what is due in order of time, then of making', async () => {
    const clock = manualClock(500);
    const fired: string[] = [];
    const at = (name: string, ms: number) => clock.setTimeout(() => fired.push(`${name}@${clock.now()}`), ms);
    at('late', 30);
    at('first', 10);
    at('second', 10);
    at('never', 41);
    expect(fired).toEqual([]);
    await clock.advance(40);
    expect(fired).toEqual(['first@510', 'second@510', 'late@530']);
    expect(clock.now()).toBe(540);
    expect(clock.pendingTimers).toBe(1);
  });

  it('lets what awaits a timer go on, and set the next, before time passes it', async () => {
    const clock = manualClock();
    const seen: number[] = [];
    const loop = (async () => {
      for (let i = 0; i < 5; i++) {
        await sleep(clock, 20);
        await Promise.resolve();
        seen.push(clock.now());
      }
    })();
    await clock.advance(100);
    await loop;
    expect(seen).toEqual([20, 40, 60, 80, 100]);
  });

  it('does not fire what was cancelled', async () => {
    const clock = manualClock();
    let fired = false;
    const timer = clock.setTimeout(() => (fired = true), 10);
    timer.cancel();
    await clock.advance(20);
    expect(fired).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('cannot go back', async () => {
    await expect(manualClock().advance(-1)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});
