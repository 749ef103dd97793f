import { abortError, isVoiceError } from '@rechka/core';
import type { Method } from '@rechka/proto/wire';
import { Refusal } from '../refusal.js';
import type { GrpcWire } from './grpc-wire.js';
import { status } from './status.js';

/** A call that is about the server itself. */
export interface AsideCall<Request, ResponseInit> {
  requests: AsyncIterable<Request>;
  send: (response: ResponseInit) => void;
  signal: AbortSignal;
}

/** Serves such a call: returns to end it with OK, throws a `Refusal` to end it with another status. */
export type AsideHandler<Request, ResponseInit> = (call: AsideCall<Request, ResponseInit>) => Promise<void>;

/** Runs the handler and ends the call with its status. Never rejects. */
export async function runAside<RequestInit, Request, ResponseInit, Response>(
  method: Method<RequestInit, Request, ResponseInit, Response>,
  wire: GrpcWire,
  handler: AsideHandler<Request, ResponseInit>,
): Promise<void> {
  try {
    await handler({
      requests: requestsOf(method, wire),
      send: (response) => wire.send(method.response.encode(response)),
      signal: wire.over,
    });
    wire.respond({});
    wire.finish(status.OK, '');
  } catch (error) {
    if (error instanceof Refusal) wire.finish(error.code, error.message);
    else if (!isVoiceError(error) || !wire.over.aborted)
      wire.finish(status.INTERNAL, error instanceof Error ? error.message : String(error));
  }
}

async function* requestsOf<RequestInit, Request, ResponseInit, Response>(
  method: Method<RequestInit, Request, ResponseInit, Response>,
  wire: GrpcWire,
): AsyncIterable<Request> {
  for await (const bytes of wire.requests.read(wire.over)) {
    if (wire.over.aborted) throw abortError(wire.over);
    let request: Request;
    try {
      request = method.request.decode(bytes);
    } catch {
      // The reason is of no use to a client that cannot write its own schema.
      throw new Refusal(status.INTERNAL, 'Error deserializing request');
    }
    yield request;
  }
}
