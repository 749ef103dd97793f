import type { Clock, ClockTimer } from '@rechka/core';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';

/**
 * The messages of a client, until it is silent for `idleMs`: then a `Refusal`. Only waiting for the client counts,
 * not the time that its messages take to be served. That there is such a limit, and its status, are assumed.
 */
export async function* withIdleLimit<T>(
  messages: AsyncIterable<T>,
  clock: Clock,
  idleMs: number,
): AsyncIterable<T> {
  const iterator = messages[Symbol.asyncIterator]();
  for (;;) {
    let timer: ClockTimer | undefined;
    const idle = new Promise<never>((_, reject) => {
      const message = `No messages from the client for ${idleMs} ms`;
      timer = clock.setTimeout(() => reject(new Refusal(status.DEADLINE_EXCEEDED, message)), idleMs);
    });
    try {
      const next = await Promise.race([iterator.next(), idle]);
      if (next.done === true) return;
      timer?.cancel();
      yield next.value;
    } finally {
      timer?.cancel();
    }
  }
}
