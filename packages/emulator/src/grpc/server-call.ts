import type { TimedWord } from '@rechka/core';
import type { EmulatorEventBody } from '../emulator-log.js';
import type { CallStage } from '../inspection/call-phase.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';

/** Where a service tells how its call goes, for faults that wait for a moment and for `emulator.streams`. */
export interface CallProgress {
  /** What the call is about from now on. May end the call, as any of these may: look at its signal, or just go on. */
  setStage(stage: CallStage): void;
  /** More audio is there: what a recognition has got, or a synthesis has made. */
  addAudio(samples: Int16Array, sampleRateHz: number): void;
  /** A final with these words, in ms of the call's audio. */
  addWords(words: readonly TimedWord[]): void;
}

/** Who is calling, under which ids, and how to put it on record. */
export interface CallContext {
  /** Our id of the request: `x-request-id` of the response. */
  readonly requestId: string;
  /** `x-client-request-id` of the request; empty if there is none. */
  readonly clientRequestId: string;
  /** Of this call alone: what others do changes nothing in it. */
  readonly random: SeededRandom;
  /** Aborted when the client cancels, its deadline passes, its connection breaks or the emulator closes. */
  readonly signal: AbortSignal;
  readonly progress: CallProgress;
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
