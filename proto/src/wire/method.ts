import type { Codec } from './codec.js';

/** One rpc of a service: all that a gRPC transport needs to call it or to serve it. */
export interface Method<RequestInit, Request, ResponseInit, Response> {
  /** The `:path` of the call: `/package.Service/Method`. */
  readonly path: string;
  /** Whether the client sends a stream of requests. */
  readonly requestStream: boolean;
  /** Whether the server sends a stream of responses. */
  readonly responseStream: boolean;
  readonly request: Codec<Request, RequestInit>;
  readonly response: Codec<Response, ResponseInit>;
}
