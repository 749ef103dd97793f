import type { StreamListener } from './async-queue.js';

/** A stream that may be listened to. */
interface Readable<T> extends AsyncIterable<T> {
  listen?(listener: StreamListener<T>): void;
}

/** Takes each item of a stream: as its listener, if it may have one. Settles with the stream. */
export async function readAll<T>(stream: Readable<T>, take: (item: T) => void): Promise<void> {
  if (stream.listen === undefined) {
    for await (const item of stream) take(item);
    return;
  }
  const fault = await new Promise((resolve) => stream.listen?.({ next: take, ended: resolve }));
  if (fault !== undefined) throw fault as Error;
}
