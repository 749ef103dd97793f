import { pcm } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { AudioBacklog } from './audio-backlog.js';

const flowing = { inFlightBytes: 0, connected: true };
const ms = (count: number) => new Uint8Array(count * 16);
const backlog = () =>
  new AudioBacklog({ format: pcm(8000), chunkMs: 40, bufferMs: 1000, connectBufferMs: 3000 });

describe('AudioBacklog', () => {
  it('gathers 20 ms frames into pieces of 40 ms, with their places', () => {
    const audio = backlog();
    for (let frame = 0; frame < 5; frame++) audio.write(ms(20).fill(frame), flowing);
    const [first, second] = [audio.take(), audio.take()];
    expect([first?.start, second?.start]).toEqual([0, 320]);
    expect(second?.data).toEqual(Uint8Array.from([...ms(20).fill(2), ...ms(20).fill(3)]));
    expect(audio.take()).toBeUndefined();
    expect(audio.take(true)?.data.byteLength).toBe(320);
  });

  it('keeps a second of unsent audio and tells the rest as one gap', () => {
    const audio = backlog();
    for (let at = 0; at < 3000; at += 20) expect(audio.write(ms(20), flowing)).toBeUndefined();
    for (let at = 0; at < 1000; at += 40) audio.take();
    expect(audio.write(ms(20), flowing)).toEqual({ startMs: 1000, endMs: 3000 });
    expect(audio.take(true)?.start).toBe(24_000);
  });

  it('keeps more while it connects, and then counts a stall from zero', () => {
    const audio = backlog();
    const connecting = { inFlightBytes: 0, connected: false };
    for (let at = 0; at < 3000; at += 20) audio.write(ms(20), connecting);
    expect(audio.write(ms(20), connecting)).toBeUndefined();
    // Connected: a second more, though three are waiting.
    expect(audio.write(ms(980), flowing)).toEqual({ startMs: 3000, endMs: 3020 });
    audio.write(ms(40), flowing);
    expect(audio.end()).toMatchObject({ startMs: expect.closeTo(4020) as number, endMs: 4040 });
  });

  it('counts what is on its way against the bound', () => {
    const audio = backlog();
    audio.write(ms(400), { inFlightBytes: 12_000, connected: true });
    expect(audio.end()).toEqual({ startMs: 250, endMs: 400 });
  });

  it('sends again what a lost session did not settle, and tells what is no longer kept', () => {
    const audio = backlog();
    for (let at = 0; at < 2000; at += 40) {
      audio.write(ms(40), flowing);
      audio.take();
    }
    expect(audio.rewind(300, 500)).toEqual({ startMs: 500, endMs: 1000 });
    expect(audio.take()?.start).toBe(8000);
    expect(audio.rewind(1020, 1020)).toBeUndefined();
    expect(audio.take()?.start).toBe(8160);
  });

  it('refuses half samples', () => {
    expect(() => backlog().write(new Uint8Array(3), flowing)).toThrow(
      expect.objectContaining({ code: 'ERR_BAD_AUDIO' }),
    );
  });
});
