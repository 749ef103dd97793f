import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from './timeline.js';

describe('Timeline', () => {
  it('maps a steady line exactly, both ways', () => {
    const timeline = new Timeline(5000);
    expect(timeline.toClock(0)).toBe(5000);
    for (let i = 1; i <= 50; i++) timeline.advance(20, 7000 + i * 20);
    expect(timeline.takenMs).toBe(1000);
    expect(timeline.toClock(400)).toBeCloseTo(7400, 6);
    expect(timeline.toAudio(7400)).toBeCloseTo(400, 6);
  });

  it('is not moved by late chunks and bursts', () => {
    const timeline = new Timeline(0);
    for (let i = 1; i <= 50; i++) timeline.advance(20, i * 20);
    // 300 ms of nothing, then all of it at once.
    for (let i = 51; i <= 65; i++) timeline.advance(20, 1300);
    expect(timeline.toClock(1300)).toBeGreaterThanOrEqual(1300 - 1e-9);
    expect(timeline.toClock(1300)).toBeLessThan(1301);
  });

  it('corrects itself at the first chunk that came sooner than all before', () => {
    const timeline = new Timeline(0);
    timeline.advance(20, 120);
    timeline.advance(20, 140);
    expect(timeline.toClock(0)).toBeCloseTo(100, 6);
    timeline.advance(60, 140);
    expect(timeline.toClock(0)).toBeCloseTo(40, 6);
  });

  it('stays within the least delay of the line, whatever the jitter', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(delays, (jitter) => {
        const timeline = new Timeline(0);
        let arrivedMs = 0;
        let least = Number.POSITIVE_INFINITY;
        jitter.forEach((delay, i) => {
          const capturedMs = 1000 + (i + 1) * 20;
          // Chunks come in order: one that waits makes those behind it wait.
          arrivedMs = Math.max(arrivedMs, capturedMs + delay);
          least = Math.min(least, arrivedMs - capturedMs);
          timeline.advance(20, arrivedMs);
          // Captured no later than it arrived.
          expect(timeline.toClock(timeline.takenMs)).toBeLessThanOrEqual(arrivedMs + 1e-6);
        });
        const errorMs = timeline.toClock(0) - 1000;
        expect(errorMs).toBeGreaterThanOrEqual(-1e-6);
        // 0.2 % of the time since the best chunk may have been let go again.
        expect(errorMs).toBeLessThanOrEqual(least + 0.002 * (jitter.length * 20 + 150) + 1e-6);
      }),
    );
  });

  it('follows a sound card that is slower or faster than our clock by 0.1 %', () => {
    for (const ratio of [0.999, 1.001]) {
      const timeline = new Timeline(0);
      let nowMs = 0;
      for (let i = 0; i < 60_000; i++) {
        nowMs += 20 / ratio;
        timeline.advance(20, nowMs);
      }
      expect(timeline.toClock(timeline.takenMs)).toBeCloseTo(nowMs, 3);
    }
  });

  it('counts loss filled with silence as time', () => {
    const timeline = new Timeline(0);
    timeline.advance(20, 20);
    timeline.advance(100 + 20, 140);
    expect(timeline.toClock(130)).toBeCloseTo(130, 6);
  });
});
