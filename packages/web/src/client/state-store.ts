import { type ClientState, initialState } from './client-state.js';
import { reportUncaught } from './typed-events.js';

/** The state and those who watch it. */
export class StateStore {
  #state = initialState;
  readonly #listeners = new Set<() => void>();

  get state(): ClientState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    // Wrapped, so that one function subscribed twice is called twice and leaves once.
    const added = () => listener();
    this.#listeners.add(added);
    return () => void this.#listeners.delete(added);
  }

  /** Changes what differs; if nothing does, the state stays the same object. */
  set(changes: Partial<ClientState>): void {
    const names = Object.keys(changes) as (keyof ClientState)[];
    if (names.every((name) => Object.is(changes[name], this.#state[name]))) return;
    this.#state = Object.freeze({ ...this.#state, ...changes });
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        reportUncaught(error);
      }
    }
  }
}
