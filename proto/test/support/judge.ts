import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import type protobuf from 'protobufjs';
import type { AnyCodec } from './codecs.js';
import { complete, translate, withoutMinusZero } from './dialect.js';
import type { Dialect } from './dialect.js';
import { messageArbitrary } from './random-message.js';

/** A codec of one message type that is not ours. */
export interface ForeignCodec {
  encode(message: object): Uint8Array;
  decode(bytes: Uint8Array): object;
}

/** How to translate messages to and from a foreign codec. */
export interface ForeignForms {
  readonly to: Dialect;
  readonly from: Dialect;
}

/**
 * Random messages must survive three journeys unchanged: through our codec alone, from our encoder to
 * the foreign decoder, and from the foreign encoder to our decoder.
 */
export function judge(
  type: protobuf.Type,
  codec: AnyCodec,
  foreign: ForeignCodec,
  forms: ForeignForms,
  { runs = 40, without = [] as readonly string[] } = {},
): void {
  fc.assert(
    fc.property(messageArbitrary(type), (random) => {
      const message = Object.fromEntries(Object.entries(random).filter(([name]) => !without.includes(name)));
      const expected = complete(type, message);
      const bytes = codec.encode(message);
      deepStrictEqual(withoutMinusZero(codec.decode(bytes)), expected);
      const heard = translate(type, foreign.decode(bytes), forms.from);
      deepStrictEqual(complete(type, heard), expected);
      const said = foreign.encode(translate(type, message, forms.to));
      deepStrictEqual(withoutMinusZero(codec.decode(said)), expected);
    }),
    { numRuns: runs },
  );
}
