import { untilAborted } from './until-aborted.js';

/**
 * The items of `source`; throws `ERR_ABORTED` as soon as `signal` aborts. A source left early is told to return, but
 * not waited for: a generator that hangs in an `await` of its own would never answer.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal);
      if (next.done === true) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    // Whatever goes wrong in its cleaning up is nobody's answer any more.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
