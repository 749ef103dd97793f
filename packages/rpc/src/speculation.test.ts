import { isVoiceError } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Commitment } from './commitment.js';
import { Gauge } from './gauge.js';
import type { Limiter, Permit, Priority } from './limiter.js';
import { RateLimiter } from './rate-limiter.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));
const refusal = {
  code: 'ERR_QUOTA',
  retryable: true,
  message: expect.stringMatching(/to spare.*ask again when the turn is committed/) as string,
};

function speculate(limiter: Limiter, count: number): Promise<PromiseSettledResult<Permit>[]> {
  return Promise.allSettled(
    Array.from({ length: count }, () => limiter.acquire({ priority: 'speculative' })),
  );
}

describe('speculative work', () => {
  it.each([
    [1, 0],
    [2, 1],
    [5, 3],
    [10, 7],
    [11, 7],
    [40, 28],
  ])('of %i permits gets %i, of a gauge and of a rate alike', async (limit, most) => {
    for (const limiter of [new Gauge(limit, 'things'), new RateLimiter(limit, 'things', manualClock())]) {
      const results = await speculate(limiter, limit + 1);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(most);
      expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: refusal });
      expect(limiter.available).toBe(limit - most);
    }
  });

  it('is refused with the figures, and gets a permit again when there are enough', async () => {
    const gauge = new Gauge(10, 'generations at once');
    const held = await Promise.all(Array.from({ length: 7 }, () => gauge.acquire()));
    await expect(gauge.acquire({ priority: 'speculative' })).rejects.toThrow(
      '3 of 10 (generations at once) are free',
    );
    held[0]!.release();
    await gauge.acquire({ priority: 'speculative' });
  });

  it('gets nothing of a rate that somebody else waits for, and a permit when the second is over', async () => {
    const clock = manualClock();
    const rate = new RateLimiter(2, 'requests', clock);
    await rate.acquire();
    await rate.acquire();
    const waiting = rate.acquire({ priority: 'prefetch' });
    await expect(rate.acquire({ priority: 'speculative' })).rejects.toMatchObject(refusal);
    await clock.advance(1000);
    await waiting;
    await expect(rate.acquire({ priority: 'speculative' })).rejects.toMatchObject(refusal);
    await clock.advance(1000);
    const permit = await rate.acquire({ priority: 'speculative' });
    expect(permit.preempted).toBeUndefined();
    permit.promote();
    permit.release();
  });

  it('gets nothing of a rate that those who wait are about to be given', async () => {
    let nowMs = 0;
    const lateTimers = { now: () => nowMs, setTimeout: () => ({ cancel: () => undefined }) };
    const rate = new RateLimiter(10, 'requests', lateTimers);
    for (let n = 0; n < 18; n++) void rate.acquire();
    nowMs = 1000;
    await expect(rate.acquire({ priority: 'speculative' })).rejects.toMatchObject(refusal);
  });

  it('loses its permit to committed work, the oldest first, before anything that waits ahead of need', async () => {
    const gauge = new Gauge(4, 'generations at once');
    const [first, second] = [
      await gauge.acquire({ priority: 'speculative' }),
      await gauge.acquire({ priority: 'speculative' }),
    ];
    await gauge.acquire();
    await gauge.acquire();
    let ahead = false;
    void gauge.acquire({ priority: 'prefetch' }).then(() => (ahead = true));
    await settle();
    expect([first, second].map(({ preempted }) => preempted?.aborted)).toEqual([false, false]);
    const committed = await gauge.acquire();
    expect([first, second].map(({ preempted }) => preempted?.aborted)).toEqual([true, false]);
    expect(first.preempted?.reason).toMatchObject({
      code: 'ERR_QUOTA',
      retryable: true,
      message: expect.stringMatching(/pre-empted by a committed turn.*generations at once/) as string,
    });
    first.release();
    first.promote();
    await settle();
    expect(ahead).toBe(false);
    committed.release();
    await settle();
    expect(ahead).toBe(true);
  });

  it('keeps its permit once it was promoted', async () => {
    const gauge = new Gauge(3, 'generations');
    const permit = await gauge.acquire({ priority: 'speculative' });
    await gauge.acquire();
    await gauge.acquire();
    permit.promote();
    const waiting = gauge.acquire();
    await settle();
    expect(permit.preempted?.aborted).toBe(false);
    permit.release();
    await waiting;
    expect(permit.preempted?.aborted).toBe(false);
  });

  it('makes as much room as a lowered limit asks for', async () => {
    const gauge = new Gauge(10, 'generations');
    const guesses = await Promise.all(
      Array.from({ length: 7 }, () => gauge.acquire({ priority: 'speculative' })),
    );
    gauge.setLimit(4);
    await gauge.acquire();
    expect(guesses.map(({ preempted }) => preempted?.aborted)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ]);
  });
});

/**
 * What happens to a gauge, so many times on end. `nth` chooses among what it can happen to; `next` at once, or when
 * all is told. About as much is released as acquired: when many wait, nothing is speculative.
 */
const step = fc.record({
  type: fc.constantFrom(
    'committed',
    'prefetch',
    'speculative',
    'speculative',
    'release',
    'release',
    'promote',
    'abort',
  ),
  times: fc.integer({ min: 1, max: 6 }),
  nth: fc.nat(50),
  next: fc.constantFrom('at once', 'in a moment'),
});

interface Piece {
  readonly priority: Priority;
  readonly abort: AbortController;
  state: 'waiting' | 'held' | 'refused' | 'preempted' | 'over';
  promoted: boolean;
  permit?: Permit;
}

/** Asks a gauge for permits and keeps book of what it says; notes what it ought not to do. */
class Workload {
  readonly violations: string[] = [];
  readonly work: Piece[] = [];

  constructor(
    readonly gauge: Gauge,
    readonly limit: number,
  ) {}

  in(state: Piece['state']): Piece[] {
    return this.work.filter((piece) => piece.state === state);
  }

  /** Held, and to be had by committed work; the oldest first. */
  get removable(): Piece[] {
    return this.in('held').filter(({ priority, promoted }) => priority === 'speculative' && !promoted);
  }

  acquire(priority: Priority): void {
    const piece: Piece = { priority, abort: new AbortController(), state: 'waiting', promoted: false };
    this.work.push(piece);
    const spare = this.gauge.available - 1 >= this.limit * 0.3;
    this.gauge.acquire({ priority, signal: piece.abort.signal }).then(
      (permit) => {
        piece.permit = permit;
        piece.state = permit.preempted?.aborted === true ? 'preempted' : 'held';
        permit.preempted?.addEventListener('abort', () => {
          if (this.removable[0] !== piece) this.violations.push('pre-empted what was not the oldest');
          const needed = this.in('waiting').some((other) => other.priority === 'committed');
          if (!needed || this.gauge.available > 0) this.violations.push('pre-empted without need');
          piece.state = 'preempted';
        });
        if (priority === 'speculative' && !spare) this.violations.push('gave what was kept');
      },
      (error: unknown) => {
        const code = isVoiceError(error) ? error.code : error;
        piece.state = code === 'ERR_QUOTA' ? 'refused' : 'over';
        if (code === 'ERR_QUOTA' && (priority !== 'speculative' || spare))
          this.violations.push(`refused ${priority} work without need`);
      },
    );
  }

  happen(type: 'release' | 'promote' | 'abort', nth: number): void {
    const choice = this.in(type === 'abort' ? 'waiting' : 'held');
    const piece = choice[nth % choice.length];
    if (piece === undefined) return;
    if (type === 'abort') piece.abort.abort();
    if (type === 'promote') piece.promoted = true;
    if (type === 'release') piece.state = 'over';
    if (type !== 'abort') piece.permit?.[type]();
  }

  /** What must be so whenever everything has been told. */
  check(): void {
    const waiting = this.in('waiting').map(({ priority }) => priority);
    expect(this.in('held').length).toBe(this.limit - this.gauge.available);
    if (waiting.length > 0) expect(this.gauge.available).toBe(0);
    if (waiting.includes('committed')) expect(this.removable).toEqual([]);
    expect(waiting).not.toContain('speculative');
    expect(this.violations).toEqual([]);
  }
}

describe('a gauge under any order of events', () => {
  it('never gives more than its limit, never lets committed work wait behind speculative, loses no permit', async () => {
    let [preempted, refused] = [0, 0];
    const limits = fc.integer({ min: 1, max: 12 });
    const steps = fc.array(step, { maxLength: 60, size: 'max' });
    const property = fc.asyncProperty(limits, steps, async (limit, happenings) => {
      const load = new Workload(new Gauge(limit, 'generations'), limit);
      for (const { type, times, nth, next } of happenings) {
        for (let n = 0; n < times; n++) {
          if (type === 'release' || type === 'promote' || type === 'abort') load.happen(type, nth);
          else load.acquire(type);
        }
        if (next === 'at once') continue;
        await settle();
        load.check();
      }
      await settle();
      for (; load.in('held').length > 0; await settle()) load.happen('release', 0);
      expect(load.in('waiting')).toEqual([]);
      expect(load.gauge.available).toBe(limit);
      preempted += load.in('preempted').length;
      refused += load.in('refused').length;
    });
    await fc.assert(property, { numRuns: 200 });
    // The runs have been where it matters.
    expect(preempted).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(50);
  });
});

describe('a rate under any order of events', () => {
  it('leaves 30 % of any second to others than speculative work, and serves committed work before prefetch', async () => {
    const ask = fc.record({
      priority: fc.constantFrom<Priority>('committed', 'prefetch', 'speculative', 'speculative'),
      afterMs: fc.integer({ min: 0, max: 150 }),
    });
    const limits = fc.integer({ min: 1, max: 12 });
    const property = fc.asyncProperty(
      limits,
      fc.array(ask, { maxLength: 60, size: 'max' }),
      async (limit, asks) => {
        const clock = manualClock();
        const rate = new RateLimiter(limit, 'requests', clock);
        const given: { priority: Priority; atMs: number }[] = [];
        const waiting = { committed: 0, prefetch: 0, speculative: 0 };
        let overtaken = 0;
        for (const { priority, afterMs } of asks) {
          await clock.advance(afterMs);
          await settle();
          waiting[priority]++;
          rate.acquire({ priority }).then(
            () => {
              waiting[priority]--;
              if (priority === 'prefetch' && waiting.committed > 0) overtaken++;
              given.push({ priority, atMs: clock.now() });
            },
            () => waiting[priority]--,
          );
          await settle();
          expect(waiting.speculative).toBe(0);
        }
        await clock.advance(120_000);
        await settle();
        expect(waiting).toEqual({ committed: 0, prefetch: 0, speculative: 0 });
        expect(overtaken).toBe(0);
        for (const [index, { priority, atMs }] of given.entries()) {
          const second = given.slice(0, index + 1).filter((one) => atMs - one.atMs < 1000);
          expect(second.length).toBeLessThanOrEqual(limit);
          if (priority === 'speculative') expect(limit - second.length).toBeGreaterThanOrEqual(limit * 0.3);
        }
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });
});

/** A promise of commitment that rejects when somebody listens. */
function dropped(): Promise<void> {
  const never = new Promise<void>(() => undefined);
  return Object.assign(never, {
    then: (...handlers: Parameters<Promise<void>['then']>) =>
      Promise.reject(new Error('dropped')).then(...handlers),
  });
}

describe('Commitment', () => {
  it.each([
    [{}, true, true],
    [{ priority: 'committed' }, true, true],
    [{ priority: 'speculative' }, false, false],
    [{ priority: 'speculative', committed: Promise.resolve() }, false, true],
    [{ priority: 'speculative', committed: dropped() }, false, false],
  ] as const)('of %j is %s now and %s in a moment', async (urgency, now, soon) => {
    const commitment = new Commitment(urgency);
    let made = false;
    commitment.whenMade(() => (made = true));
    expect([commitment.made, made]).toEqual([now, now]);
    await settle();
    expect([commitment.made, made]).toEqual([soon, soon]);
  });
});
