/** A timer that {@link Clock.setTimeout} started. */
export interface ClockTimer {
  cancel(): void;
}

/**
 * Where all our code takes time from, so that a whole call can be run in virtual time.
 * `now()` is monotonic milliseconds with an arbitrary zero; only differences mean anything.
 */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delayMs: number): ClockTimer;
}
