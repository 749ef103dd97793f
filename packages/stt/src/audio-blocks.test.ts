import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AudioBlocks } from './audio-blocks.js';

it('gives nobody a block that another has, and keeps what is written in each', () => {
  const actions = fc.array(fc.record({ take: fc.boolean(), which: fc.nat() }), {
    size: 'max',
    maxLength: 400,
  });
  let sizeBytes = 1000;
  fc.assert(
    fc.property(actions, (given) => {
      const blocks = AudioBlocks.of((sizeBytes += 2));
      const taken: { block: number; mark: number }[] = [];
      let mark = 0;
      for (const { take, which } of given) {
        if (take) {
          const block = blocks.take();
          expect(taken.map((one) => one.block)).not.toContain(block);
          taken.push({ block, mark: (mark = (mark + 1) % 251) });
          blocks.write(block, 0, new Uint8Array(sizeBytes).fill(mark));
        } else if (taken.length > 0) {
          const [one] = taken.splice(which % taken.length, 1);
          blocks.give(one!.block);
        }
      }
      for (const one of taken) {
        const bytes = blocks.view(one.block, 0, sizeBytes);
        expect([...new Set(bytes)]).toEqual([one.mark]);
        expect(bytes.byteLength).toBe(sizeBytes);
      }
      expect(blocks.bytes).toBeGreaterThanOrEqual(taken.length * sizeBytes);
      for (const { block } of taken) blocks.give(block);
      expect(blocks.bytes).toBeLessThanOrEqual(64 * sizeBytes);
    }),
    { numRuns: 100 },
  );
});

it('gives memory up when less is needed for long, whoever has blocks still', () => {
  const sizeBytes = 1000;
  const blocks = AudioBlocks.of(sizeBytes);
  const held = Array.from({ length: 4000 }, () => blocks.take());
  expect(blocks.bytes).toBeGreaterThanOrEqual(4000 * sizeBytes);
  // One call in forty goes on, wherever its blocks lie, and each of its blocks gives place to another in some seconds.
  let going = held.filter((block, at) => at % 40 === 0);
  for (const [at, block] of held.entries()) if (at % 40 !== 0) blocks.give(block);
  for (let turn = 0; turn < 3; turn++) {
    const next = going.map(() => blocks.take());
    for (const block of going) blocks.give(block);
    going = next;
  }
  expect(blocks.bytes).toBeLessThanOrEqual((2 * 100 + 64 + 16) * sizeBytes);
  for (const block of going) blocks.give(block);
  expect(blocks.bytes).toBeLessThanOrEqual(64 * sizeBytes);
});

it('gives up what lies before a block that one call holds on to', () => {
  const sizeBytes = 600;
  const blocks = AudioBlocks.of(sizeBytes);
  const held = Array.from({ length: 4000 }, () => blocks.take());
  const last = held.pop() as number;
  blocks.write(last, 0, new Uint8Array(sizeBytes).fill(7));
  for (const block of held) blocks.give(block);
  expect(blocks.bytes).toBeLessThanOrEqual((64 + 16) * sizeBytes);
  const again = Array.from({ length: 1000 }, () => blocks.take());
  for (const block of again) blocks.write(block, 0, new Uint8Array(sizeBytes).fill(1));
  expect([...new Set(blocks.view(last, 0, sizeBytes))]).toEqual([7]);
  expect(new Set([...again, last]).size).toBe(1001);
  for (const block of [...again, last]) blocks.give(block);
});

it('takes no block back twice, and none that it never gave', () => {
  const blocks = AudioBlocks.of(602);
  const block = blocks.take();
  blocks.give(block);
  for (const wrong of [block, 16, -1, 0.5, Number.NaN, undefined as unknown as number]) {
    expect(() => blocks.give(wrong)).toThrow(RangeError);
  }
  expect(blocks.take()).toBe(block);
  expect(blocks.take()).not.toBe(block);
});
