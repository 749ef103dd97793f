import type { Clock } from '@rechka/core';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';

/** How far audio may run ahead of real time; assumed. */
export const MAX_AHEAD_MS = 3000;

/** Watches whether audio comes faster than it can have been spoken. */
export class AudioPace {
  readonly #clock: Clock;
  readonly #policy: 'accept' | 'warn' | 'refuse';
  readonly #startedAt: number;
  #receivedMs = 0;

  constructor({
    clock,
    fasterThanRealTime,
  }: {
    clock: Clock;
    fasterThanRealTime: 'accept' | 'warn' | 'refuse';
  }) {
    this.#clock = clock;
    this.#policy = fasterThanRealTime;
    this.#startedAt = clock.now();
  }

  /** `receivedMs` is all audio so far. Throws a `Refusal` if that is too soon and the policy says so. */
  audioCame(receivedMs: number): void {
    this.#receivedMs = receivedMs;
    if (this.#policy === 'refuse' && this.#isAhead())
      throw new Refusal(status.INVALID_ARGUMENT, `Audio is over ${MAX_AHEAD_MS} ms ahead of real time`);
  }

  /** Whether the client is to be warned now. */
  get deservesWarning(): boolean {
    return this.#policy === 'warn' && this.#isAhead();
  }

  #isAhead(): boolean {
    return this.#receivedMs - (this.#clock.now() - this.#startedAt) > MAX_AHEAD_MS;
  }
}
