import { describe, expect, it } from 'vitest';
import { memoryIdempotency } from './idempotency.js';

describe('memoryIdempotency', () => {
  it('gives a key to one of several that ask at once', async () => {
    const store = memoryIdempotency();
    const states = await Promise.all([store.begin('a'), store.begin('a'), store.begin('b')]);
    expect(states.map(({ state }) => state)).toEqual(['new', 'running', 'new']);
  });

  it('tells what came of it, lets what failed be tried again, and learns better of the unknown', async () => {
    const store = memoryIdempotency();
    await store.begin('a');
    await store.finish('a', { status: 'failed', reason: 'busy' });
    expect(await store.begin('a')).toEqual({ state: 'new' });
    await store.finish('a', { status: 'unknown' });
    expect(await store.begin('a')).toEqual({ state: 'unknown' });
    await store.finish('a', { status: 'done', result: 'booked' });
    expect(await store.begin('a')).toEqual({ state: 'done', result: 'booked' });
  });

  it('forgets the oldest outcomes beyond its capacity, and never what runs', async () => {
    const store = memoryIdempotency({ capacity: 2 });
    await store.begin('running');
    for (const key of ['a', 'b', 'c']) {
      await store.begin(key);
      await store.finish(key, { status: 'done', result: key });
    }
    const states = await Promise.all(['running', 'a', 'b', 'c'].map((key) => store.begin(key)));
    expect(states.map(({ state }) => state)).toEqual(['running', 'new', 'done', 'done']);
    expect(() => memoryIdempotency({ capacity: 0 })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
    );
  });
});
