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

it.each([
  ['a loop', looped],
  ['its listener', listened],
])('rejects with what its taker throws, and leaves the stream: %s', async (_, as) => {
  const queue = new AsyncQueue<number>();
  const taken: number[] = [];
  const done = readAll(as(queue), (item) => {
    taken.push(item);
    throw new Error('broken taker');
  });
  queue.push(1);
  queue.push(2);
  await expect(done).rejects.toThrow('broken taker');
  expect([taken, queue.isOpen]).toEqual([[1], false]);
});

/** A loop is told other items than who listens. */
async function* masked(queue: AsyncQueue<number>): AsyncGenerator<number, undefined> {
  for await (const item of queue) yield -item;
  return undefined;
}
const iterateMasked = (queue: AsyncQueue<number>) => ({ [Symbol.asyncIterator]: () => masked(queue) });

it.each([
  [
    'the stream itself',
    (queue: AsyncQueue<number>) => {
      const rest = { listen: queue.listen.bind(queue) };
      return Object.assign(Object.create(rest) as typeof rest, iterateMasked(queue));
    },
  ],
  [
    'a subclass',
    (queue: AsyncQueue<number>) => {
      class Masked extends AsyncQueue<number> {
        override [Symbol.asyncIterator]() {
          return masked(queue);
        }
      }
      return new Masked();
    },
  ],
  ['a field', (queue: AsyncQueue<number>) => ({ listen: undefined, ...iterateMasked(queue) })],
])('reads a stream whose iteration was changed, and not its listening, by a loop: %s', async (_, as) => {
  const queue = new AsyncQueue<number>();
  queue.push(1);
  queue.end();
  const taken: number[] = [];
  await readAll(as(queue) as AsyncIterable<number>, (item) => taken.push(item));
  expect(taken).toEqual([-1]);
});
