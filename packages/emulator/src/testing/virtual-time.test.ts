import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { virtualTime } from './virtual-time.js';

describe('virtualTime', () => {
  it('refuses what are no options', () => {
    for (const wrong of [null, 5, { quietTurns: 'x' }])
      expect(() => virtualTime(wrong as never)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
      );
    expect(() => virtualTime({ quietTurn: 5 } as object)).toThrow(
      'There is no option quietTurn; did you mean quietTurns?',
    );
  });

  it('waits for files and WebCrypto without losing their results to a timer', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const order: string[] = [];
      const timer = sleep(systemClock, 1).then(() => order.push('timer'));
      await readFile(new URL(import.meta.url));
      order.push('file');
      await crypto.subtle.digest('SHA-256', new Uint8Array(5_000_000));
      order.push('digest');
      await timer;
      expect(order).toEqual(['file', 'digest', 'timer']);
    });
  });

  it('makes Math.random repeat itself by the seed, and gives it back', async () => {
    const own = Math.random;
    const drawn = (seed?: number) =>
      virtualTime(seed === undefined ? {} : { seed }).run(async () => {
        const first = Math.random();
        await sleep(systemClock, 10);
        return [first, Math.random()];
      });
    const [first, again, other] = [await drawn(), await drawn(1), await drawn(2)];
    expect(again).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(4);
    await expect(virtualTime().run(() => Promise.reject(new Error('it fails')))).rejects.toThrow('it fails');
    expect(Math.random).toBe(own);
  });

  it('governs Date, performance, setTimeout and setInterval, also for its own clock, and gives them back', async () => {
    const globals = (): unknown[] => [setTimeout, setInterval, clearTimeout, Date];
    const real = globals();
    const vt = virtualTime({ startAtEpochMs: Date.UTC(2026, 4, 1) });
    const ticks: number[] = [];
    await vt.run(async () => {
      const interval = setInterval(() => ticks.push(vt.now()), 600_000);
      await sleep(systemClock, 1_500_000);
      await sleep(vt.clock, 1_500_001);
      clearInterval(interval);
      expect(new Date().toISOString()).toBe('2026-05-01T00:50:00.001Z');
      expect(performance.now()).toBe(3_000_001);
      expect(vt.clock.now()).toBe(3_000_001);
    });
    expect(ticks).toEqual([600_000, 1_200_000, 1_800_000, 2_400_000, 3_000_000]);
    expect(vt.now()).toBe(3_000_001);
    expect(globals()).toEqual(real);
    expect(performance.now()).not.toBe(3_000_001);
  });

  it('waits for what it is told to hold', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const order: string[] = [];
      const timer = sleep(systemClock, 1).then(() => order.push('timer'));
      await vt.hold(promisify(deflate)(Buffer.alloc(20_000_000)));
      order.push('deflate');
      await timer;
      expect(order).toEqual(['deflate', 'timer']);
    });
  });

  it('stands still during a pause, however long it is, and does what needs no time', async () => {
    const vt = virtualTime({ stuckAfterRealMs: 50 });
    const realTimeout = setTimeout;
    await vt.run(async () => {
      let rang = false;
      const timer = sleep(systemClock, 5).then(() => (rang = true));
      const goOn = vt.pause();
      await readFile(new URL(import.meta.url));
      await new Promise((resolve) => realTimeout(resolve, 150));
      expect([rang, vt.now()]).toEqual([false, 0]);
      goOn();
      goOn();
      await timer;
      expect(vt.now()).toBe(5);
    });
  });

  it('settles as the body does', async () => {
    await expect(virtualTime().run(async () => 'done')).resolves.toBe('done');
    await expect(virtualTime().run(async () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    const thrower = virtualTime().run(async () => {
      setTimeout(() => {
        throw new Error('from a timer');
      }, 10);
      await new Promise(() => undefined);
    });
    await expect(thrower).rejects.toThrow('from a timer');
  });

  it('says so when nothing can happen any more', async () => {
    const vt = virtualTime({ stuckAfterRealMs: 100 });
    await expect(vt.run(() => new Promise(() => undefined))).rejects.toMatchObject({
      code: 'ERR_MISUSE',
      message: expect.stringMatching(/stuck at 0 ms: no timer is due/) as string,
    });
    await expect(vt.run(() => vt.hold(new Promise(() => undefined)))).rejects.toThrow(
      /1 hold\(s\) were not released/,
    );
  });

  it('gives up a body that goes on for too long', async () => {
    const vt = virtualTime({ maxVirtualMs: 1000 });
    const endless = vt.run(async () => {
      for (;;) await sleep(systemClock, 300);
    });
    await expect(endless).rejects.toMatchObject({ code: 'ERR_DEADLINE' });
  });

  it('does one run at a time, and has no timers outside', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      await expect(virtualTime().run(async () => undefined)).rejects.toMatchObject({ code: 'ERR_MISUSE' });
    });
    expect(() => vt.clock.setTimeout(() => undefined, 1)).toThrow(/within run/);
    expect(() => virtualTime({ quietTurns: 0 })).toThrow(/quietTurns/);
  });
});
