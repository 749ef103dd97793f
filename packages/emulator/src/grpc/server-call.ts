import type { EmulatorEventBody } from '../emulator-log.js';

/** Who is calling, under which ids, and how to put it on record. */
export interface CallContext {
  /** Our id of the request: `x-request-id` of the response. */
  readonly requestId: string;
  /** `x-client-request-id` of the request; empty if there is none. */
  readonly clientRequestId: string;
  /** Aborted when the client cancels, its deadline passes, its connection breaks or the emulator closes. */
  readonly signal: AbortSignal;
  note(event: EmulatorEventBody): void;
}

/** A call of any kind: a unary one has one request and takes one response. */
export interface ServerCall<Request, Response> extends CallContext {
  /** Ends at half-close; throws when the call breaks. Leaving the loop early leaves the call open. */
  readonly requests: AsyncIterable<Request>;
  /** Sends a message; does nothing once the call is over. */
  send(response: Response): void;
}

/** Serves one call: returns to end it with OK, throws a `Refusal` to end it with another status. */
export type Handler<Request, Response> = (call: ServerCall<Request, Response>) => Promise<void>;

/** The only request of a call that has no stream of them. */
export async function onlyRequest<Request>(call: ServerCall<Request, unknown>): Promise<Request> {
  for await (const request of call.requests) return request;
  throw new Error('The call has no request.');
}
