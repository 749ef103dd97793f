import { AsyncQueue } from './async-queue.js';

/** What is told of a stream when it is read, which may be long before it is consumed. */
export interface ReadAheadListener<T> {
  /** One more is here, to be consumed later. */
  item?: (item: T) => void;
  /** The stream has failed; its consumer hears of it after the items before. */
  failed?: (fault: unknown) => void;
}

/**
 * Reads a stream now, to be consumed later: all of it is kept, and its fault comes after it. When the consumer leaves,
 * the stream is left with its next item; one that may wait long for that needs an end of its own, by a signal.
 */
export function readAhead<T>(
  source: AsyncIterable<T>,
  { item: tell, failed }: ReadAheadListener<T> = {},
): AsyncIterable<T> {
  const queue = new AsyncQueue<T>();
  const read = async () => {
    for await (const item of source) {
      tell?.(item);
      if (!queue.push(item)) return;
    }
  };
  read().then(
    () => queue.end(),
    (fault: unknown) => {
      failed?.(fault);
      queue.fail(fault);
    },
  );
  return queue;
}
