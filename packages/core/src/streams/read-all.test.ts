import { describe, expect, it } from 'vitest';
import { AsyncQueue } from './async-queue.js';
import { readAll } from './read-all.js';

/** A stream that cannot be listened to. */
function looped<T>(queue: AsyncQueue<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator]() };
}

/** A stream that has nothing for a loop. */
function listened<T>(queue: AsyncQueue<T>) {
  return {
    listen: (listener: Parameters<typeof queue.listen>[0]) => queue.listen(listener),
    [Symbol.asyncIterator]: (): never => {
      throw new Error('a loop was used');
    },
  };
}

describe.each([
  { how: 'a loop', as: looped<number> },
  { how: 'its listener, where it may have one', as: listened<number> },
])('reading all of a stream as $how', ({ as }) => {
  it('takes each item and then settles with it', async () => {
    const queue = new AsyncQueue<number>();
    const taken: number[] = [];
    queue.push(1);
    const done = readAll(as(queue), (item) => taken.push(item));
    queue.push(2);
    queue.end();
    await done;
    expect(taken).toEqual([1, 2]);
  });

  it('rejects with its failure, after the items before', async () => {
    const queue = new AsyncQueue<number>();
    const taken: number[] = [];
    const done = readAll(as(queue), (item) => taken.push(item));
    queue.push(1);
    queue.fail(new Error('broken line'));
    await expect(done).rejects.toThrow('broken line');
    expect(taken).toEqual([1]);
  });
});
