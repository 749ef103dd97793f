import { sleep, type Clock } from '@rechka/core';
import type { EmulatedService } from '../emulator-log.js';
import type { ServerCall } from '../grpc/server-call.js';
import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';
import { firstDifference, type Difference } from './first-difference.js';
import { readRecording, type RecordedCall } from './recorded-call.js';
import { isSecret } from './session-recorder.js';

/** A request that is not as it was in the recording. */
export interface ReplayDifference extends Difference {
  method: string;
  /** `x-request-id` of the call. */
  requestId: string;
  /** Which request of the call, from 1. */
  request: number;
}

/** What is said in a call of any kind, and to whom. */
export type ReplayedCall = Pick<ServerCall<unknown, never>, 'requestId' | 'requests' | 'signal' | 'send'>;

/** What may answer instead of a service; gives the message that is all of the answer, if it is one. */
export type Answer = (call: ReplayedCall) => Promise<unknown>;

/** Answers calls out of a recording: each call of a method gets the next recorded one of it. */
export class SessionReplay {
  readonly differences: ReplayDifference[] = [];
  readonly #clock: Clock;
  readonly #calls: RecordedCall[];

  /** Throws `ERR_INVALID_OPTION` for lines that are no recording. */
  constructor(lines: readonly string[], clock: Clock) {
    this.#clock = clock;
    this.#calls = readRecording(lines);
  }

  /** The recorded answer to a call of `method`; nothing for what is never recorded. Throws a `Refusal`. */
  take(service: EmulatedService, method: string): Answer | undefined {
    if (isSecret(service)) return undefined;
    const index = this.#calls.findIndex((call) => call.method === method);
    const [recorded] = index < 0 ? [] : this.#calls.splice(index, 1);
    if (recorded === undefined) {
      throw new Refusal(status.FAILED_PRECONDITION, `The recording has no more calls of ${method}`);
    }
    return (call) => this.#answer(recorded, call);
  }

  async #answer(recorded: RecordedCall, call: ReplayedCall): Promise<unknown> {
    const startedAt = this.#clock.now();
    const until = (afterMs: number) => {
      const waitMs = startedAt + afterMs - this.#clock.now();
      return waitMs > 0 ? sleep(this.#clock, waitMs, call.signal) : Promise.resolve();
    };
    const compared = this.#compare(recorded, call);
    // A client that breaks off is told by the waiting below.
    compared.catch(() => undefined);
    for (const { afterMs, message, whole } of recorded.responses) {
      await until(afterMs);
      if (whole) return message;
      call.send(message as never);
    }
    const { end } = recorded;
    if (end === undefined || end.outcome === 'cancelled') {
      // It was the client that ended it, or nobody.
      await compared;
      return undefined;
    }
    await until(end.afterMs);
    if (end.code !== status.OK) throw new Refusal(end.code, end.message);
    if (end.outcome === 'cut')
      throw new Refusal(status.UNAVAILABLE, 'The recorded call was cut here by a fault');
    return undefined;
  }

  async #compare(recorded: RecordedCall, call: ReplayedCall): Promise<void> {
    const { method } = recorded;
    const { requestId } = call;
    let request = 0;
    for await (const got of call.requests) {
      const found = firstDifference(recorded.requests[request++], got);
      if (found !== undefined) this.differences.push({ method, requestId, request, ...found });
    }
    const missing = recorded.requests.slice(request);
    for (const [index, expected] of missing.entries()) {
      this.differences.push({
        method,
        requestId,
        request: request + index + 1,
        path: '',
        recorded: expected,
        got: undefined,
      });
    }
  }
}
