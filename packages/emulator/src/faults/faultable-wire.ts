import type { DripPace } from '../grpc/outflow.js';
import type { status } from '../grpc/status.js';

/** Bytes that are not the protocol: a message that is no protobuf, a broken frame, a message cut off by its end. */
export type Garbage = 'message' | 'frame' | 'truncated';

/** One call on the wire, as faults see it; gRPC and REST have each their own. */
export interface FaultableWire {
  /** Ends the call with a status, as the service itself would. */
  fail(code: status, message: string): void;
  /** Ends the call with a bare HTTP answer, as a balancer in front of the service would. */
  answerHttp(httpStatus: number, body: string): void;
  /** Resets the stream of the call with an HTTP/2 error code, and nothing else. */
  reset(code: number): void;
  /** Tells the client to leave the connection; its calls may finish for `graceMs`, or as long as they like. */
  goAway(code: number, graceMs: number | undefined): void;
  /** Drops the connection and all calls on it: by a TCP reset, or by closing it. */
  disconnect(how: 'reset' | 'end'): void;
  /** Says nothing for `forMs`, or ever again; the connection lives, and what the client sends is read. */
  stall(forMs: number | undefined): void;
  /** Says everything slowly from now on. */
  drip(pace: DripPace): void;
  /** Reads nothing for `forMs`, or ever again, so that the client's windows fill up. */
  stopReading(forMs: number | undefined): void;
  /** Says something that is not the protocol. */
  garble(garbage: Garbage): void;
}
