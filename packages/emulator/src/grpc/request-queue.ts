import type { Readable } from 'node:stream';
import { abortError } from '@rechka/core';

/** A client that sends faster than its handler works is held back beyond this many messages. */
const MAX_WAITING = 16;

/**
 * The messages of a client, for one reader. Much cheaper than the stream's own iterator, of which each step would
 * have to race with the signal.
 */
export class RequestQueue<T> implements AsyncIterable<T> {
  readonly #call: Readable;
  readonly #signal: AbortSignal;
  readonly #waiting: T[] = [];
  #ended = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(call: Readable, signal: AbortSignal) {
    this.#call = call;
    this.#signal = signal;
    call.on('data', (message: T) => {
      this.#waiting.push(message);
      if (this.#waiting.length >= MAX_WAITING) call.pause();
      this.#wake?.();
    });
    call.on('end', () => {
      this.#ended = true;
      this.#wake?.();
    });
    call.on('error', (error: Error) => {
      this.#failure ??= error;
      this.#wake?.();
    });
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  /** Ends at half-close; throws when the call breaks or `signal` aborts, since a cancelled call never ends by itself. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      if (this.#signal.aborted) throw abortError(this.#signal);
      if (this.#waiting.length > 0) {
        const message = this.#waiting.shift() as T;
        if (this.#waiting.length === 0 && this.#call.isPaused()) this.#call.resume();
        yield message;
      } else if (this.#failure !== undefined) throw this.#failure;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
