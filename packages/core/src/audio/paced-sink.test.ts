import { describe, expect, it } from 'vitest';
import { audioSinkConformance } from '../testing/audio-sink-conformance.js';
import { manualClock } from '../testing/manual-clock.js';
import { type AudioFormat, bytesToMs, msToBytes, pcm } from './audio-format.js';
import { pacedSink, type PacedFrame, type PacedSinkOptions } from './paced-sink.js';
import { silenceByte } from './silence.js';

interface Sent extends PacedFrame {
  frame: Uint8Array;
  sentMs: number;
}

function setUp(options: Partial<PacedSinkOptions> = {}) {
  const clock = manualClock(1000);
  const sent: Sent[] = [];
  const sink = pacedSink({
    format: pcm(16_000),
    clock,
    send: (frame, about) => sent.push({ frame, sentMs: clock.now(), ...about }),
    ...options,
  });
  return { clock, sent, sink };
}

function speech(ms: number, format: AudioFormat = pcm(16_000)): Uint8Array {
  return Uint8Array.from({ length: msToBytes(ms, format) }, (_, i) => (i % 100) + 1);
}

function bytesOf(sent: readonly Sent[]): number[] {
  return sent.flatMap(({ frame }) => [...frame]);
}

const alaw: AudioFormat = { encoding: 'pcma', sampleRateHz: 8000 };

describe.each([pcm(16_000), pcm(22_050), alaw])(
  'pacedSink of %o passes the conformance of AudioSink',
  (format) => {
    for (const continuous of [false, true]) {
      const suite = audioSinkConformance(() => {
        const { clock, sink } = setUp({ format, continuous });
        return { sink, advance: (ms) => clock.advance(ms), close: () => sink.close() };
      });
      it.each(suite)(`$name (continuous: ${String(continuous)})`, (testCase) => testCase.run());
    }
  },
);

describe('pacedSink', () => {
  it('delivers each frame at the moment it is to be heard, every byte in its place', async () => {
    const { clock, sent, sink } = setUp();
    const audio = speech(210);
    // Cut unlike the frames.
    void sink.write(audio.subarray(0, 1000));
    void sink.write(audio.subarray(1000, 1002));
    void sink.write(audio.subarray(1002));
    await clock.advance(1000);
    expect(sent.map(({ sentMs }) => sentMs)).toEqual(Array.from({ length: 11 }, (_, i) => 1000 + i * 20));
    expect(sent.map(({ atMs }) => atMs)).toEqual(sent.map(({ sentMs }) => sentMs));
    expect(bytesOf(sent).slice(0, audio.length)).toEqual([...audio]);
  });

  it.each([pcm(16_000), alaw])(
    'fills the last frame with silence that does not count: %o',
    async (format) => {
      const { clock, sent, sink } = setUp({ format });
      void sink.write(speech(50, format));
      await clock.advance(200);
      expect(sent.map(({ audioMs }) => audioMs)).toEqual([20, 20, 10]);
      const tail = sent[2]!.frame.subarray(msToBytes(10, format));
      expect(new Set(tail)).toEqual(new Set([silenceByte(format)]));
      expect(sink.heardMs).toBe(50);
    },
  );

  it('does not let late timers add up', async () => {
    // A host whose every timer fires 7 ms late.
    const clock = manualClock(0);
    const late = {
      now: () => clock.now(),
      setTimeout: (f: () => void, ms: number) => clock.setTimeout(f, ms + 7),
    };
    const atMs: number[] = [];
    const sink = pacedSink({ format: pcm(16_000), clock: late, send: (_, about) => atMs.push(about.atMs) });
    void sink.write(speech(2000));
    const drained = sink.drain();
    await clock.advance(2007);
    await drained;
    expect(atMs).toEqual(Array.from({ length: 100 }, (_, i) => i * 20));
    expect(sink.heardMs).toBe(2000);
  });

  it('works with a host whose timers fire early', async () => {
    const clock = manualClock(0);
    const early = {
      now: () => clock.now(),
      setTimeout: (f: () => void, ms: number) => clock.setTimeout(f, ms > 1 ? ms - 1 : ms),
    };
    const sentMs: number[] = [];
    const sink = pacedSink({ format: pcm(16_000), clock: early, send: () => sentMs.push(clock.now()) });
    void sink.write(speech(100));
    await clock.advance(100);
    expect(sentMs).toEqual([0, 20, 40, 60, 80]);
    expect(sink.heardMs).toBe(100);
  });

  it('begins the schedule anew after a stall instead of sending a burst', async () => {
    const clock = manualClock(0);
    let stallMs = 0;
    const stalling = {
      now: () => clock.now(),
      setTimeout: (f: () => void, ms: number) => clock.setTimeout(f, ms + stallMs),
    };
    const sentMs: number[] = [];
    const sink = pacedSink({ format: pcm(16_000), clock: stalling, send: () => sentMs.push(clock.now()) });
    void sink.write(speech(200));
    await clock.advance(30);
    stallMs = 1000;
    await clock.advance(20);
    stallMs = 0;
    await clock.advance(2000);
    const gaps = sentMs.slice(1).map((ms, i) => ms - sentMs[i]!);
    expect(gaps.filter((gap) => gap < 20)).toEqual([]);
    expect(Math.max(...gaps)).toBeGreaterThan(900);
    expect(sink.heardMs).toBe(200);
  });

  it('counts exactly what it sent when cleared, and sends nothing of what was forgotten', async () => {
    const { clock, sent, sink } = setUp();
    void sink.write(speech(1000));
    await clock.advance(307);
    const { heardMs } = await sink.clear();
    expect(heardMs).toBe(sent.reduce((ms, { frame }) => ms + bytesToMs(frame.byteLength, pcm(16_000)), 0));
    expect(heardMs).toBe(320);
    await clock.advance(1000);
    expect(sent).toHaveLength(16);
  });

  it('lets the frame that sounds end before what is said after a clear', async () => {
    const { clock, sent, sink } = setUp();
    void sink.write(speech(1000));
    await clock.advance(305);
    await sink.clear();
    void sink.write(speech(40));
    await clock.advance(500);
    expect(sent.slice(-3).map(({ atMs }) => atMs)).toEqual([1300, 1320, 1340]);
  });

  it('tells the device of a clear', async () => {
    let clears = 0;
    const { sink } = setUp({ onClear: () => (clears += 1) });
    await sink.clear();
    expect(clears).toBe(1);
  });

  it('joins speech that came in time without a gap, and begins at once after a silence', async () => {
    const { clock, sent, sink } = setUp();
    void sink.write(speech(40));
    await clock.advance(35);
    void sink.write(speech(40));
    await clock.advance(500);
    void sink.write(speech(20));
    await clock.advance(100);
    expect(sent.map(({ atMs }) => atMs)).toEqual([1000, 1020, 1040, 1060, 1535]);
  });

  it('keeps its own copy of what it was given', async () => {
    const { clock, sent, sink } = setUp();
    const buffer = speech(20);
    const expected = [...buffer];
    void sink.write(buffer);
    buffer.fill(0);
    await clock.advance(100);
    expect(bytesOf(sent)).toEqual(expected);
  });

  it('fills silence with frames on a continuous line, once it began', async () => {
    const { clock, sent, sink } = setUp({ continuous: true });
    await clock.advance(200);
    expect(sent).toEqual([]);
    void sink.write(speech(30));
    await clock.advance(190);
    await sink.clear();
    await clock.advance(100);
    expect(sent.map(({ audioMs }) => audioMs)).toEqual([20, 10, ...Array.from({ length: 13 }, () => 0)]);
    expect(sent.map(({ atMs }) => atMs)).toEqual(sent.map((_, i) => 1200 + i * 20));
    expect(sink.heardMs).toBe(30);
    sink.close();
  });

  it('leaves nothing behind when closed: what waits resolves, later audio is forgotten, no timer is left', async () => {
    for (const continuous of [false, true]) {
      const { clock, sent, sink } = setUp({ continuous });
      const write = sink.write(speech(5000));
      const drain = sink.drain();
      await clock.advance(100);
      sink.close();
      await Promise.all([write, drain]);
      const count = sent.length;
      await sink.write(speech(5000));
      await sink.drain();
      await clock.advance(1000);
      expect(sent.length).toBe(count);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('may be closed from inside send', async () => {
    const clock = manualClock();
    let frames = 0;
    const sink = pacedSink({
      format: pcm(16_000),
      clock,
      send: () => {
        frames++;
        sink.close();
      },
    });
    await Promise.all([sink.write(speech(1000)), clock.advance(500)]);
    expect(frames).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses options it cannot keep', () => {
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error;
    expect(() => setUp({ aheadMs: 0 })).toThrow(invalid);
    expect(() => setUp({ frameMs: 1 })).toThrow(invalid);
    expect(() => setUp({ format: pcm(4000) })).toThrow(invalid);
  });
});
