import { describe, expect, it } from 'vitest';
import { UnheardWaiters } from './unheard-waiters.js';

describe('UnheardWaiters', () => {
  it('lets each go when little enough is unheard, and not before', async () => {
    let unheard = 300;
    const waiters = new UnheardWaiters(() => unheard);
    const gone: number[] = [];
    const waits = [100, 300, 0].map((most) => waiters.atMost(most).then(() => gone.push(most)));
    await waits[1];
    expect(gone).toEqual([300]);

    unheard = 100;
    waiters.settle();
    await waits[0];
    expect(gone).toEqual([300, 100]);

    unheard = 0;
    waiters.settle();
    await waits[2];
    expect(gone).toEqual([300, 100, 0]);
  });

  it('rejects with ERR_ABORTED when the signal aborts first, even if nothing is unheard', async () => {
    const abort = new AbortController();
    const waiters = new UnheardWaiters(() => 1);
    const waiting = waiters.atMost(0, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await expect(new UnheardWaiters(() => 0).atMost(0, abort.signal)).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
  });
});
