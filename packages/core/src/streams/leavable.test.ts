import { describe, expect, it } from 'vitest';
import { leavable } from './leavable.js';

/** Counts up, and waits for ever at `stuckAt` until it is stopped. */
function counter(stuckAt: number) {
  const log: string[] = [];
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(new Error('stopped'))));
  stopped.catch(() => undefined);
  async function* count() {
    try {
      for (let number = 1; ; number += 1) {
        if (number === stuckAt) await stopped;
        yield number;
      }
    } finally {
      log.push('closed');
    }
  }
  const numbers = leavable(count(), () => {
    log.push('cancelled');
    stop();
  });
  return { numbers, log };
}

const done = { done: true, value: undefined };

describe('leavable', () => {
  it('cancels at once and ends every next() that waits, when its reader leaves', async () => {
    const { numbers, log } = counter(2);
    expect(await numbers.next()).toEqual({ done: false, value: 1 });
    const waiting = [numbers.next(), numbers.next()];
    const leaving = numbers.return?.();
    expect(log).toEqual(['cancelled']);
    expect(await Promise.all(waiting)).toEqual([done, done]);
    expect(await leaving).toEqual(done);
    expect(log).toEqual(['cancelled', 'closed']);
    expect(await numbers.next()).toEqual(done);
  });

  it('is cancelled and closed by a break', async () => {
    const { numbers, log } = counter(9);
    for await (const number of numbers) if (number === 3) break;
    expect(log).toEqual(['cancelled', 'closed']);
  });

  it('never begins for a reader who leaves first', async () => {
    const { numbers, log } = counter(1);
    expect(await numbers.return?.()).toEqual(done);
    expect(await numbers.next()).toEqual(done);
    expect(log).toEqual(['cancelled']);
  });

  it('gives the fault of what it hands out, and the end', async () => {
    const cancelled: number[] = [];
    const items = leavable(
      (async function* () {
        yield 1;
        throw new Error('down');
      })(),
      () => cancelled.push(1),
    );
    expect(await items.next()).toEqual({ done: false, value: 1 });
    await expect(items.next()).rejects.toThrow('down');
    expect(await items.next()).toEqual(done);
    expect(cancelled).toEqual([]);
  });
});
