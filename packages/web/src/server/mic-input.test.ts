import { type AudioChunk, pcm } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MicInput } from './mic-input.js';

const format = pcm(16_000);
const frame = 320;

function samples(from: number, count: number): Uint8Array {
  return new Uint8Array(Int16Array.from({ length: count }, (_, i) => (from + i) % 30_000).buffer);
}

async function read(mic: MicInput): Promise<AudioChunk[]> {
  const chunks: AudioChunk[] = [];
  mic.end();
  for await (const chunk of mic) chunks.push(chunk);
  return chunks;
}

describe('MicInput', () => {
  it('takes each sample once and in order, whatever is sent again', async () => {
    const step = fc.record({ back: fc.nat(1000), count: fc.integer({ min: 1, max: 700 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const mic = new MicInput(format, manualClock());
        let end = 0;
        for (const { back, count } of steps) {
          const from = Math.max(0, end - back);
          expect(mic.receive(from, samples(from, count))).toBe(true);
          end = Math.max(end, from + count);
        }
        expect(mic.seq).toBe(end);
        const chunks = await read(mic);
        expect(Buffer.concat(chunks.map(({ data }) => data)).equals(samples(0, end))).toBe(true);
        expect(chunks.every(({ lostMs }) => lostMs === undefined)).toBe(true);
      }),
    );
  });

  it('tells how much was skipped', async () => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    mic.receive(0, samples(0, frame));
    await clock.advance(15_000);
    mic.receive(frame + 12 * 16_000, samples(0, frame));
    expect(mic.seq).toBe(2 * frame + 12 * 16_000);
    expect((await read(mic)).map(({ lostMs }) => lostMs)).toEqual([undefined, 12_000]);
  });

  it('does not believe a loss longer than the time that passed', async () => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    await clock.advance(3000);
    for (let n = 0; n < 50; n++) mic.receive(n * 16_000 * 60, samples(0, 1));
    const lostMs = (await read(mic)).reduce((sum, chunk) => sum + (chunk.lostMs ?? 0), 0);
    expect(lostMs).toBeLessThanOrEqual(4000);
  });

  it.each([
    ['real time', 1, true],
    ['1.4 times real time', 1.4, true],
    ['twice real time', 2, false],
  ])('of %s for a minute is taken: %d× → %s', async (_, speed, taken) => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    const frames = Array.from({ length: 3000 * speed }, (_frame, n) => n);
    let refused = false;
    for (const n of frames) {
      refused ||= !mic.receive(n * frame, samples(0, frame));
      await clock.advance(20 / speed);
      if (refused) break;
    }
    expect(!refused).toBe(taken);
  });

  it('takes all that a page kept for a resume, at once', async () => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    await clock.advance(10_000);
    for (let n = 0; n < 500; n++) expect(mic.receive(n * frame, samples(0, frame))).toBe(true);
    expect(mic.seq).toBe(160_000);
  });

  it('keeps 30 s for an application that does not read, and tells the rest as loss', async () => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    const send = async (ms: number) => {
      for (let passedMs = 0; passedMs < ms; passedMs += 20) {
        expect(mic.receive(mic.seq, samples(0, frame))).toBe(true);
        await clock.advance(20);
      }
    };
    await send(60_000);
    const iterator = mic[Symbol.asyncIterator]();
    let readMs = 0;
    for (let n = 0; n < 1000; n++) readMs += (await iterator.next()).value!.data.byteLength / 32;
    await send(20);
    mic.end();
    let lostMs = 0;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      readMs += next.value.data.byteLength / 32;
      lostMs += next.value.lostMs ?? 0;
    }
    expect(readMs).toBeLessThan(31_000);
    expect(readMs + lostMs).toBe(60_020);
  });

  it('falls silent in real time when it is switched off, for as long as ends an utterance', async () => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    const heard: { atMs: number; ms: number; silent: boolean }[] = [];
    const reading = (async () => {
      for await (const { data } of mic)
        heard.push({ atMs: clock.now(), ms: data.byteLength / 32, silent: data.every((byte) => byte === 0) });
    })();
    const startMs = clock.now();
    mic.receive(0, samples(1, frame));
    mic.switched(false);
    await clock.advance(200);
    // On its way when the button was pressed.
    mic.receive(frame, samples(1, frame));
    await clock.advance(1000);
    const silentMs = () => heard.reduce((sum, { ms, silent }) => sum + (silent ? ms : 0), 0);
    expect(heard.slice(0, 2).map(({ silent }) => silent)).toEqual([false, false]);
    expect(silentMs()).toBe(1000);
    expect(heard[2]?.atMs).toBe(startMs + 500);

    await clock.advance(60_000);
    expect(silentMs()).toBe(5000);
    mic.end();
    await reading;
  });

  it('is silent no more when it is switched on, and never if it was never on', async () => {
    const clock = manualClock();
    const mic = new MicInput(format, clock);
    mic.switched(false);
    await clock.advance(10_000);
    mic.receive(0, samples(1, frame));
    mic.switched(false);
    await clock.advance(100);
    mic.switched(true);
    await clock.advance(10_000);
    expect((await read(mic)).map(({ data }) => data.byteLength)).toEqual([frame * 2]);
  });
});
