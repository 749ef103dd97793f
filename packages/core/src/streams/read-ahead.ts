import { untilAborted } from './until-aborted.js';
import { AsyncQueue } from './async-queue.js';

/** What is told of a stream when it is read, which may be long before it is consumed. */
export interface ReadAheadListener<T> {
  item(item: T): void;
  failed(fault: unknown): void;
}

/** Reads a stream now, to be consumed later. Stops when `signal` aborts or its consumer leaves. */
export function readAhead<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
  listener: ReadAheadListener<T>,
): AsyncIterable<T> {
  const queue = new AsyncQueue<T>();
  const read = async () => {
    for await (const item of untilAborted(source, signal)) {
      listener.item(item);
      if (!queue.push(item)) return;
    }
  };
  read().then(
    () => queue.end(),
    (fault: unknown) => {
      listener.failed(fault);
      queue.fail(fault);
    },
  );
  return queue;
}
