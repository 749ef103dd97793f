import type { Clock, ClockTimer } from '@rechka/core';

/** How bytes trickle: this many at a time, with this long between. */
export interface DripPace {
  bytes: number;
  everyMs: number;
}

/**
 * Everything that the server says on a call goes through it, in order. Mostly it passes at once; it can also be held
 * back (`stall`) or let out drop by drop (`drip`).
 */
export class Outflow {
  readonly #clock: Clock;
  readonly #write: (bytes: Buffer) => void;
  #queue: ((() => void) | Buffer)[] = [];
  #timer: ClockTimer | undefined;
  #isHeld = false;
  #pace: DripPace | undefined;

  constructor(clock: Clock, write: (bytes: Buffer) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  /** Writes `bytes` when all before is written. */
  write(bytes: Buffer): void {
    if (bytes.byteLength === 0) return;
    this.#queue.push(bytes);
    this.#flow();
  }

  /** Calls `action` (headers, trailers) when all before is written. */
  then(action: () => void): void {
    this.#queue.push(action);
    this.#flow();
  }

  /** Lets nothing out for `forMs`, or ever again. */
  stall(forMs: number | undefined): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isHeld = true;
    if (forMs !== undefined) this.#wait(forMs);
  }

  /** Lets bytes out at this pace from now on. */
  drip(pace: DripPace): void {
    this.#pace = pace;
  }

  get isDripping(): boolean {
    return this.#pace !== undefined;
  }

  /** Forgets what is not out yet, and all that follows. */
  close(): void {
    this.stall(undefined);
    this.#queue = [];
  }

  #wait(forMs: number): void {
    this.#isHeld = true;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#isHeld = false;
      this.#flow();
    }, forMs);
  }

  #flow(): void {
    while (!this.#isHeld) {
      const item = this.#queue.shift();
      if (item === undefined) return;
      if (typeof item === 'function') {
        item();
      } else if (this.#pace === undefined) {
        this.#write(item);
      } else {
        const { bytes, everyMs } = this.#pace;
        if (item.byteLength > bytes) this.#queue.unshift(item.subarray(bytes));
        this.#wait(everyMs);
        this.#write(item.subarray(0, bytes));
      }
    }
  }
}
