import { bytesToMs, msToBytes, pcm } from '@rechka/core';
import { audioSinkConformance, manualClock } from '@rechka/core/testing';
import { describe, expect, it } from 'vitest';
import type { AudioFrame, ServerMessage } from '../protocol/index.js';
import { PageSink } from './page-sink.js';

const format = pcm(16_000);
const samplesPerMs = 16;

/** A page with a loudspeaker that plays in real time and reports every `reportMs`. */
function setUp({ reportMs = 20, delayMs = 0, aheadMs = 1500 } = {}) {
  const clock = manualClock();
  const frames: AudioFrame[] = [];
  const told: ServerMessage[] = [];
  const line = {
    connected: true,
    flowing: true,
    sendFrame(frame: AudioFrame) {
      frames.push(frame);
      if (frame.stream !== page.stream)
        Object.assign(page, { stream: frame.stream, received: 0, played: 0, told: 0 });
      page.received = frame.seq + frame.pcm.byteLength / 2;
    },
    send(message: ServerMessage) {
      told.push(message);
      if (message.type !== 'flush') return;
      const { stream, played } = page;
      page.received = played;
      if (!page.deaf) later(() => sink.flushed(stream, played));
    },
  };
  const page = { stream: -1, received: 0, played: 0, told: 0, deaf: false };
  const later = (what: () => void) => clock.setTimeout(what, delayMs);
  const sink = new PageSink({ format, aheadMs, clearMs: 400, clock, line });
  let closed = false;
  const play = (passedMs: number) => {
    if (closed) return;
    const before = page.played;
    page.played = Math.min(page.received, page.played + 5 * samplesPerMs);
    const edge = before === 0 || page.played === page.received;
    if (page.played > page.told && (edge || passedMs % reportMs === 0) && line.connected) {
      page.told = page.played;
      const { stream, played } = page;
      later(() => sink.heard(stream, played));
    }
    clock.setTimeout(() => play(passedMs + 5), 5);
  };
  clock.setTimeout(() => play(5), 5);
  const close = () => {
    closed = true;
    sink.close();
  };
  return { clock, frames, told, line, page, sink, close, advance: (ms: number) => clock.advance(ms) };
}

function speech(ms: number): Uint8Array {
  return Uint8Array.from({ length: msToBytes(ms, format) }, (_, i) => (i * 31 + 7) & 0xff);
}

describe.each([
  { reportMs: 20, delayMs: 0, toleranceMs: 40 },
  { reportMs: 200, delayMs: 30, toleranceMs: 240 },
])(
  'PageSink with reports every $reportMs ms, $delayMs ms late, passes the conformance of AudioSink',
  (page) => {
    it.each(audioSinkConformance(() => setUp(page), page))('$name', (testCase) => testCase.run());
  },
);

describe('PageSink', () => {
  it('sends at most 2 s ahead of what was heard, in frames of at most 40 ms, every byte in its place', async () => {
    const { sink, frames, page, clock } = setUp();
    const audio = speech(5010);
    void sink.write(audio);
    const sentMs = () =>
      bytesToMs(
        frames.reduce((sum, { pcm: { byteLength } }) => sum + byteLength, 0),
        format,
      );
    expect(sentMs()).toBe(2000);
    let mostAheadMs = 0;
    for (let step = 0; step < 60; step++) {
      await clock.advance(100);
      mostAheadMs = Math.max(mostAheadMs, sentMs() - page.played / samplesPerMs);
    }
    expect(mostAheadMs).toBeLessThanOrEqual(2000);
    expect(Math.max(...frames.map(({ pcm: { byteLength } }) => byteLength))).toBe(msToBytes(40, format));
    expect(Buffer.concat(frames.map((frame) => frame.pcm)).equals(audio)).toBe(true);
    let next = 0;
    for (const { seq, pcm: samples } of frames) {
      expect(seq).toBe(next);
      next += samples.byteLength / 2;
    }
  });

  it('waits while the socket does not keep up', async () => {
    const { sink, frames, line } = setUp();
    line.flowing = false;
    void sink.write(speech(300));
    expect(frames).toEqual([]);
    line.flowing = true;
    sink.pump();
    expect(frames).not.toEqual([]);
  });

  it('tells the page where speech ends, and begins another stream after it was heard', async () => {
    const { sink, told, frames, clock } = setUp();
    void sink.write(speech(50));
    const drained = sink.drain();
    expect(told).toEqual([{ type: 'speech-end', stream: 0, seq: 800 }]);
    await clock.advance(100);
    await drained;
    void sink.write(speech(20));
    expect(frames.at(-1)).toMatchObject({ stream: 1, seq: 0 });
    await clock.advance(100);
    expect(sink.heardMs).toBe(70);
  });

  it('takes the last report for the truth when a page does not answer a clear', async () => {
    const { sink, page, clock, told } = setUp();
    page.deaf = true;
    void sink.write(speech(1000));
    await clock.advance(300);
    const cleared = sink.clear();
    await clock.advance(399);
    let settled = false;
    void cleared.then(() => (settled = true));
    await clock.advance(0);
    expect(settled).toBe(false);
    await clock.advance(1);
    expect((await cleared).heardMs).toBeCloseTo(300, 0);
    sink.flushed(0, 16_000);
    expect(sink.heardMs).toBeCloseTo(300, 0);
    expect(told).toContainEqual({ type: 'flush', stream: 0 });
    await clock.advance(5);
  });

  it('believes no page that heard more than it was sent', async () => {
    const { sink } = setUp();
    void sink.write(speech(3000));
    sink.heard(0, 1_000_000);
    expect(sink.heardMs).toBe(2000);
    sink.heard(0, 5);
    expect(sink.heardMs, 'heardMs went back').toBe(2000);
    sink.heard(9, 1_000_000);
    sink.flushed(9, 1_000_000);
    expect(sink.heardMs).toBe(2000);
  });

  it('sends again, over another socket, what the page has not got, and counts what it heard meanwhile', async () => {
    const { sink, frames, line, clock } = setUp();
    const audio = speech(1000);
    void sink.write(audio);
    const drained = sink.drain();
    Object.assign(line, { connected: false, flowing: false });
    expect(sink.interrupted).toBe(true);
    sink.detach();
    frames.length = 0;
    // Of 1 000 ms sent, 600 arrived and 200 sounded.
    expect(sink.resume({ stream: 0, receivedSeq: 9600, heardSeq: 3200 })).toEqual({ stream: 0, seq: 9600 });
    expect(sink.heardMs).toBe(200);
    Object.assign(line, { connected: true, flowing: true });
    sink.pump();
    expect(Buffer.concat(frames.map((frame) => frame.pcm)).equals(audio.subarray(19_200))).toBe(true);
    await clock.advance(2000);
    await drained;
    expect(sink.heardMs).toBe(1000);
  });

  it('answers a clear at once while the page is away, and tells it of another stream when it is back', async () => {
    const { sink, line, clock } = setUp();
    void sink.write(speech(1000));
    await clock.advance(100);
    Object.assign(line, { connected: false, flowing: false });
    const { heardMs } = await sink.clear();
    expect(heardMs).toBeCloseTo(100, -1);
    expect(sink.resume({ stream: 0, receivedSeq: 16_000, heardSeq: 16_000 })).toEqual({ stream: 1, seq: 0 });
    expect(sink.heardMs).toBe(heardMs);
  });

  it('lets everybody go when the page leaves in the middle of a clear', async () => {
    const { sink, page, clock } = setUp();
    page.deaf = true;
    void sink.write(speech(1000));
    await clock.advance(100);
    const cleared = sink.clear();
    sink.detach();
    expect((await cleared).heardMs).toBeCloseTo(100, -1);
  });

  it('forgets everything and leaves no timer when it is closed', async () => {
    const { sink, close, clock } = setUp();
    const write = sink.write(speech(5000));
    const drain = sink.drain();
    await clock.advance(100);
    const clear = sink.clear();
    close();
    await Promise.all([write, drain, clear]);
    await sink.write(speech(5000));
    await sink.drain();
    await clock.advance(10);
    expect(clock.pendingTimers).toBe(0);
    expect(sink.interrupted).toBe(false);
  });
});
