import type { CallOutcome, EmulatedService } from '../emulator-log.js';

/**
 * One line of a recording. Headers are not in it, nor are IAM and the metadata service, whose messages are credentials.
 * Times are ms on the emulator's clock.
 */
export type RecordedLine = {
  atMs: number;
  /** `x-request-id` of the call. */
  call: string;
} &
  /** `method` is the gRPC path, or the HTTP method and path. */
  (
    | { type: 'call'; service: EmulatedService; method: string; clientRequestId?: string }
    /** A message of the client, with the names of the protocol in camel case; over REST the JSON body as it came. */
    | { type: 'request'; message: unknown }
    /** A message of the service; over REST a line or an event of a stream, or `whole`: all of the body. */
    | { type: 'response'; message: unknown; whole?: true }
    /** The end, and the gRPC status with which it came, if one was sent. */
    | { type: 'end'; outcome: CallOutcome; code?: number; message?: string }
  );
