import { pcm } from '@rechka/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioKeeper } from './audio-keeper.js';

const format = pcm(8000);
const second = 8000;

/** Samples whose value tells whose they are and which. */
function samplesOf(caller: number, from: number, count: number): Uint8Array {
  const samples = Int16Array.from({ length: count }, (_, i) => (caller * 7919 + (from + i) * 31) % 32_000);
  return new Uint8Array(samples.buffer);
}

describe('audio that is kept', () => {
  it('is each caller’s own, however much all of them write, read and release', () => {
    const action = fc.record({
      caller: fc.nat(2),
      kind: fc.constantFrom('write', 'read', 'release'),
      amount: fc.integer({ min: 1, max: second }),
    });
    fc.assert(
      fc.property(fc.array(action, { size: 'max', maxLength: 120 }), (actions) => {
        const keepers = [1, 2, 3].map(() => new AudioKeeper(format, 3000));
        for (const { caller, kind, amount } of actions) {
          const keeper = keepers[caller]!;
          if (kind === 'write') keeper.write(samplesOf(caller, keeper.written, amount));
          else if (kind === 'release') keeper.release(keeper.oldest + amount);
          else {
            const from = Math.min(keeper.written, keeper.oldest + (amount % second));
            const length = Math.min(amount, keeper.written - from);
            expect(Buffer.compare(keeper.read(from, length), samplesOf(caller, from, length))).toBe(0);
          }
        }
        for (const keeper of keepers) keeper.release(keeper.written);
      }),
      { numRuns: 100 },
    );
  });

  it('takes the memory that another call has let go of', () => {
    const first = new AudioKeeper(format, 3000);
    first.write(samplesOf(0, 0, second));
    const { buffer } = first.read(0, 10);
    first.release(second);
    const other = new AudioKeeper(format, 3000);
    other.write(samplesOf(1, 0, second));
    expect([other.read(0, 10).buffer, other.read(second / 2, 10).buffer]).toContain(buffer);
    expect(other.bytes).toBe(second * 2);
  });
});
