import { type AudioChunk, type AudioFormat, bytesToMs, msToBytes, pcm, silence } from '@rechka/core';
import { audioSinkConformance, audioSourceConformance, manualClock } from '@rechka/core/testing';
import { describe, expect, it } from 'vitest';
import { scriptedCall, type ScriptedCallOptions } from './scripted-call.js';

const alaw: AudioFormat = { encoding: 'pcma', sampleRateHz: 8000 };

function setUp(options: ScriptedCallOptions = {}) {
  const clock = manualClock(50);
  const caller = scriptedCall({ clock, ...options });
  const chunks: { chunk: AudioChunk; atMs: number }[] = [];
  const read = async () => {
    for await (const chunk of caller.call.input) chunks.push({ chunk, atMs: clock.now() });
  };
  const heardBytes = () => Uint8Array.from(chunks.flatMap(({ chunk }) => [...chunk.data]));
  return { clock, caller, chunks, read, heardBytes };
}

function voice(ms: number, format: AudioFormat = pcm(16_000), seed = 1): Uint8Array {
  return Uint8Array.from({ length: msToBytes(ms, format) }, (_, i) => ((i * seed) % 250) + 1);
}

describe('scriptedCall', () => {
  it.each([pcm(16_000), pcm(22_050), alaw])(
    'is an unbroken stream in real time, silent by itself: %o',
    async (format) => {
      const { clock, chunks, caller, read, heardBytes } = setUp({ format });
      const reading = read();
      await clock.advance(1000);
      caller.hangUp();
      await reading;
      expect(chunks.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 50 }, (_, i) => 50 + (i + 1) * 20));
      expect(heardBytes()).toEqual(silence(1000, format));
    },
  );

  it('says what it is told, one after another, and tells where it stands', async () => {
    const { clock, caller, read, heardBytes } = setUp();
    void read();
    await clock.advance(100);
    const first = voice(130, undefined, 1);
    const second = voice(50, undefined, 3);
    const spans = [caller.say(first), caller.say(second)];
    await clock.advance(200);
    expect(await Promise.all(spans)).toEqual([
      { startMs: 100, endMs: 230 },
      { startMs: 230, endMs: 280 },
    ]);
    const bytes = heardBytes();
    const at = msToBytes(100, pcm(16_000));
    expect(bytes.subarray(0, at).every((byte) => byte === 0)).toBe(true);
    expect(bytes.subarray(at, at + first.length + second.length)).toEqual(
      Uint8Array.from([...first, ...second]),
    );
    expect(bytes.subarray(at + first.length + second.length).every((byte) => byte === 0)).toBe(true);
    caller.hangUp();
  });

  it('keeps its timeline when timers are late', async () => {
    const clock = manualClock(0);
    const late = {
      now: () => clock.now(),
      setTimeout: (f: () => void, ms: number) => clock.setTimeout(f, ms + 33),
    };
    const caller = scriptedCall({ clock: late });
    let bytes = 0;
    const reading = (async () => {
      for await (const { data } of caller.call.input) bytes += data.byteLength;
    })();
    await clock.advance(2000);
    caller.hangUp();
    await reading;
    expect(bytesToMs(bytes, pcm(16_000))).toBeGreaterThanOrEqual(1940);
    expect(bytesToMs(bytes, pcm(16_000))).toBeLessThanOrEqual(2000);
  });

  it('records the bot where it was heard', async () => {
    const { clock, caller, read } = setUp();
    void read();
    await clock.advance(300);
    const said = voice(90);
    void caller.call.output.write(said);
    await clock.advance(700);
    const heard = caller.heard();
    expect(bytesToMs(heard.byteLength, pcm(16_000))).toBe(1000);
    const at = msToBytes(300, pcm(16_000));
    expect(heard.subarray(at, at + said.length)).toEqual(said);
    expect(heard.subarray(0, at).some((byte) => byte !== 0)).toBe(false);
    expect(heard.subarray(at + said.length).some((byte) => byte !== 0)).toBe(false);
    caller.hangUp();
  });

  it('begins with the first word of the bot, if that comes before it is read', async () => {
    const { clock, caller, read, chunks } = setUp();
    await clock.advance(500);
    void caller.call.output.write(voice(100));
    await clock.advance(200);
    void read();
    await clock.advance(0);
    expect(chunks).toHaveLength(10);
    expect(caller.heard().subarray(0, 3200)).toEqual(voice(100));
    caller.hangUp();
  });

  it('ends for good, whoever ends it', async () => {
    for (const way of ['caller', 'bot', 'reader'] as const) {
      const { clock, caller } = setUp();
      const reading = (async () => {
        for await (const chunk of caller.call.input) if (way === 'reader' && chunk.data.length > 0) break;
      })();
      const saying = caller.say(voice(5000));
      const writing = caller.call.output.write(voice(5000));
      await clock.advance(100);
      if (way === 'caller') caller.hangUp();
      if (way === 'bot') await caller.call.hangUp?.();
      await Promise.all([reading, writing, caller.ended]);
      expect((await saying).endMs).toBe(way === 'reader' ? 20 : 100);
      expect((await caller.say(voice(20))).startMs).toBe((await saying).endMs);
      await clock.advance(1000);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('refuses options it cannot keep', () => {
    for (const wrong of [null, 'x', { id: 5 }, { clock: 5 }, { format: null }, { chunkMs: 5 }])
      expect(() => scriptedCall(wrong as never)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
      );
  });

  it('refuses half a sample', () => {
    expect(() => setUp().caller.say(new Uint8Array(3))).toThrow(
      expect.objectContaining({ code: 'ERR_BAD_AUDIO' }),
    );
  });
});

describe('the input of a scripted call passes the conformance of AudioSource', () => {
  const suite = audioSourceConformance(() => {
    const clock = manualClock(50);
    const caller = scriptedCall({ clock });
    void caller.say(new Uint8Array(32_000).fill(7));
    return { source: caller.call.input, hangUp: () => caller.hangUp(), advance: (ms) => clock.advance(ms) };
  });
  it.each(suite)('$name', (testCase) => testCase.run());
});

describe('the output of a scripted call passes the conformance of AudioSink', () => {
  const suite = audioSinkConformance(() => {
    const { clock, caller } = setUp();
    return { sink: caller.call.output, advance: (ms) => clock.advance(ms), close: () => caller.hangUp() };
  });
  it.each(suite)('$name', (testCase) => testCase.run());
});
