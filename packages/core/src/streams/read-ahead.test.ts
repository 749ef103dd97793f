import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.js';
import { untilAborted } from './until-aborted.js';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('readAhead', () => {
  it('gives what was read before it was asked for, and then the fault', async () => {
    const seen: number[] = [];
    const faults: unknown[] = [];
    const source = (async function* () {
      yield 1;
      yield 2;
      throw new Error('down');
    })();
    const ahead = readAhead(source, {
      item: (item) => seen.push(item),
      failed: (fault) => faults.push(fault),
    });
    await settled();
    expect(seen).toEqual([1, 2]);
    expect(faults).toMatchObject([{ message: 'down' }]);
    const read: number[] = [];
    const all = (async () => {
      for await (const item of ahead) read.push(item);
    })();
    await expect(all).rejects.toThrow('down');
    expect(read).toEqual([1, 2]);
  });

  it.each(['reader leaves', 'signal aborts'])(
    'stops reading and leaves the source when its %s',
    async (how) => {
      let given = 0;
      let left = false;
      const source = (async function* () {
        try {
          for (;;) {
            await settled();
            yield (given += 1);
          }
        } finally {
          left = true;
        }
      })();
      const stop = new AbortController();
      const ahead = readAhead(untilAborted(source, stop.signal));
      for await (const item of ahead) {
        if (item === 3) {
          if (how === 'reader leaves') break;
          stop.abort();
        }
      }
      for (let step = 0; step < 5; step += 1) await settled();
      expect([left, given]).toEqual([true, expect.toSatisfy((count: number) => count <= 5)]);
    },
  );
});
