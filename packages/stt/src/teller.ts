import type { AsyncQueue, SttEvent } from '@rechka/core';
import { normalise } from './event-normaliser.js';
import type { NormaliserInput, NormaliserState } from './normaliser-state.js';

/** Tells what is recognised, and remembers how far that has come. */
export class Teller {
  readonly #events: AsyncQueue<SttEvent>;
  #state: NormaliserState;

  constructor(events: AsyncQueue<SttEvent>, state: NormaliserState) {
    this.#events = events;
    this.#state = state;
  }

  get state(): NormaliserState {
    return this.#state;
  }

  /** Tells what follows from an input, and returns it. */
  step(input: NormaliserInput): readonly SttEvent[] {
    const { state, events } = normalise(this.#state, input);
    this.#state = state;
    for (const event of events) this.#events.push(event);
    return events;
  }

  tell(event: SttEvent): void {
    this.#events.push(event);
  }
}
