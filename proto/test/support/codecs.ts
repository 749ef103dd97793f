import type { Codec } from '@rechka/proto/wire';
import * as googleRpc from '@rechka/proto/google-rpc';
import * as gpt from '@rechka/proto/gpt';
import * as iam from '@rechka/proto/iam';
import * as stt from '@rechka/proto/stt';
import * as tts from '@rechka/proto/tts';

export type AnyCodec = Codec<object>;

function isCodec(value: unknown): value is AnyCodec {
  return typeof value === 'object' && value !== null && 'typeName' in value && 'decode' in value;
}

/** Every generated codec, by the full name of its message. */
export const codecs: ReadonlyMap<string, AnyCodec> = new Map(
  [stt, tts, gpt, iam, googleRpc]
    .flatMap((module) => Object.values(module) as unknown[])
    .filter(isCodec)
    .map((codec) => [codec.typeName, codec]),
);
