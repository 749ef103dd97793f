import type { CallOutcome, EmulatedService } from '../emulator-log.js';
import type { status } from '../grpc/status.js';

/**
 * One line of a recording. Headers are not in it, nor is IAM, whose messages are credentials. Times are ms on the
 * emulator's clock.
 */
export type RecordedLine = {
  atMs: number;
  /** `x-request-id` of the call. */
  call: string;
} & (
  | { type: 'call'; service: EmulatedService; method: string; clientRequestId?: string }
  /** A message of the client, with the names of the protocol in camel case. */
  | { type: 'request'; message: unknown }
  /** A message of the service. */
  | { type: 'response'; message: unknown }
  /** The end, and the status with which it came, if one was sent. */
  | { type: 'end'; outcome: CallOutcome; code?: status; message?: string }
);
