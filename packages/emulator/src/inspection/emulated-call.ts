import type { TimedWord } from '@rechka/core';
import type { CallOutcome, EmulatedService } from '../emulator-log.js';
import type { CallPhase } from './call-phase.js';
import type { CallRecord, Traffic } from './call-record.js';

/** A call as it is at this moment. Plain data: it does not change afterwards. */
export interface EmulatedCall {
  /** `x-request-id` of the response. */
  requestId: string;
  service: EmulatedService;
  /** gRPC path, or HTTP method and path. */
  method: string;
  /** `x-client-request-id` of the request, if it had one. */
  clientRequestId?: string;
  /** Number of the connection on its port, from 1. */
  connection: number;
  /** `open`, or how it ended. */
  state: 'open' | CallOutcome;
  /** On the emulator's clock, in ms since it was started. */
  startedMs: number;
  endedMs?: number;
  /** What the call is about (or was, at its end). */
  phases: readonly CallPhase[];
  /** What the client asked for, as decoded: session options, a synthesis request, a completion request. */
  options?: unknown;
  /** Messages of the client, without their framing. */
  received: Readonly<Traffic>;
  /** Messages of the service. */
  sent: Readonly<Traffic>;
  /** Audio in ms: what a recognition has got, or a synthesis has made. */
  audioMs: number;
  /** Texts in order: finals of a recognition, utterances of a synthesis, an answer of the model. */
  texts: readonly string[];
  /** Words of the finals, in ms of the call's audio. */
  words: readonly TimedWord[];
  /** Status that the client got, if it was an error. */
  refusal?: { code: number; message: string };
}

/** Which calls are meant; all that is given must be so. */
export interface CallFilter {
  service?: EmulatedService;
  /** A method or path, whole or in part, in any case. */
  method?: string;
  clientRequestId?: string;
  state?: EmulatedCall['state'];
}

export const filterNames = Object.keys({
  service: true,
  method: true,
  clientRequestId: true,
  state: true,
} satisfies Record<keyof CallFilter, true>);

/** What a record shows of itself. */
export function viewCall(record: CallRecord): EmulatedCall {
  const { requestId, service, method, clientRequestId, connection } = record.identity;
  return {
    requestId,
    service,
    method,
    ...(clientRequestId !== '' && { clientRequestId }),
    connection,
    state: record.outcome ?? 'open',
    startedMs: record.startedMs,
    ...(record.endedMs !== undefined && { endedMs: record.endedMs }),
    phases: record.phases(),
    ...(record.options !== undefined && { options: record.options }),
    received: { ...record.received },
    sent: { ...record.sent },
    audioMs: record.audioMs,
    texts: [...record.texts],
    words: [...record.words],
    ...(record.refusal !== undefined && { refusal: record.refusal }),
  };
}

/** Whether a call is one of those meant. */
export function isMeant(
  call: EmulatedCall,
  { service, method, clientRequestId, state }: CallFilter,
): boolean {
  return (
    (service === undefined || call.service === service) &&
    (method === undefined || call.method.toLowerCase().includes(method.toLowerCase())) &&
    (clientRequestId === undefined || call.clientRequestId === clientRequestId) &&
    (state === undefined || call.state === state)
  );
}
