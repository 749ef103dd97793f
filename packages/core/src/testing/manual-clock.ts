import { checkNumber } from '../errors/validate.js';
import type { Clock } from '../time/clock.js';

/** A {@link Clock} that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /**
   * Lets `ms` pass: timers fire in the order of their time (then of their making), and whatever awaits them
   * goes on before the next one. Throws what a timer's callback throws.
   */
  advance(ms: number): Promise<void>;
  /** Timers set and neither fired nor cancelled: 0 when everything was cleaned up. */
  readonly pendingTimers: number;
}

/** Promise steps let through after each timer: more than any chain of `await`s in a unit under test. */
const settlingSteps = 100;

interface Timer {
  dueMs: number;
  callback: () => void;
}

/**
 * Time by hand, for unit tests. It knows promises only: code that waits for sockets, files or the host's
 * timers needs real or virtual time.
 *
 * @param startMs What `now()` says at first. Default 0.
 */
export function manualClock(startMs = 0): ManualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();

  function nextDue(byMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueMs <= byMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  }

  return {
    now: () => nowMs,
    setTimeout(callback, delayMs) {
      const timer = { dueMs: nowMs + Math.max(0, delayMs), callback };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    async advance(ms) {
      checkNumber('ms', ms, { min: 0, max: Number.MAX_SAFE_INTEGER });
      const untilMs = nowMs + ms;
      await settle();
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.callback();
        await settle();
      }
      nowMs = untilMs;
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}

async function settle(): Promise<void> {
  for (let step = 0; step < settlingSteps; step++) await Promise.resolve();
}
