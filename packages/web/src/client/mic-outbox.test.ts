import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MicOutbox } from './mic-outbox.js';

const frame = (value: number) => new Int16Array(320).fill(value);

describe('MicOutbox', () => {
  it('lets live audio go as it comes, also in a bunch after a stall of the page', () => {
    const outbox = new MicOutbox();
    outbox.rewind(0, 0);
    for (let i = 1; i <= 100; i++) {
      outbox.push(frame(i));
      expect(outbox.take(i * 20)).toHaveLength(1);
    }
    for (let i = 0; i < 40; i++) outbox.push(frame(i));
    expect(outbox.take(2800)).toHaveLength(40);
  });

  it('sends what was kept at 4× real time, oldest first, with live audio behind it', () => {
    const outbox = new MicOutbox();
    for (let i = 0; i < 250; i++) outbox.push(frame(i));
    outbox.rewind(0, 0);
    const sent: number[] = [];
    let nowMs = 0;
    while (outbox.waiting) {
      nowMs += 20;
      outbox.push(frame(sent.length));
      sent.push(...outbox.take(nowMs).map(({ seq }) => seq));
      expect(sent.length).toBeLessThanOrEqual((nowMs / 20) * 4);
    }
    // 5 s at a net 3×.
    expect(nowMs).toBeLessThan(1750);
    expect(sent).toEqual(sent.map((_, i) => i * 320));
  });

  it('forgets the oldest beyond 30 s, and says how much was lost', () => {
    const outbox = new MicOutbox();
    for (let i = 0; i < 1600; i++) outbox.push(frame(i));
    outbox.rewind(0, 0);
    expect(outbox.lostMs).toBe(2000);
    expect(outbox.take(1000)[0]).toMatchObject({ seq: 100 * 320 });
  });

  it('brings every sample across, whatever is acknowledged and cut, unless it is too old', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.record({ type: fc.constant('frame' as const) }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('ack' as const), behind: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('cut' as const), inFlight: fc.nat(20) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('pause' as const), ms: fc.nat(3000) }) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
        const outbox = new MicOutbox();
        outbox.rewind(0, 0);
        let nowMs = 0;
        let pushed = 0;
        // What the server has: contiguous, and nothing twice.
        let arrived = 0;
        let acknowledged = 0;
        const receive = (frames: readonly { seq: number; samples: Int16Array }[]) => {
          for (const { seq, samples } of frames) {
            expect(seq).toBeLessThanOrEqual(arrived);
            expect(samples[0]).toBe(seq / 320);
            arrived = Math.max(arrived, seq + samples.length);
          }
        };
        for (const step of actions) {
          nowMs += 20;
          if (step.type === 'frame') {
            outbox.push(frame(pushed++));
            receive(outbox.take(nowMs));
          } else if (step.type === 'ack') {
            acknowledged = Math.max(acknowledged, arrived - step.behind * 320);
            outbox.acknowledge(acknowledged);
          } else if (step.type === 'cut') {
            // What the socket held is lost, but for what was acknowledged.
            arrived = acknowledged = Math.max(acknowledged, arrived - step.inFlight * 320);
            outbox.rewind(arrived, nowMs);
          } else nowMs += step.ms;
        }
        nowMs += 10_000;
        while (outbox.waiting) receive(outbox.take((nowMs += 1000)));
        expect(arrived).toBe(pushed * 320);
        expect(outbox.lostMs).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
