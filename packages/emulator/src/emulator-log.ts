import type { Clock } from '@rechka/core';

/** The emulated service that a log entry is about. */
export type EmulatedService = 'stt' | 'tts' | 'gpt' | 'tokenizer' | 'iam' | 'metadata';

/** What happened in a call. Audio and credentials are never in it. */
export type EmulatorEventBody =
  /** A call has come. `method` is the gRPC path or the HTTP method and path. */
  | { type: 'call-start'; method: string; clientRequestId?: string }
  /** What the client asked for, as decoded: STT session options, a synthesis request, a completion request. */
  | { type: 'options'; options: unknown }
  /** A text that the emulated service heard, spoke or wrote; `exact` is false if its word timings are estimates. */
  | { type: 'text'; text: string; exact?: boolean }
  /** Ordinary speech began, which the emulated recogniser takes for this line of `stt.ordinarySpeech`. */
  | { type: 'ordinary-speech'; line: string }
  /** The call was turned down: gRPC status code and the text that the client saw. */
  | { type: 'refusal'; code: number; message: string }
  /** The call is over: answered or refused (`done`), or given up by its client (`cancelled`). */
  | { type: 'call-end'; outcome: 'done' | 'cancelled' };

/** One entry of {@link Emulator.log}. */
export type EmulatorEvent = {
  /** On the emulator's clock, in ms since it was started. */
  atMs: number;
  service: EmulatedService;
  /** The same in all entries of a call, and in the `x-request-id` header of its response. */
  requestId: string;
} & EmulatorEventBody;

/** Entries kept; older ones are dropped, so that an emulator left running does not grow. */
const maxEntries = 10_000;

/** What the emulator was asked for and what it said no to, for assertions and for finding mistakes. */
export class EmulatorLog {
  readonly entries: EmulatorEvent[] = [];
  readonly #clock: Clock;
  readonly #startedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  add(service: EmulatedService, requestId: string, body: EmulatorEventBody): void {
    this.entries.push({ atMs: this.#clock.now() - this.#startedAt, service, requestId, ...body });
    if (this.entries.length > maxEntries) this.entries.splice(0, this.entries.length - maxEntries);
  }
}
