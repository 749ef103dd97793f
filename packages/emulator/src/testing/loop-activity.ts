import { AsyncResource, createHook } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';

/**
 * Tells whether anything ran in the event loop since it was asked last. Asked once in each turn, from a
 * `setImmediate` callback that makes one `setImmediate` for the next turn.
 */
export interface LoopActivity {
  /** True if something besides the asker ran since the last call. */
  seen(): boolean;
  stop(): void;
}

/**
 * Two counters that cost nothing cover all that a turn can run:
 * - libuv's count of handled I/O events (sockets, and the wake-up of a finished thread-pool job);
 * - the counter of async ids: whatever a callback starts for later (`nextTick`, `setImmediate`, a write)
 *   takes one, so a turn that leaves work for the next one is not quiet.
 * Microtasks need no counting: they end within the callback that made them.
 */
class CountedActivity implements LoopActivity {
  #events = ioEvents() ?? 0;
  #asyncId = nextAsyncId();

  seen(): boolean {
    const events = ioEvents() ?? 0;
    const asyncId = nextAsyncId();
    // One id is this probe's, one is the asker's own setImmediate.
    const quiet = events === this.#events && asyncId - this.#asyncId <= 2;
    this.#events = events;
    this.#asyncId = asyncId;
    return !quiet;
  }

  stop(): void {
    // Counters need no stopping.
  }
}

/** For Node before 20.18, which does not tell libuv's counters: every callback counts, at the price of a hook. */
class HookedActivity implements LoopActivity {
  #callbacks = 0;
  readonly #hook = createHook({
    before: () => {
      this.#callbacks++;
    },
  }).enable();

  seen(): boolean {
    // One callback is the asker's own setImmediate.
    const quiet = this.#callbacks <= 1;
    this.#callbacks = 0;
    return !quiet;
  }

  stop(): void {
    this.#hook.disable();
  }
}

/** The cheapest detector that this Node can support. */
export function loopActivity(): LoopActivity {
  return ioEvents() === undefined ? new HookedActivity() : new CountedActivity();
}

const nodeTiming = performance.nodeTiming as { uvMetricsInfo?: { events: number } };

function ioEvents(): number | undefined {
  return nodeTiming.uvMetricsInfo?.events;
}

function nextAsyncId(): number {
  return new AsyncResource('VirtualTimeProbe').asyncId();
}
