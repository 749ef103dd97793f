/**
 * Listeners by the name of the event. A listener that throws harms neither the others nor the one who emits:
 * its error is reported as an uncaught one.
 */
export class TypedEvents<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>();

  /** Adds a listener; the function returned takes it away again. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    let listeners = this.#listeners.get(name);
    if (listeners === undefined) this.#listeners.set(name, (listeners = new Set()));
    // Wrapped, so that one function added twice is called twice and taken away once.
    const added = (event: Events[Name]) => listener(event);
    listeners.add(added);
    return () => void listeners.delete(added);
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (event: Events[Name]) => void)(event);
      } catch (error) {
        reportUncaught(error);
      }
    }
  }
}

/** Lets the host report an error as it does those that nobody caught. */
export function reportUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
