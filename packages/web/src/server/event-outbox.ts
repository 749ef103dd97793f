import type { PageEvent, ServerMessage } from '../protocol/index.js';

/** A page that is away for 30 s misses about ten events a second at most. */
const mostEvents = 1000;
const mostChars = 512 * 1024;

/** Events that the page has not acknowledged, in case its socket is lost. The oldest go when they become too many. */
export class EventOutbox {
  readonly #kept: { n: number; json: string }[] = [];
  #chars = 0;
  #n = 0;

  /** Number of the last event. */
  get lastN(): number {
    return this.#n;
  }

  /** Numbers an event; returns the message. */
  add(event: PageEvent): string {
    this.#n += 1;
    const json = JSON.stringify({ type: 'event', n: this.#n, event } satisfies ServerMessage);
    this.#kept.push({ n: this.#n, json });
    this.#chars += json.length;
    while (this.#kept.length > mostEvents || this.#chars > mostChars) this.#forgetFirst();
    return json;
  }

  /** The page has all events up to `n`. */
  acknowledge(n: number): void {
    for (let first = this.#kept[0]; first !== undefined && first.n <= n; first = this.#kept[0]) {
      this.#forgetFirst();
    }
  }

  /** Messages of all events after `n`, and how many of them are gone. */
  after(n: number): { messages: string[]; missed: number } {
    this.acknowledge(n);
    return {
      messages: this.#kept.map(({ json }) => json),
      missed: this.#n - Math.min(n, this.#n) - this.#kept.length,
    };
  }

  #forgetFirst(): void {
    this.#chars -= this.#kept.shift()?.json.length ?? 0;
  }
}
