import { pcm } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { AudioBacklog } from './audio-backlog.js';

const ms = (count: number) => new Uint8Array(count * 16);
const backlog = () => new AudioBacklog({ format: pcm(8000), chunkMs: 40, bufferMs: 1000 });

describe('AudioBacklog', () => {
  it('gathers 20 ms frames into pieces of 40 ms, with their places', () => {
    const audio = backlog();
    for (let frame = 0; frame < 5; frame++) audio.write(ms(20).fill(frame), 0);
    const [first, second] = [audio.take(), audio.take()];
    expect([first?.start, second?.start]).toEqual([0, 320]);
    expect(second?.data).toEqual(Uint8Array.from([...ms(20).fill(2), ...ms(20).fill(3)]));
    expect(audio.take()).toBeUndefined();
    expect(audio.take(true)?.data.byteLength).toBe(320);
  });

  it('keeps a second of unsent audio and tells the rest as one gap', () => {
    const audio = backlog();
    for (let at = 0; at < 3000; at += 20) expect(audio.write(ms(20), 0)).toBeUndefined();
    for (let at = 0; at < 1000; at += 40) audio.take();
    expect(audio.write(ms(20), 0)).toEqual({ startMs: 1000, endMs: 3000 });
    expect(audio.take(true)?.start).toBe(24_000);
  });

  it('counts what is on its way against the bound', () => {
    const audio = backlog();
    audio.write(ms(400), 12_000);
    expect(audio.end()).toEqual({ startMs: 250, endMs: 400 });
  });

  it('sends again what a lost session did not settle, and tells what is no longer kept', () => {
    const audio = backlog();
    for (let at = 0; at < 2000; at += 40) {
      audio.write(ms(40), 0);
      audio.take();
    }
    expect(audio.rewind(300, 500)).toEqual({ startMs: 500, endMs: 1000 });
    expect(audio.take()?.start).toBe(8000);
    expect(audio.rewind(1020, 1020)).toBeUndefined();
    expect(audio.take()?.start).toBe(8160);
  });

  it('refuses half samples', () => {
    expect(() => backlog().write(new Uint8Array(3), 0)).toThrow(
      expect.objectContaining({ code: 'ERR_BAD_AUDIO' }),
    );
  });
});
