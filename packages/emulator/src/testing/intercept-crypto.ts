import { webcrypto } from 'node:crypto';

type Operation = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Passes the result of every WebCrypto operation through `intercept`: it works in the thread pool, where the event
 * loop cannot be seen to be busy, and ends at a random moment. Returns what undoes it.
 */
export function interceptCrypto(intercept: <T>(work: Promise<T>) => Promise<T>): () => void {
  const prototype = Object.getPrototypeOf(webcrypto.subtle) as Record<string, Operation>;
  const originals = new Map<string, PropertyDescriptor>();
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const operation: unknown = descriptor.value;
    if (name === 'constructor' || typeof operation !== 'function') continue;
    originals.set(name, descriptor);
    Object.defineProperty(prototype, name, {
      ...descriptor,
      value(this: unknown, ...args: unknown[]) {
        const result = (operation as Operation).apply(this, args);
        return result instanceof Promise ? intercept(result) : result;
      },
    });
  }
  return () => {
    for (const [name, descriptor] of originals) Object.defineProperty(prototype, name, descriptor);
  };
}
