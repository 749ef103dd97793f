import type { AsyncQueue, SttEvent } from '@rechka/core';
import { normalise } from './event-normaliser.js';
import { LiveState, type EndCause, type NormaliserInput, type NormaliserState } from './normaliser-state.js';

/** Tells what is recognised, and remembers how far that has come. */
export class Teller {
  readonly #events: AsyncQueue<SttEvent>;
  readonly #state: LiveState;

  /** `cause`: who ends utterances, `requested` with external endpointing. */
  constructor(events: AsyncQueue<SttEvent>, cause: EndCause) {
    this.#events = events;
    this.#state = new LiveState(cause);
  }

  get state(): NormaliserState {
    return this.#state;
  }

  /** Tells what follows from an input, and returns it. */
  step(input: NormaliserInput): readonly SttEvent[] {
    const events = normalise(this.#state, input);
    for (const event of events) this.#events.push(event);
    return events;
  }

  tell(event: SttEvent): void {
    this.#events.push(event);
  }
}
