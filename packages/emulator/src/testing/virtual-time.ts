import { checkNumber, checkObject, VoiceError, type Clock } from '@rechka/core';
import FakeTimers from '@sinonjs/fake-timers';
import { checkNames } from '../check-names.js';
import { heldWork } from '../held-work.js';
import { SeededRandom } from '../recogniser/seeded-random.js';
import { interceptCrypto } from './intercept-crypto.js';
import { loadFetch } from './load-fetch.js';
import { loopActivity } from './loop-activity.js';

/** Options of {@link virtualTime}. */
export interface VirtualTimeOptions {
  /** What `Date.now()` tells at the start. Default 2026-01-12T09:00:00Z (a Monday, 12:00 in Moscow). */
  startAtEpochMs?: number;
  /** A run that reaches this much virtual time is given up with `ERR_DEADLINE`. Default one hour. */
  maxVirtualMs?: number;
  /** How many event-loop turns must pass with nothing running before time moves. Default 3. */
  quietTurns?: number;
  /** Real time with nothing to wait for, or with a hold unreleased, after which a run is called stuck. Default 5 s. */
  stuckAfterRealMs?: number;
  /** Of `Math.random` during a run: jitter, ids and the like are the same in each run with that seed. Default 1. */
  seed?: number;
}

/** Time that passes only when nothing else can happen. Made by {@link virtualTime}. */
export interface VirtualTime {
  /** The virtual clock, for code that takes one. Code on `systemClock` is governed without it. */
  readonly clock: Clock;
  /** Virtual ms since the run began (after it: how long it took). */
  now(): number;
  /**
   * Runs `body` in virtual time and settles as it does. One run at a time in a process: timers are global.
   * Throws `ERR_MISUSE` within another run or when the body waits for something that cannot come,
   * `ERR_DEADLINE` beyond `maxVirtualMs`. Timers left over at the end are dropped.
   */
  run<T>(body: () => Promise<T>): Promise<T>;
  /**
   * Stops time until `work` settles: for work in the thread pool or in another process, which the event loop
   * does not show (zlib, callback APIs of `node:crypto`, the first `import()` of a module). WebCrypto and files are held by themselves; results of
   * WebCrypto come in the order in which they were asked for, when nothing else can happen at that instant.
   */
  hold<T>(work: Promise<T>): Promise<T>;
  /**
   * Stops time until the function it returns is called, for as long as it takes: nobody calls the run stuck. What
   * needs no time goes on.
   */
  pause(): () => void;
}

const optionNames = Object.keys({
  startAtEpochMs: true,
  maxVirtualMs: true,
  quietTurns: true,
  stuckAfterRealMs: true,
  seed: true,
} satisfies Record<keyof VirtualTimeOptions, true>);

/** Work in the thread pool that ends at a random moment, and how to hand over what came of it, once that is known. */
interface Job {
  deliver?: () => void;
}

const realNow = performance.now.bind(performance);
const realSetImmediate = setImmediate;
let running = false;

/**
 * Virtual time for whole calls in one process: real sockets and real gRPC, but `setTimeout`, `setInterval`,
 * `Date` and `performance` are faked, in our code and in that of others, and `Math.random` repeats itself. Time goes
 * from timer to timer, one at a time, and only after {@link VirtualTimeOptions.quietTurns} event-loop turns in which
 * nothing ran: a message over loopback takes one or two turns to arrive, so with a single quiet turn a timer may overtake
 * it.
 * `setImmediate` and `process.nextTick` stay real: they are the turns that carry the I/O.
 *
 * @example
 * ```ts
 * const vt = virtualTime();
 * await vt.run(async () => {
 *   await new Promise((resolve) => setTimeout(resolve, 60_000)); // at once
 *   console.log(vt.now()); // 60000
 * });
 * ```
 */
export function virtualTime(options: VirtualTimeOptions = {}): VirtualTime {
  checkObject('options', options, 'an object');
  checkNames('', options, optionNames);
  return new FakedTime(options);
}

class FakedTime implements VirtualTime {
  readonly #options: Required<VirtualTimeOptions>;
  readonly #held = new Set<Promise<unknown>>();
  readonly #jobs: Job[] = [];
  #pauses = 0;
  /** Goes on after a pause. */
  #wake: (() => void) | undefined;
  #timers: FakeTimers.Clock | undefined;
  #lastNowMs = 0;

  constructor({
    startAtEpochMs = Date.UTC(2026, 0, 12, 9),
    maxVirtualMs = 3_600_000,
    quietTurns = 3,
    stuckAfterRealMs = 5000,
    seed = 1,
  }: VirtualTimeOptions) {
    checkNumber('startAtEpochMs', startAtEpochMs, { min: 0, max: 8.64e15, integer: true });
    checkNumber('maxVirtualMs', maxVirtualMs, { min: 1, max: 8.64e15 });
    checkNumber('quietTurns', quietTurns, { min: 1, max: 1000, integer: true });
    checkNumber('stuckAfterRealMs', stuckAfterRealMs, { min: 1, max: 3_600_000 });
    checkNumber('seed', seed, { min: 0, max: 0xffff_ffff, integer: true });
    this.#options = { startAtEpochMs, maxVirtualMs, quietTurns, stuckAfterRealMs, seed };
  }

  readonly clock: Clock = {
    now: () => this.now(),
    setTimeout: (callback, delayMs) => {
      const timers = this.#timers;
      if (timers === undefined)
        throw misuse('The virtual clock ticks only within run(); start timers there.');
      const id = timers.setTimeout(callback, delayMs);
      return { cancel: () => timers.clearTimeout(id) };
    },
  };

  now(): number {
    return this.#timers === undefined ? this.#lastNowMs : this.#timers.now - this.#options.startAtEpochMs;
  }

  hold<T>(work: Promise<T>): Promise<T> {
    this.#held.add(work);
    const release = () => void this.#held.delete(work);
    work.then(release, release);
    return work;
  }

  pause(): () => void {
    this.#pauses += 1;
    let paused = true;
    return () => {
      if (!paused) return;
      paused = false;
      this.#pauses -= 1;
      if (this.#pauses === 0) this.#wake?.();
    };
  }

  /**
   * Hands the result of `work` over only when the event loop is quiet: its real moment is random, and the order
   * of what else goes on within that instant must not depend on it.
   */
  async #whenQuiet<T>(work: Promise<T>): Promise<T> {
    const job: Job = {};
    this.#jobs.push(job);
    await work.catch(() => undefined);
    // A job that is gone from the list has outlived its run.
    if (this.#jobs.includes(job)) await new Promise<void>((resolve) => (job.deliver = resolve));
    return work;
  }

  async run<T>(body: () => Promise<T>): Promise<T> {
    if (running) throw misuse('Another run in virtual time is under way in this process; await it first.');
    running = true;
    try {
      // Loading a module is work that the event loop does not show: what the clients load lazily is loaded before.
      await Promise.all([import('jose'), loadFetch()]);
      return await this.#runAlone(body);
    } finally {
      running = false;
    }
  }

  async #runAlone<T>(body: () => Promise<T>): Promise<T> {
    const timers = FakeTimers.install({
      now: this.#options.startAtEpochMs,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
      // Timers started before the run (a test runner's, say) stay real and can still be cleared.
      shouldClearNativeTimers: true,
    });
    this.#timers = timers;
    const releaseCrypto = interceptCrypto((work) => this.#whenQuiet(work));
    const activity = loopActivity();
    const chance = Math.random;
    const random = new SeededRandom(this.#options.seed);
    Math.random = () => random.next();
    try {
      const finished = body();
      return await Promise.race([finished, this.#drive(timers, () => activity.seen(), finished)]);
    } finally {
      Math.random = chance;
      activity.stop();
      releaseCrypto();
      this.#lastNowMs = this.now();
      this.#timers = undefined;
      this.#held.clear();
      for (const job of this.#jobs.splice(0)) job.deliver?.();
      timers.uninstall();
    }
  }

  /** Moves time while `body` runs; rejects if it never can end, and never resolves. */
  #drive(timers: FakeTimers.Clock, activitySeen: () => boolean, body: Promise<unknown>): Promise<never> {
    const { quietTurns, maxVirtualMs, stuckAfterRealMs } = this.#options;
    let ended = false;
    const end = () => (ended = true);
    body.then(end, end);

    return new Promise((_, reject) => {
      let quiet = 0;
      // Real time spent waiting since the last timer. A stray event (a test runner's message, say) does not
      // reset it, else a stuck run would go on for ever.
      let idleMs = 0;
      let lastTurn = realNow();
      const turn = () => {
        if (ended) return;
        if (this.#pauses > 0) {
          this.#wake = () => {
            this.#wake = undefined;
            quiet = 0;
            lastTurn = realNow();
            realSetImmediate(turn);
          };
          return;
        }
        try {
          quiet = activitySeen() ? 0 : quiet + 1;
          const now = realNow();
          if (quiet >= quietTurns) {
            if (this.#proceed(timers)) {
              if (this.now() > maxVirtualMs) throw this.#tooLong();
              quiet = 0;
              idleMs = 0;
            } else {
              idleMs += now - lastTurn;
              if (idleMs > stuckAfterRealMs) throw this.#stuck();
            }
          }
          lastTurn = now;
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        realSetImmediate(turn);
      };
      realSetImmediate(turn);
    });
  }

  /** Makes the next thing happen: a result of the thread pool, else a timer. False if there is nothing yet. */
  #proceed(timers: FakeTimers.Clock): boolean {
    if (this.#held.size + heldWork() > 0 || pendingRequests().length > 0) return false;
    const [job] = this.#jobs;
    if (job !== undefined) {
      if (job.deliver === undefined) return false;
      this.#jobs.shift();
      job.deliver();
      return true;
    }
    if (timers.countTimers() === 0) return false;
    timers.next();
    return true;
  }

  #tooLong(): VoiceError {
    return new VoiceError({
      code: 'ERR_DEADLINE',
      message: `The run is still going after ${this.now()} ms of virtual time; raise maxVirtualMs (${this.#options.maxVirtualMs}) or end the call.`,
    });
  }

  #stuck(): VoiceError {
    const requests = pendingRequests();
    const holds = this.#held.size + heldWork() + this.#jobs.length;
    const reason =
      holds > 0
        ? `${holds} hold(s) were not released`
        : requests.length > 0
          ? `a request to the system has not returned (${requests.join(', ')})`
          : 'no timer is due and no I/O arrives, but the body has not finished';
    const open = [...new Set(process.getActiveResourcesInfo())].join(', ') || 'none';
    return misuse(`Virtual time is stuck at ${this.now()} ms: ${reason}. Open resources: ${open}.`);
  }
}

/** Requests that the thread pool or the kernel answers soon and by itself; a written-but-unread socket is not one. */
const systemRequests = new Set([
  'FSReqCallback',
  'FSReqPromise',
  'CloseReq',
  'GetAddrInfoReqWrap',
  'TCPConnectWrap',
  'PipeConnectWrap',
]);

function pendingRequests(): string[] {
  return process.getActiveResourcesInfo().filter((name) => systemRequests.has(name));
}

function misuse(message: string): VoiceError {
  return new VoiceError({ code: 'ERR_MISUSE', message });
}
