import { manualClock } from '@rechka/core/testing';
import { noCredentials } from '@rechka/iam';
import { describe, expect, it } from 'vitest';
import { admissionFor } from './admission.js';
import { Gauge } from './gauge.js';
import type { Limiter, Permit, Priority } from './limiter.js';
import { RateLimiter } from './rate-limiter.js';
import { RpcClient } from './rpc-client.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Notes in `order` who got a permit. */
function enter(
  limiter: Limiter,
  name: string,
  order: string[],
  options: { priority?: Priority; signal?: AbortSignal } = {},
) {
  return limiter.acquire(options).then((permit) => {
    order.push(name);
    return permit;
  });
}

describe('a rate', () => {
  it('is never exceeded in any second, however the requests come', async () => {
    const clock = manualClock();
    const limiter = new RateLimiter(40, 'requests', clock);
    const given: number[] = [];
    const ask = (count: number) => {
      for (let n = 0; n < count; n++) void limiter.acquire().then(() => given.push(clock.now()));
    };
    ask(10);
    await settle();
    for (let ms = 0; ms < 4000; ms += 5) {
      if (ms === 900) ask(100);
      await settle();
      await clock.advance(5);
      await settle();
    }
    expect(given.length).toBe(110);
    for (const from of given)
      expect(given.filter((atMs) => atMs >= from && atMs < from + 1000).length).toBeLessThanOrEqual(40);
    expect(given.at(-1)).toBeLessThanOrEqual(2910);
    expect(clock.pendingTimers).toBe(0);
  });

  it('serves committed work first, and nobody who has left', async () => {
    const clock = manualClock();
    const limiter = new RateLimiter(1, 'requests', clock);
    const order: string[] = [];
    await enter(limiter, 'first', order);
    const controller = new AbortController();
    const left = enter(limiter, 'left', order, { signal: controller.signal });
    void enter(limiter, 'ahead', order, { priority: 'prefetch' });
    void enter(limiter, 'second', order);
    void enter(limiter, 'third', order);
    controller.abort();
    await expect(left).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    for (let n = 0; n < 3; n++) {
      await clock.advance(1000);
      await settle();
    }
    expect(order).toEqual(['first', 'second', 'third', 'ahead']);
  });

  it('keeps no timer for those who have all left', async () => {
    const clock = manualClock();
    const limiter = new RateLimiter(1, 'requests', clock);
    await limiter.acquire();
    const controller = new AbortController();
    const left = limiter.acquire({ signal: controller.signal });
    expect(clock.pendingTimers).toBe(1);
    controller.abort();
    await expect(left).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('forgets permits from the future of an exchanged clock', async () => {
    let nowMs = 1_000_000;
    const limiter = new RateLimiter(1, 'requests', {
      now: () => nowMs,
      setTimeout: () => ({ cancel: () => undefined }),
    });
    await limiter.acquire();
    expect(limiter.available).toBe(0);
    nowMs = 5;
    expect(limiter.available).toBe(1);
  });
});

describe('a gauge', () => {
  it('holds the rest back until a permit is released, committed first, each once', async () => {
    const gauge = new Gauge(2, 'generations');
    const order: string[] = [];
    const held: Permit[] = [await enter(gauge, 'a', order), await enter(gauge, 'b', order)];
    void enter(gauge, 'ahead', order, { priority: 'prefetch' });
    void enter(gauge, 'c', order).then((permit) => held.push(permit));
    expect(gauge.available).toBe(0);
    held[0]?.release();
    held[0]?.release();
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
    held[1]?.release();
    await settle();
    expect(order).toEqual(['a', 'b', 'c', 'ahead']);
    held[2]?.release();
    expect(gauge.available).toBe(1);
  });

  it('admits more when its limit is raised', async () => {
    const gauge = new Gauge(1, 'generations');
    const order: string[] = [];
    await enter(gauge, 'a', order);
    void enter(gauge, 'b', order);
    await settle();
    expect(order).toEqual(['a']);
    gauge.setLimit(2);
    await settle();
    expect(order).toEqual(['a', 'b']);
  });

  it('refuses an aborted signal at once', async () => {
    await expect(new Gauge(1, 'generations').acquire({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
  });
});

describe('admissionFor', () => {
  it('is one for a scope, with the documented quotas', () => {
    const admission = admissionFor('folder-a');
    expect(admissionFor('folder-a')).toBe(admission);
    expect(admissionFor('folder-b')).not.toBe(admission);
    const { sttStreams, ttsRequests, generations } = admission;
    expect([sttStreams.available, ttsRequests.available, generations.available]).toEqual([40, 40, 10]);
  });

  it('is what a client of the folder has, or of the endpoint if it names none', () => {
    const endpoint = 'http://127.0.0.1:1';
    const client = new RpcClient({ endpoint, auth: noCredentials(), folderId: 'folder-d' });
    expect(client.admission).toBe(admissionFor('folder-d'));
    expect(new RpcClient({ endpoint, auth: noCredentials() }).admission).toBe(admissionFor(endpoint));
  });

  it('takes raised quotas at any time, and refuses nonsense', () => {
    const admission = admissionFor('folder-c', { ttsRequestsPerSecond: 100 });
    admissionFor('folder-c', { concurrentGenerations: 20 });
    expect([admission.ttsRequests.available, admission.generations.available]).toEqual([100, 20]);
    expect(() => admissionFor('folder-c', { sttStreamsPerSecond: 0 })).toThrow(/sttStreamsPerSecond/);
    expect(() => admissionFor('')).toThrow(/scope/);
  });
});
