import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.js';
import { sleep } from '../time/sleep.js';
import { pause, withPauses } from './with-pauses.js';

describe('withPauses', () => {
  it('tells once of an item that is late, and passes all of them on in order', async () => {
    const clock = manualClock();
    const source = (async function* () {
      yield 'a';
      await sleep(clock, 50);
      yield 'b';
      await sleep(clock, 500);
      yield 'c';
    })();
    const seen: unknown[] = [];
    const all = (async () => {
      for await (const item of withPauses(source, clock, () => (seen.length === 0 ? undefined : 100)))
        seen.push(item === pause ? 'pause' : item);
    })();
    await clock.advance(1000);
    await all;
    expect(seen).toEqual(['a', 'b', 'pause', 'c']);
  });

  it('passes a fault on, also one that comes late', async () => {
    const clock = manualClock();
    const source = (async function* () {
      yield 'a';
      await sleep(clock, 500);
      throw new Error('down');
    })();
    const seen: unknown[] = [];
    const all = (async () => {
      for await (const item of withPauses(source, clock, () => 100)) seen.push(item);
    })();
    const failed = expect(all).rejects.toThrow('down');
    await clock.advance(1000);
    await failed;
    expect(seen).toEqual(['a', pause]);
  });

  it('leaves the source when its reader leaves', async () => {
    const clock = manualClock();
    let left = false;
    const source = (async function* () {
      try {
        yield 'a';
        yield 'b';
      } finally {
        left = true;
      }
    })();
    const items = withPauses(source, clock, () => 100);
    await items.next();
    await items.return(undefined);
    await clock.advance(0);
    expect(left).toBe(true);
  });
});
