import { abortError, type Clock, type ClockTimer } from '@rechka/core';

/** Messages on their way from the wire to a handler, with back-pressure: the wire is read when they are wanted. */
export class Inflow<T> {
  readonly #clock: Clock;
  readonly #setReading: (on: boolean) => void;
  readonly #queue: T[] = [];
  #error: Error | undefined;
  #isEnded = false;
  #isHeld = false;
  #isWanted = false;
  #onChange: (() => void) | undefined;
  #timer: ClockTimer | undefined;

  /** `setReading` is told whether more is wanted from the wire; it is not at first. */
  constructor(clock: Clock, setReading: (on: boolean) => void) {
    this.#clock = clock;
    this.#setReading = setReading;
  }

  push(item: T): void {
    this.#queue.push(item);
    this.#change();
  }

  end(): void {
    this.#isEnded = true;
    this.#change();
  }

  /** What is queued is given out no more; the reader gets `error`. */
  fail(error: Error): void {
    this.#error ??= error;
    this.#change();
  }

  /** Reads nothing from the wire and gives nothing out, for `forMs` or for good. */
  stop(forMs: number | undefined): void {
    this.#isHeld = true;
    this.#change();
    this.#timer?.cancel();
    if (forMs === undefined) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#isHeld = false;
      this.#change();
    }, forMs);
  }

  /** Gives nothing out any more; a reader waits for its signal. */
  close(): void {
    this.stop(undefined);
    this.#queue.length = 0;
  }

  /** One reader at a time. Ends at half-close, throws what {@link fail} was told or `ERR_ABORTED` with `signal`. */
  async *read(signal: AbortSignal): AsyncGenerator<T, void> {
    const wake = () => this.#onChange?.();
    signal.addEventListener('abort', wake);
    try {
      for (;;) {
        if (signal.aborted) throw abortError(signal);
        if (this.#error !== undefined) throw this.#error;
        const item = this.#isHeld ? undefined : this.#queue.shift();
        if (item !== undefined) {
          yield item;
          continue;
        }
        if (this.#isEnded && !this.#isHeld) return;
        this.#isWanted = true;
        await new Promise<void>((resolve) => {
          this.#onChange = resolve;
          this.#setReading(!this.#isHeld);
        });
        this.#isWanted = false;
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  #change(): void {
    this.#setReading(this.#isWanted && !this.#isHeld && this.#queue.length === 0);
    this.#onChange?.();
  }
}
