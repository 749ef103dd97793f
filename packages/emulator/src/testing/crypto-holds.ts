import { webcrypto } from 'node:crypto';

type Operation = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes every WebCrypto operation take a hold while it runs: it works in the thread pool, where the event
 * loop cannot be seen to be busy. Returns what undoes it.
 */
export function holdDuringCrypto(hold: (work: Promise<unknown>) => void): () => void {
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
        if (result instanceof Promise) hold(result);
        return result;
      },
    });
  }
  return () => {
    for (const [name, descriptor] of originals) Object.defineProperty(prototype, name, descriptor);
  };
}
