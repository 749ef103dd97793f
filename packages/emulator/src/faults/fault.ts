import type { EmulatedService } from '../emulator-log.js';
import type { CallPhase } from '../inspection/call-phase.js';
import type { Garbage } from './faultable-wire.js';
import type { StatusName } from '../grpc/status.js';
import type { Http2Code } from './fault-codes.js';

/** A figure, or a range out of which the seed takes one for each call. */
export type Amount = number | readonly [from: number, to: number];

/** When a fault strikes a call: as soon as all that is given is true. Nothing given: before its response headers. */
export interface FaultMoment {
  /** Since the call began. */
  ms?: Amount;
  /** Messages of the client, the last of which the service does not see when the fault ends the call. */
  messages?: Amount;
  /** Bytes of messages of the client. */
  bytes?: Amount;
  /** Messages of the service. */
  sentMessages?: Amount;
  /** Bytes of messages of the service. */
  sentBytes?: Amount;
  /** Audio of the call: what a recognition has got, what a synthesis has made. */
  audioMs?: Amount;
  /** While the call is in this phase. */
  phase?: CallPhase;
}

/** What goes wrong with a call. One of these, with exactly these names. */
export type CallAction =
  /** Any gRPC status; over REST the HTTP status that goes with it. */
  | { status: StatusName; message?: string }
  /** A bare HTTP answer with no gRPC in it, as from a balancer. After the response headers of a gRPC call: a reset. */
  | { http: number; body?: string }
  /** RST_STREAM with this HTTP/2 code. */
  | { reset: Http2Code }
  /** GOAWAY on the call's connection; its calls may finish for `graceMs` (default: as long as they like). */
  | { goAway: Http2Code; graceMs?: number }
  /** The call's connection is dropped, by a TCP reset or by closing it, with all calls on it. */
  | { disconnect: 'reset' | 'end' }
  /** Not a word for so many ms, or `forever`; the connection stays alive and what comes is read. */
  | { stall: number | 'forever' }
  /** From now on so many bytes at a time, with so many ms between. */
  | { drip: { bytes: number; everyMs: number } }
  /** Nothing is read for so many ms, or `forever`: the client's flow-control windows fill up. */
  | { stopReading: number | 'forever' }
  /** UNAUTHENTICATED as if the call's token had just expired or been revoked; the token is worthless from then on. */
  | { token: 'expired' | 'revoked' }
  /** RESOURCE_EXHAUSTED in the words of the service's quota: of new requests, or of generations at once. */
  | { quota: 'requests' | 'generations' }
  /** Bytes that are not the protocol: a message that is no protobuf (or JSON), a broken frame, a cut-off message. */
  | { malformed: Garbage };

/** What goes wrong with connections. */
export type ConnectionAction =
  /** New connections are reset as soon as they are made, on the port of gRPC, of REST, or both. */
  | { refuse: 'grpc' | 'http' | 'all' }
  /** No more streams than this at a time on a gRPC connection (SETTINGS_MAX_CONCURRENT_STREAMS), old or new. */
  | { maxStreams: number };

interface FaultScope {
  /** To remove it by, and in the log. Default `fault-<n>`. */
  id?: string;
  /** Which calls (or connections) of those that fit, counting from 1 when the fault was added: one, or a range. */
  call?: Amount;
  /** How many it strikes. Default: all. */
  times?: number;
  /** Share of those that fit; the seed chooses. Default 1. */
  probability?: number;
  /** When it may strike, on the emulator's clock: ms since the emulator started. Default: always. */
  active?: { fromMs?: number; untilMs?: number };
}

/** A fault of calls. */
export interface CallFault extends FaultScope {
  /** Default: all services. */
  service?: EmulatedService;
  /** A method (`RecognizeStreaming`, in any case) or path, whole or in part. Default: all. */
  method?: string;
  /** `x-client-request-id`, with `*` for any text. Default: any, and none. */
  clientRequestId?: string;
  after?: FaultMoment;
  do: CallAction;
}

/** A fault of connections, which know no service, method or phase. */
export interface ConnectionFault extends FaultScope {
  do: ConnectionAction;
}

/**
 * Something that goes wrong, with whom and when.
 *
 * @example
 * ```ts
 * emulator.faults.add({ service: 'stt', call: 2, after: { phase: 'refining' }, do: { reset: 'INTERNAL_ERROR' } });
 * ```
 */
export type Fault = CallFault | ConnectionFault;

/** One entry of {@link Faults.log}: a fault that struck. */
export interface FaultStrike {
  /** On the emulator's clock, in ms since it was started. */
  atMs: number;
  /** Id of the fault. */
  fault: string;
  /** What was done, by its name in {@link CallAction} or {@link ConnectionAction}. */
  action: string;
  /** Number of the connection on its port, from 1. */
  connection: number;
  service?: EmulatedService;
  method?: string;
  /** `x-request-id` of the call. */
  requestId?: string;
  clientRequestId?: string;
  /** What the call was about at that moment. */
  phases?: readonly CallPhase[];
}

/** Faults of a running emulator. */
export interface Faults {
  /**
   * Adds a fault; returns its id. Calls that are open are struck too, if it fits them. Throws `ERR_INVALID_OPTION`, also
   * for an id that is taken.
   */
  add(fault: Fault): string;
  /** Ends a fault: it strikes nobody any more. What it did stays done. Tells whether it was there. */
  remove(id: string): boolean;
  /** Ends all faults. */
  clear(): void;
  /** Faults in force, in the order of their adding. */
  readonly list: readonly (Fault & { id: string })[];
  /** Who was struck by what, and in which phase; the newest 10 000. */
  readonly log: readonly FaultStrike[];
}
