import { untilAborted } from '../pipeline/until-aborted.js';
import { AsyncQueue } from './async-queue.js';

/** Reads a stream now, to be consumed later; tells of each item as it comes. Stops reading when `signal` aborts. */
export function readAhead<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
  onItem: (item: T) => void,
): AsyncIterable<T> {
  const queue = new AsyncQueue<T>();
  const read = async () => {
    for await (const item of untilAborted(source, signal)) {
      onItem(item);
      queue.push(item);
    }
  };
  read().then(
    () => queue.end(),
    (fault: unknown) => queue.fail(fault),
  );
  return queue;
}
