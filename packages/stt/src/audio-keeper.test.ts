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
        for (const keeper of keepers) keeper.close();
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

  it('gives all memory back at its end, also of the half second that is not full', () => {
    const first = new AudioKeeper(format, 3000);
    first.write(samplesOf(0, 0, second / 4));
    const { buffer } = first.read(0, 10);
    first.close();
    expect(first.bytes).toBe(0);
    const other = new AudioKeeper(format, 3000);
    other.write(samplesOf(1, 0, second / 4));
    expect(other.read(0, 10).buffer).toBe(buffer);
    other.close();
  });

  it('keeps a quarter of what calls have in store, and gives up the rest when they are over', () => {
    const rate = 8192;
    const callers = Array.from({ length: 100 }, () => new AudioKeeper(pcm(rate as 8000), 30_000));
    const speak = () => {
      const buffers = new Set<ArrayBufferLike>();
      for (const caller of callers) {
        caller.write(new Uint8Array(rate * 2 * 4));
        for (let second = 0; second < 8; second++)
          buffers.add(caller.read(caller.oldest + (second * rate) / 2, 1).buffer);
      }
      return buffers;
    };
    const first = speak();
    // Half of them let go at once, the others have theirs: a quarter of 400, as far as it is whole slabs of 16.
    for (const caller of callers.slice(0, 50)) caller.release(caller.written);
    const again = callers.slice(0, 50).flatMap((caller) => {
      caller.write(new Uint8Array(rate * 2 * 4));
      return Array.from({ length: 8 }, (_, n) => caller.read(caller.oldest + (n * rate) / 2, 1).buffer);
    });
    expect(again.filter((buffer) => first.has(buffer)).length).toBeGreaterThan(100 - 16);
    for (const caller of callers) caller.close();
    // All are over: what is kept is what little calls need.
    const late = callers.flatMap((caller) => {
      const next = new AudioKeeper(caller.format, 30_000);
      next.write(new Uint8Array(rate * 2));
      return [next.read(0, 1).buffer, next.read(rate / 2, 1).buffer];
    });
    const known = new Set([...first, ...again]);
    expect(late.filter((buffer) => known.has(buffer)).length).toBeLessThanOrEqual(65);
  });
});
