import { describe, expect, it } from 'vitest';
import { StreamingRequest } from '../stt.js';
import { recycle } from './spare-buffers.js';

const chunk = (size: number, value: number) => ({ chunk: { data: new Uint8Array(size).fill(value) } });

describe('memory of encoded messages', () => {
  it('is used again for a message of the same size, and holds that message alone', () => {
    const first = StreamingRequest.encode(chunk(4000, 1));
    recycle(first);
    const second = StreamingRequest.encode(chunk(4000, 2));
    expect(second.buffer).toBe(first.buffer);
    const third = StreamingRequest.encode(chunk(4000, 3));
    expect(third.buffer).not.toBe(first.buffer);
    expect(StreamingRequest.decode(second).chunk?.data).toEqual(new Uint8Array(4000).fill(2));
    expect(StreamingRequest.decode(third).chunk?.data).toEqual(new Uint8Array(4000).fill(3));
  });

  it('holds a message of another size alone, whether it shares a size or not', () => {
    const long = StreamingRequest.encode(chunk(5000, 1));
    recycle(long);
    const similar = StreamingRequest.encode(chunk(4990, 2));
    expect(similar.buffer).toBe(long.buffer);
    expect(StreamingRequest.decode(similar).chunk?.data).toEqual(new Uint8Array(4990).fill(2));
    recycle(similar);
    const short = StreamingRequest.encode(chunk(2500, 3));
    expect(short.buffer).not.toBe(long.buffer);
    expect(StreamingRequest.decode(short).chunk?.data).toEqual(new Uint8Array(2500).fill(3));
  });

  it('is used again for 20 ms of a telephone, which are encoded in the scratch', () => {
    const first = StreamingRequest.encode(chunk(320, 1));
    recycle(first);
    const second = StreamingRequest.encode(chunk(320, 2));
    expect(second.buffer).toBe(first.buffer);
    expect(StreamingRequest.decode(second).chunk?.data).toEqual(new Uint8Array(320).fill(2));
  });

  it('is at most a quarter more than its message', () => {
    for (const size of [256, 300, 511, 513, 1000, 1025, 4000, 70_000]) {
      const { buffer, byteLength } = StreamingRequest.encode(chunk(size, 1));
      expect(buffer.byteLength).toBeLessThanOrEqual(byteLength * 1.25 + 64);
    }
  });

  it('is kept up to a megabyte', () => {
    const many = Array.from({ length: 400 }, (_, i) => StreamingRequest.encode(chunk(6000, i % 256)));
    for (const bytes of many) recycle(bytes);
    const buffers = new Set(many.map(({ buffer }) => buffer));
    const again = Array.from({ length: 400 }, () => StreamingRequest.encode(chunk(6000, 7)));
    const reused = again.filter(({ buffer }) => buffers.has(buffer)).length;
    expect(reused).toBeGreaterThan(100);
    expect(reused * 6000).toBeLessThanOrEqual(1024 * 1024);
  });

  it('is not filled for good by messages each of which is as long as no other', () => {
    for (let size = 10_000; size < 10_400; size++) recycle(StreamingRequest.encode(chunk(size, 1)));
    const audio = StreamingRequest.encode(chunk(3200, 1));
    recycle(audio);
    expect(StreamingRequest.encode(chunk(3200, 2)).buffer).toBe(audio.buffer);
  });
});
