import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaybackQueue, type PlaybackReport } from './playback-queue.js';

const quantum = 128;
const rateHz = 16_000;
const ms = (duration: number) => (duration * rateHz) / 1000;

/** Samples that tell their place: a ramp that never is 0. */
function ramp(from: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, i) => ((from + i) % 30_000) + 1);
}

class Player {
  readonly reports: PlaybackReport[] = [];
  readonly queue: PlaybackQueue;
  /** All that was rendered, as 16-bit samples. */
  readonly heard: number[] = [];

  constructor(outputHz = rateHz) {
    this.queue = new PlaybackQueue(outputHz, (report) => this.reports.push(report));
  }

  /** Renders for so long; returns how many frames were speech. */
  render(durationMs: number, outputHz = rateHz): number {
    let sounding = 0;
    for (let frames = 0; frames < (durationMs * outputHz) / 1000; frames += quantum) {
      const output = new Float32Array(quantum);
      sounding += this.queue.render(output);
      for (const sample of output) this.heard.push(Math.round(sample * 32_768));
    }
    return sounding;
  }

  get speech(): number[] {
    return this.heard.filter((sample) => sample !== 0);
  }

  last(): PlaybackReport | undefined {
    return this.reports.at(-1);
  }
}

describe('PlaybackQueue', () => {
  it('starts when 100 ms wait, and plays what it was given', () => {
    const player = new Player();
    player.queue.append(1, rateHz, ramp(0, ms(80)));
    expect(player.render(60)).toBe(0);
    player.queue.append(1, rateHz, ramp(ms(80), ms(40)));
    expect(player.render(200)).toBe(ms(120));
    expect(player.speech).toEqual([...ramp(0, ms(120))]);
    expect(player.reports.map(({ cause }) => cause)).toEqual(['started', 'caught-up']);
    expect(player.last()).toMatchObject({ stream: 1, heardSamples: ms(120), underruns: 0 });
  });

  it('starts at once what is known to be all', () => {
    const player = new Player();
    player.queue.append(1, rateHz, ramp(0, ms(30)));
    player.queue.end(1);
    expect(player.render(40)).toBe(ms(30));
  });

  it('starts what is short and has no end after twice the prebuffer', () => {
    const player = new Player();
    player.queue.append(1, rateHz, ramp(0, ms(30)));
    expect(player.render(190)).toBe(0);
    expect(player.render(60)).toBe(ms(30));
  });

  it('waits longer after an underrun, and less again after a stream without one', () => {
    const player = new Player();
    player.queue.append(1, rateHz, ramp(0, ms(100)));
    player.render(150);
    player.queue.append(1, rateHz, ramp(0, ms(120)));
    expect(player.render(40)).toBe(0);
    player.queue.append(1, rateHz, ramp(0, ms(40)));
    expect(player.render(200)).toBe(ms(160));
    expect(player.last()).toMatchObject({ underruns: 1, heardSamples: ms(260) });
    for (const [stream, needs] of [
      [2, 150],
      [3, 100],
    ] as const) {
      player.queue.append(stream, rateHz, ramp(0, ms(needs - 10)));
      expect(player.render(16)).toBe(0);
      player.queue.append(stream, rateHz, ramp(0, ms(10)));
      player.queue.end(stream);
      expect(player.render(needs + 10)).toBe(ms(needs));
    }
  });

  it('takes speech that follows an announced end, or a long silence, for no underrun', () => {
    const player = new Player();
    player.queue.append(1, rateHz, ramp(0, ms(100)));
    player.queue.end(1);
    player.render(150);
    player.queue.append(1, rateHz, ramp(0, ms(100)));
    player.render(1200);
    player.queue.append(1, rateHz, ramp(0, ms(100)));
    player.render(200);
    expect(player.last()).toMatchObject({ underruns: 0, heardSamples: ms(300) });
  });

  it('counts as heard what has had the time to reach the ear', () => {
    const player = new Player();
    player.queue.latencyMs = 120;
    player.queue.append(1, rateHz, ramp(0, ms(400)));
    player.render(120);
    expect(player.reports).toEqual([]);
    player.render(8);
    expect(player.last()).toMatchObject({ cause: 'started', heardSamples: ms(8) });
    player.render(200);
    expect(player.last()).toMatchObject({ cause: 'time', heardSamples: ms(208) });
    player.render(184);
    // All was given to the output long ago, but its end is on its way.
    expect(player.last()).toMatchObject({ cause: 'time', heardSamples: ms(208) });
    player.render(8);
    expect(player.last()).toMatchObject({ cause: 'caught-up', heardSamples: ms(400) });
  });

  it('falls silent within a quantum, without a click, and counts what cannot be taken back', () => {
    const player = new Player();
    player.queue.latencyMs = 50;
    player.queue.append(1, rateHz, new Int16Array(ms(1000)).fill(20_000));
    player.render(304);
    const before = player.heard.length;
    player.queue.flush();
    expect(player.last()?.cause).not.toBe('flushed');
    player.render(100);
    const after = player.heard.slice(before);
    const steps = after.map((sample, i) => Math.abs(sample - (i === 0 ? 20_000 : after[i - 1]!)));
    expect(Math.max(...steps)).toBeLessThan(200);
    expect(after.slice(quantum).every((sample) => sample === 0)).toBe(true);
    expect(player.last()).toMatchObject({ cause: 'flushed', heardSamples: before + quantum });
    expect(player.render(500)).toBe(0);
  });

  it('answers a flush of what has not begun to sound', () => {
    const player = new Player();
    player.queue.append(4, rateHz, ramp(0, ms(40)));
    player.queue.flush();
    expect(player.last()).toEqual({ stream: 4, heardSamples: 0, cause: 'flushed', underruns: 0 });
    expect(player.render(500)).toBe(0);
  });

  it('puts a new stream in the place of the one before', () => {
    const player = new Player();
    player.queue.append(1, rateHz, ramp(0, ms(400)));
    player.render(104);
    player.queue.append(2, rateHz, ramp(7000, ms(100)));
    expect(player.last()).toMatchObject({ stream: 1, cause: 'flushed', heardSamples: ms(104) });
    player.render(200);
    expect(player.speech.slice(ms(104))).toEqual([...ramp(7000, ms(100))]);
    expect(player.last()).toMatchObject({ stream: 2, heardSamples: ms(100) });
  });

  it.each([
    [24_000, 44_100],
    [22_050, 48_000],
    [48_000, 44_100],
    [16_000, 16_000],
  ])('accounts for every sample at %d Hz on a device of %d Hz, however it comes', (fromHz, toHz) => {
    const step = fc.record({
      samples: fc.integer({ min: 0, max: fromHz / 5 }),
      renderMs: fc.integer({ min: 0, max: 400 }),
      end: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 300 }),
        (steps, latencyMs) => {
          const player = new Player(toHz);
          player.queue.latencyMs = latencyMs;
          let given = 0;
          let sounding = 0;
          for (const { samples, renderMs, end } of steps) {
            player.queue.append(1, fromHz, ramp(given, samples));
            given += samples;
            if (end) player.queue.end(1);
            sounding += player.render(renderMs, toHz);
            expect(player.last()?.heardSamples ?? 0).toBeLessThanOrEqual((sounding * fromHz) / toHz + 1);
          }
          player.queue.end(1);
          sounding += player.render((given / fromHz) * 1000 + latencyMs + 50, toHz);
          const counts = player.reports.map(({ heardSamples }) => heardSamples);
          expect(counts).toEqual([...counts].sort((a, b) => a - b));
          expect(counts.at(-1) ?? 0).toBe(given);
          // A frame more for each time it ran dry, at most.
          expect(sounding).toBeGreaterThanOrEqual(Math.floor((given * toHz) / fromHz));
          expect(sounding).toBeLessThanOrEqual((given * toHz) / fromHz + steps.length + 1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
