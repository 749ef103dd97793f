import { isVoiceError } from '@rechka/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AudioFrame, decodeFrame, encodeFrame } from './frame.js';

const frames: fc.Arbitrary<AudioFrame> = fc.record({
  kind: fc.constantFrom('microphone', 'speech'),
  stream: fc.integer({ min: 0, max: 0xffff }),
  seq: fc.integer({ min: 0, max: 0xffff_ffff }),
  pcm: fc.uint8Array({ minLength: 1, maxLength: 100 }).map((half) => new Uint8Array([...half, ...half])),
});

describe('a frame', () => {
  it('has the layout of the protocol: kind, flags, stream, seq, big-endian', () => {
    const pcm = Uint8Array.of(7, 8);
    expect([...encodeFrame({ kind: 'speech', stream: 0x0102, seq: 0x03040506, pcm })]).toEqual([
      2, 0, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('comes back as it was sent, wherever in a buffer it lies', () => {
    fc.assert(
      fc.property(frames, fc.nat(9), (frame, offset) => {
        const encoded = encodeFrame(frame);
        const buffer = new Uint8Array(offset + encoded.byteLength + 3);
        buffer.set(encoded, offset);
        const decoded = decodeFrame(buffer.subarray(offset, offset + encoded.byteLength));
        expect({ ...decoded, pcm: [...decoded.pcm] }).toEqual({ ...frame, pcm: [...frame.pcm] });
      }),
    );
  });

  it('is taken or refused with ERR_PROTOCOL, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          const frame = decodeFrame(bytes);
          expect([...encodeFrame(frame)]).toEqual([...bytes]);
        } catch (error) {
          expect(isVoiceError(error) && error.code).toBe('ERR_PROTOCOL');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['nothing', []],
    ['a header alone', [1, 0, 0, 0, 0, 0, 0, 0]],
    ['half a sample', [1, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['an unknown kind', [3, 0, 0, 0, 0, 0, 0, 0, 1, 2]],
    ['unknown flags', [1, 1, 0, 0, 0, 0, 0, 0, 1, 2]],
  ])('is not %s', (_, bytes) => {
    expect(() => decodeFrame(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: 'ERR_PROTOCOL' }) as Error,
    );
  });
});
