import { leaveEarly } from './leave-early.js';

/**
 * Iterates `source` until it ends or `signal` aborts, whichever is first; then `return()`s it. An
 * aborted wait does not hang on a source that never gives its next item.
 */
export async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  const stop: { wake?: () => void } = {};
  const aborted = new Promise<'aborted'>((resolve) => (stop.wake = () => resolve('aborted')));
  const wake = () => stop.wake?.();
  signal.addEventListener('abort', wake, { once: true });
  let exhausted = false;
  try {
    while (!signal.aborted) {
      const next = iterator.next();
      const result = await Promise.race([next, aborted]);
      if (result === 'aborted') {
        // Its outcome no longer matters to anybody.
        next.catch(() => undefined);
        return;
      }
      if (result.done) {
        exhausted = true;
        return;
      }
      yield result.value;
    }
  } catch (error) {
    exhausted = true;
    throw error;
  } finally {
    signal.removeEventListener('abort', wake);
    if (!exhausted) void leaveEarly(() => iterator);
  }
}
