import type { StreamListener } from './async-queue.js';

/** A stream that may be listened to. */
interface Readable<T> extends AsyncIterable<T> {
  listen?(listener: StreamListener<T>): void;
}

/**
 * Takes each item of a stream: as its listener, if it may have one. Settles with the stream, or with what `take` throws, by
 * which the stream is left.
 */
export async function readAll<T>(stream: Readable<T>, take: (item: T) => void): Promise<void> {
  if (stream.listen === undefined || !mayListen(stream)) {
    for await (const item of stream) take(item);
    return;
  }
  const fault = await new Promise((resolve) => stream.listen?.({ next: take, ended: resolve }));
  if (fault !== undefined) throw fault as Error;
}

/** Who puts an iterator of their own on a stream, and no `listen`, means it to be read by that. */
function mayListen(stream: object): boolean {
  for (let at: object | null = stream; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (Object.hasOwn(at, 'listen')) return true;
    if (Object.hasOwn(at, Symbol.asyncIterator)) return false;
  }
  return false;
}
