/** A timer that {@link Clock.setTimeout} started. */
export interface ClockTimer {
  /** Keeps the timer from firing; does nothing if it has fired. */
  cancel(): void;
}

/**
 * Where all our code takes time from, so that a whole call can be run in virtual time.
 * `now()` is monotonic milliseconds with an arbitrary zero; only differences mean anything.
 */
export interface Clock {
  /** Monotonic, in ms. */
  now(): number;
  /** Calls back once, after `delayMs` (0 or less: as soon as it can). */
  setTimeout(callback: () => void, delayMs: number): ClockTimer;
}
