import { describe, expect, it } from 'vitest';
import { pcm } from '../audio/audio-format.js';
import { pacedSink } from '../audio/paced-sink.js';
import { manualClock } from '../testing/manual-clock.js';
import { Playout } from './playout.js';

const format = pcm(8000);

/** `ms` of audio in which each sample tells its own position, in ms. */
function ramp(fromMs: number, ms: number): Uint8Array {
  const samples = new Int16Array(ms * 8);
  for (let at = 0; at < samples.length; at += 1) samples[at] = fromMs + Math.floor(at / 8);
  return new Uint8Array(samples.buffer);
}

function line() {
  const clock = manualClock();
  const heard: number[] = [];
  const sink = pacedSink({
    format,
    clock,
    send: (frame, { audioMs }) => {
      const samples = new Int16Array(frame.slice().buffer);
      for (let ms = 0; ms < audioMs; ms += 1) heard.push(samples[ms * 8]!);
    },
  });
  return { clock, heard, sink, playout: new Playout(sink) };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('Playout', () => {
  it('goes on after a pause from the place asked for, without losing what the sink had thrown away', async () => {
    const { clock, heard, sink, playout } = line();
    const written = (async () => {
      for (let at = 0; at < 2000; at += 100) await playout.write(ramp(at, 100));
      await playout.drain(new AbortController().signal);
    })();
    await clock.advance(500);
    playout.pause();
    await sink.clear();
    const cutMs = playout.heardMs(sink.heardMs);
    expect(cutMs).toBe(heard.length);
    await clock.advance(1000);
    expect(heard, 'a paused speech was heard').toHaveLength(cutMs);

    playout.resume(cutMs - 200);
    await clock.advance(5000);
    await written;
    expect(heard).toEqual([...range(0, cutMs), ...range(cutMs - 200, 2000)]);
    expect(playout.heardMs(sink.heardMs)).toBe(2000);
  });

  it('does not think itself drained while it is paused at its end', async () => {
    const { clock, heard, sink, playout } = line();
    let drained = false;
    const done = (async () => {
      await playout.write(ramp(0, 300));
      await playout.drain(new AbortController().signal);
      drained = true;
    })();
    await clock.advance(200);
    playout.pause();
    await sink.clear();
    await clock.advance(1000);
    expect(drained).toBe(false);
    playout.resume(100);
    await clock.advance(1000);
    await done;
    expect(heard.slice(-200)).toEqual(range(100, 300));
  });

  it('can be paused and resumed again and again', async () => {
    const { clock, heard, sink, playout } = line();
    const done = (async () => {
      for (let at = 0; at < 1000; at += 50) await playout.write(ramp(at, 50));
      await playout.drain(new AbortController().signal);
    })();
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(160);
      playout.pause();
      await sink.clear();
      playout.resume(playout.heardMs(sink.heardMs));
    }
    await clock.advance(3000);
    await done;
    expect(heard).toEqual(range(0, 1000));
  });

  it('lets a writer go when it is stopped while paused', async () => {
    const { clock, heard, sink, playout } = line();
    const done = (async () => {
      for (let at = 0; at < 1000; at += 50) await playout.write(ramp(at, 50));
      await playout.drain(new AbortController().signal);
    })();
    await clock.advance(200);
    playout.pause();
    await sink.clear();
    const heardMs = heard.length;
    playout.stop();
    await clock.advance(100);
    // What it writes from now on is its owner's fault; nothing written before sounds again.
    expect(heard.slice(0, heardMs)).toEqual(range(0, heardMs));
    await clock.advance(3000);
    await done;
  });

  it('keeps no more than it may need', async () => {
    const { clock, playout, sink } = line();
    const done = (async () => {
      for (let at = 0; at < 20_000; at += 100) await playout.write(ramp(at, 100));
    })();
    await clock.advance(19_000);
    playout.pause();
    await sink.clear();
    // Only the last three seconds before the cut are there to go back to.
    playout.resume(0);
    expect(playout.heardMs(sink.heardMs)).toBeGreaterThan(15_000);
    playout.stop();
    await clock.advance(1000);
    await done;
  });
});
