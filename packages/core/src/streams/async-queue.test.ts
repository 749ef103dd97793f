import { describe, expect, it } from 'vitest';
import { AsyncQueue } from './async-queue.js';

async function collect<T>(queue: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

describe('AsyncQueue', () => {
  it('gives items in order, those pushed before and those pushed while the reader waits', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    queue.push(2);
    const read = collect(queue);
    await Promise.resolve();
    queue.push(3);
    queue.end();
    expect(await read).toEqual([1, 2, 3]);
  });

  it('tells how much is unread', async () => {
    const queue = new AsyncQueue<string>();
    queue.push('a');
    queue.push('b');
    expect(queue.size).toBe(2);
    await queue[Symbol.asyncIterator]().next();
    expect(queue.size).toBe(1);
  });

  it('throws the failure after the items that came before it, once', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    queue.fail(new Error('broken line'));
    const iterator = queue[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    await expect(iterator.next()).rejects.toThrow('broken line');
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('wakes a waiting reader with the failure', async () => {
    const queue = new AsyncQueue<number>();
    const read = collect(queue);
    queue.fail(new Error('broken line'));
    await expect(read).rejects.toThrow('broken line');
  });

  it('ends several pending reads', async () => {
    const queue = new AsyncQueue<number>();
    const iterator = queue[Symbol.asyncIterator]();
    const reads = [iterator.next(), iterator.next(), iterator.next()];
    queue.push(7);
    queue.end();
    expect(await Promise.all(reads)).toEqual([
      { done: false, value: 7 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('takes nothing after the end', async () => {
    const queue = new AsyncQueue<number>();
    expect(queue.push(1)).toBe(true);
    queue.end();
    expect(queue.push(2)).toBe(false);
    queue.fail(new Error('too late'));
    expect(await collect(queue)).toEqual([1]);
  });

  it('tells the producer, once, that the reader left early, and waits for its clean-up', async () => {
    let left = 0;
    const queue = new AsyncQueue<number>({
      onReturn: async () => {
        await Promise.resolve();
        left++;
      },
    });
    queue.push(1);
    queue.push(2);
    for await (const item of queue) {
      expect(item).toBe(1);
      break;
    }
    expect(left).toBe(1);
    expect(queue.isOpen).toBe(false);
    expect(queue.push(3)).toBe(false);
    expect(queue.size).toBe(0);
  });

  it('does not call it leaving when the reader read to the end', async () => {
    let left = 0;
    const queue = new AsyncQueue<number>({
      onReturn: () => {
        left++;
      },
    });
    queue.push(1);
    queue.end();
    const iterator = queue[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    await iterator.return?.();
    expect(left).toBe(0);
  });

  it('drops the oldest beyond its capacity and reports it', async () => {
    const dropped: number[] = [];
    const queue = new AsyncQueue<number>({ capacity: 2, onDrop: (item) => dropped.push(item) });
    for (const item of [1, 2, 3, 4]) queue.push(item);
    queue.end();
    expect(await collect(queue)).toEqual([3, 4]);
    expect(dropped).toEqual([1, 2]);
  });

  it('refuses a second reader and a capacity of nothing', () => {
    const queue = new AsyncQueue<number>();
    queue[Symbol.asyncIterator]();
    expect(() => queue[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }));
    expect(() => new AsyncQueue({ capacity: 0 })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
    );
  });
});

describe('AsyncQueue that is listened to', () => {
  /** A listener that writes down what it is told. */
  function witness() {
    const told: unknown[] = [];
    const next = (item: number) => void told.push(item);
    const ended = (error: unknown) => void told.push(error instanceof Error ? error.message : ['end', error]);
    return { told, listener: { next, ended } };
  }
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  it('hands over what was pushed before and what comes, in order and never from within, and then the end, once', async () => {
    const queue = new AsyncQueue<number>();
    queue.push(1);
    const { told, listener } = witness();
    queue.listen(listener);
    expect(told).toEqual([]);
    await turn();
    expect(told).toEqual([1]);
    queue.push(2);
    queue.push(3);
    expect(told).toEqual([1]);
    await turn();
    queue.push(4);
    queue.end();
    queue.end();
    await turn();
    expect(told).toEqual([1, 2, 3, 4, ['end', undefined]]);
    expect(queue.push(5)).toBe(false);
    await turn();
    expect(told).toHaveLength(5);
  });

  it('tells of a failure after what came before it, also of one that was there first', async () => {
    const queue = new AsyncQueue<number>();
    const { told, listener } = witness();
    queue.listen(listener);
    queue.push(1);
    queue.fail(new Error('broken line'));
    await turn();
    expect(told).toEqual([1, 'broken line']);

    const broken = new AsyncQueue<number>();
    broken.push(1);
    broken.fail(new Error('broken before'));
    const late = witness();
    broken.listen(late.listener);
    await turn();
    expect(late.told).toEqual([1, 'broken before']);
  });

  it('takes what the listener itself pushes, after the rest', async () => {
    const queue = new AsyncQueue<number>();
    const told: number[] = [];
    queue.listen({
      next: (item) => {
        if (item === 1) queue.push(3);
        told.push(item);
      },
      ended: () => undefined,
    });
    queue.push(1);
    queue.push(2);
    await turn();
    expect(told).toEqual([1, 2, 3]);
  });

  it('is left by a listener that throws, as by a loop: the rest goes unread, and the end is what it threw', async () => {
    let left = 0;
    const onReturn = async () => {
      await Promise.resolve();
      left++;
    };
    const queue = new AsyncQueue<number>({ onReturn });
    const told: unknown[] = [];
    const next = (item: number) => {
      told.push(item);
      if (item === 2) throw new Error('broken listener');
    };
    queue.listen({ next, ended: (error) => told.push(left, error) });
    for (const item of [1, 2, 3]) queue.push(item);
    await turn();
    expect(told).toEqual([1, 2, 1, new Error('broken listener')]);
    expect([queue.push(4), queue.isOpen, queue.size]).toEqual([false, false, 0]);
    queue.end();
    await turn();
    expect(told).toHaveLength(4);
  });

  it('tells no failure as a good end', async () => {
    const queue = new AsyncQueue<number>();
    const { told, listener } = witness();
    queue.listen(listener);
    queue.fail(undefined);
    await turn();
    expect(told).toEqual([expect.stringContaining('nobody said why')]);
  });

  it('keeps no more than its capacity for a listener either', async () => {
    const dropped: number[] = [];
    const queue = new AsyncQueue<number>({ capacity: 2, onDrop: (item) => dropped.push(item) });
    const { told, listener } = witness();
    queue.listen(listener);
    for (const item of [1, 2, 3]) queue.push(item);
    await turn();
    expect([dropped, told]).toEqual([[1], [2, 3]]);
  });

  it('is refused where a loop reads, and the other way round', () => {
    const misuse = expect.objectContaining({ code: 'ERR_MISUSE' }) as Error;
    const { listener } = witness();
    const iterated = new AsyncQueue<number>();
    iterated[Symbol.asyncIterator]();
    expect(() => iterated.listen(listener)).toThrow(misuse);
    const listened = new AsyncQueue<number>();
    listened.listen(listener);
    expect(() => listened[Symbol.asyncIterator]()).toThrow(misuse);
    expect(() => listened.listen(listener)).toThrow(misuse);
  });
});
