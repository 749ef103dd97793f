import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpeechInbox } from './speech-inbox.js';

const speech = Int16Array.from({ length: 1000 }, (_, i) => i + 1);
const piece = (from: number, to: number) => speech.subarray(from, to);

describe('SpeechInbox', () => {
  it('gives each sample to the player once and in its place, whatever comes twice', () => {
    const cut = fc.record({
      from: fc.integer({ min: 0, max: 999 }),
      length: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 20 }), (cuts) => {
        const inbox = new SpeechInbox();
        const played: number[] = [];
        for (const { from, length } of [{ from: 0, length: 1 }, ...cuts, { from: 0, length: 1000 }]) {
          // After a resume the server begins again anywhere before what was received, never after it.
          const start = Math.min(from, inbox.position.receivedSeq);
          played.push(...(inbox.receive(1, start, piece(start, start + length))?.samples ?? []));
        }
        expect(played).toEqual([...speech]);
        expect(inbox.position).toEqual({ stream: 1, receivedSeq: 1000, heardSeq: 0 });
      }),
    );
  });

  it('keeps places true where samples never came', () => {
    const inbox = new SpeechInbox();
    inbox.receive(1, 0, piece(0, 100));
    expect([...(inbox.receive(1, 150, piece(150, 200))?.samples ?? [])]).toEqual([
      ...new Int16Array(50),
      ...piece(150, 200),
    ]);
  });

  it('gives a new player what was not heard, and counts on from there', () => {
    const inbox = new SpeechInbox();
    for (let at = 0; at < 1000; at += 100) inbox.receive(1, at, piece(at, at + 100));
    expect(inbox.played(1, 345)).toBe(345);
    expect([...(inbox.replay()?.samples ?? [])]).toEqual([...piece(345, 1000)]);
    expect(inbox.played(1, 155)).toBe(500);
    expect([...(inbox.replay()?.samples ?? [])]).toEqual([...piece(500, 1000)]);
    expect(inbox.played(1, 500)).toBe(1000);
    expect(inbox.replay()).toBeUndefined();
  });

  it('never counts backwards, nor more than came', () => {
    const inbox = new SpeechInbox();
    inbox.receive(1, 0, piece(0, 500));
    expect([inbox.played(1, 300), inbox.played(1, 200), inbox.played(1, 900)]).toEqual([300, 300, 500]);
    expect(inbox.played(9, 10)).toBeUndefined();
  });

  it('forgets a stream that is flushed and what still comes of it', () => {
    const inbox = new SpeechInbox();
    inbox.receive(1, 0, piece(0, 500));
    inbox.played(1, 200);
    expect(inbox.flush(1)).toBe(200);
    expect(inbox.receive(1, 500, piece(500, 1000))).toBeUndefined();
    expect(inbox.replay()).toBeUndefined();
    expect(inbox.receive(2, 0, piece(0, 10))).toMatchObject({ stream: 2 });
    expect(inbox.position).toEqual({ stream: 2, receivedSeq: 10, heardSeq: 0 });
    // The flush of another stream does not touch this one.
    expect(inbox.flush(1)).toBe(0);
    expect(inbox.replay()?.samples.length).toBe(10);
  });
});
