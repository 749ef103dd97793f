import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.js';
import { CallerSilence } from './caller-silence.js';

function caller() {
  const clock = manualClock(1000);
  const state = { speaking: false };
  const silence = new CallerSilence(clock, () => state.speaking);
  const abort = new AbortController();
  const told: boolean[] = [];
  const wait = (ms: number) => void silence.lasts(ms, abort.signal).then((lasted) => told.push(lasted));
  return { clock, state, silence, abort, told, wait };
}

describe('CallerSilence', () => {
  it('lasts from the moment the caller was last heard', async () => {
    const { clock, silence, told, wait } = caller();
    silence.heard();
    await clock.advance(100);
    wait(400);
    await clock.advance(200);
    silence.heard();
    await clock.advance(399);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toEqual([true]);
    wait(400);
    await clock.advance(0);
    expect(told, 'waited for a silence that was there').toEqual([true, true]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('has not begun while the caller is speaking, however long ago they were last recognised', async () => {
    const { clock, state, told, wait } = caller();
    state.speaking = true;
    wait(400);
    await clock.advance(10_000);
    expect(told).toEqual([]);
    state.speaking = false;
    await clock.advance(50);
    expect(told).toEqual([true]);
  });

  it('is given up at once when the signal aborts', async () => {
    const { clock, abort, silence, told, wait } = caller();
    silence.heard();
    wait(400);
    await clock.advance(100);
    abort.abort();
    await clock.advance(0);
    wait(0);
    await clock.advance(0);
    expect(told).toEqual([false, false]);
    expect(clock.pendingTimers).toBe(0);
  });
});
