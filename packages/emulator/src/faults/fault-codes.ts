import { constants } from 'node:http2';
import { status, type StatusName } from '../grpc/status.js';

/** All gRPC statuses, in the order of their codes. */
export const statusNames = Object.keys(status) as StatusName[];

/** Error codes of HTTP/2 (RFC 9113, section 7). */
const http2Codes = {
  NO_ERROR: constants.NGHTTP2_NO_ERROR,
  PROTOCOL_ERROR: constants.NGHTTP2_PROTOCOL_ERROR,
  INTERNAL_ERROR: constants.NGHTTP2_INTERNAL_ERROR,
  FLOW_CONTROL_ERROR: constants.NGHTTP2_FLOW_CONTROL_ERROR,
  STREAM_CLOSED: constants.NGHTTP2_STREAM_CLOSED,
  REFUSED_STREAM: constants.NGHTTP2_REFUSED_STREAM,
  CANCEL: constants.NGHTTP2_CANCEL,
  ENHANCE_YOUR_CALM: constants.NGHTTP2_ENHANCE_YOUR_CALM,
} as const satisfies Record<Http2Code, number>;

/** An error code of HTTP/2 by its name. */
export type Http2Code =
  | 'NO_ERROR'
  | 'PROTOCOL_ERROR'
  | 'INTERNAL_ERROR'
  | 'FLOW_CONTROL_ERROR'
  | 'STREAM_CLOSED'
  | 'REFUSED_STREAM'
  | 'CANCEL'
  | 'ENHANCE_YOUR_CALM';

/** Those that can be injected. */
export const http2CodeNames = Object.keys(http2Codes) as Http2Code[];

export function http2Code(name: Http2Code): number {
  return http2Codes[name];
}
