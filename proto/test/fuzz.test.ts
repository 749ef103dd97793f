import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from '@rechka/proto/wire';
import { codecs } from './support/codecs.js';
import type { AnyCodec } from './support/codecs.js';
import { fullName, messageTypes } from './support/reflection.js';
import { messageArbitrary } from './support/random-message.js';

/** Decodes bytes of any origin: a message or one of the two documented errors, in bounded time. */
function decodeAnything(codec: AnyCodec, bytes: Uint8Array): 'decoded' | 'refused' {
  try {
    codec.decode(bytes);
    return 'decoded';
  } catch (error) {
    if (error instanceof WireError) {
      expect(error.typeName).toBe(codec.typeName);
      expect(error.offset).toBeGreaterThanOrEqual(0);
      expect(error.offset).toBeLessThanOrEqual(bytes.length);
    } else {
      expect(error).toBeInstanceOf(RangeError);
      expect((error as RangeError).message).toMatch(/is an int64 beyond Number\.MAX_SAFE_INTEGER/);
    }
    return 'refused';
  }
}

const cases = messageTypes.map((type) => [fullName(type), type, codecs.get(fullName(type))!] as const);

describe('bytes that are not a message never do worse than a WireError or a RangeError', () => {
  it.each(cases)('%s', (_name, type, codec) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void decodeAnything(codec, bytes)),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(
        messageArbitrary(type),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (message, cut, at, flip) => {
          const bytes = codec.encode(message);
          decodeAnything(codec, bytes.subarray(0, cut % (bytes.length + 1)));
          if (bytes.length === 0) return;
          const damaged = bytes.slice();
          damaged[at % damaged.length]! ^= flip;
          decodeAnything(codec, damaged);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses every cut inside a message that has one field after another', () => {
    const codec = codecs.get('speechkit.stt.v3.StreamingRequest')!;
    const bytes = codec.encode({ chunk: { data: new Uint8Array(300) } });
    const outcomes = Array.from({ length: bytes.length }, (_, cut) =>
      decodeAnything(codec, bytes.subarray(0, cut)),
    );
    expect(outcomes).toEqual(['decoded', ...Array.from({ length: bytes.length - 1 }, () => 'refused')]);
  });
});
