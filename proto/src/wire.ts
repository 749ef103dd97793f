/**
 * What generated codecs are made of: the types `Codec` and `Method`, the wire format's reader and writer,
 * and the well-known types of `google.protobuf`.
 *
 * @module
 */
export type { Codec, ReadMessage, WriteMessage } from './wire/codec.js';
export { createCodec } from './wire/codec.js';
export { EnumTable } from './wire/enum-table.js';
export * from './wire/json.js';
export type { Method } from './wire/method.js';
export type { OneOf } from './wire/one-of.js';
export { refuseUnknown } from './wire/unknown-fields.js';
export { refuseSeveral } from './wire/one-of.js';
export { Reader } from './wire/reader.js';
export { recycle } from './wire/spare-buffers.js';
export * from './wire/well-known.js';
export { WireError } from './wire/wire-error.js';
export { Writer } from './wire/writer.js';
