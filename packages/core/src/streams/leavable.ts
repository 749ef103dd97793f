/**
 * Hands a generator out so that its reader can leave at any moment. A generator alone takes `return()` only when what
 * it waits for has come; here `cancel` is called at once, a `next()` that waits ends with `done`, and what the generator
 * still gives or throws is wanted by nobody. `cancel` makes it end; it may be called before the generator has begun.
 */
export function leavable<T>(
  items: AsyncGenerator<T, void>,
  cancel: () => void,
): AsyncIterableIterator<T, void> {
  const waiting = new Set<(result: IteratorResult<T, void>) => void>();
  let left = false;
  const iterator: AsyncIterableIterator<T, void> = {
    next: () => {
      if (left) return items.next();
      return new Promise((resolve, reject) => {
        waiting.add(resolve);
        items
          .next()
          .then(resolve, reject)
          .finally(() => waiting.delete(resolve));
      });
    },
    return: () => {
      left = true;
      cancel();
      for (const resolve of waiting) resolve({ done: true, value: undefined });
      waiting.clear();
      return items.return();
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
