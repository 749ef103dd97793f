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
