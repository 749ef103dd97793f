// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Any, AnyInit, Codec, Reader, Writer } from '../wire.js';
import { createCodec, readAny, refuseUnknown, writeAny } from '../wire.js';

/** An error of gRPC with details. */
export interface Status {
  /** Code of gRPC: 0 is OK. */
  code: number;
  message: string;
  /** Messages that say more, each of its own type. */
  details: Any[];
}

/** What may be encoded as a {@link Status}. */
export interface StatusInit {
  /** Code of gRPC: 0 is OK. */
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  /** Messages that say more, each of its own type. */
  readonly details?: readonly AnyInit[] | undefined;
}

const statusFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['code', 'message', 'details']);

/** @internal */
export function writeStatus(writer: Writer, message: StatusInit): void {
  refuseUnknown('google.rpc.Status', statusFields, message);
  if (message.details !== undefined) writer.messages(26, writeAny, message.details, 'Status.details');
  if (message.message !== undefined && message.message !== '')
    writer.string(18, message.message, 'Status.message');
  if (message.code !== undefined && message.code !== 0) writer.int32(8, message.code, 'Status.code');
}

/** @internal */
export function readStatus(reader: Reader, previous: Status | undefined): Status {
  let code: number = 0;
  let message: string = '';
  let details: Any[] = [];
  if (previous !== undefined) ({ code, message, details } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        code = reader.int32();
        break;
      case 18:
        message = reader.string();
        break;
      case 26:
        details.push(reader.message(readAny, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { code, message, details };
}

/** Codec of `google.rpc.Status`. */
export const Status: Codec<Status, StatusInit> = /* @__PURE__ */ createCodec(
  'google.rpc.Status',
  writeStatus,
  readStatus,
);
