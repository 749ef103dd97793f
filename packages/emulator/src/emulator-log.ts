import type { Clock } from '@rechka/core';
import type { CallPhase } from './inspection/call-phase.js';

/** The emulated service that a log entry is about. */
export type EmulatedService = 'stt' | 'tts' | 'gpt' | 'tokenizer' | 'iam' | 'metadata';

/** All of them. */
export const emulatedServices: readonly EmulatedService[] = [
  'stt',
  'tts',
  'gpt',
  'tokenizer',
  'iam',
  'metadata',
];

/** What happened in a call. Audio and credentials are never in it. */
export type EmulatorEventBody =
  /** A call has come. `method` is the gRPC path or the HTTP method and path. */
  | { type: 'call-start'; method: string; clientRequestId?: string }
  /** What the client asked for, as decoded: STT session options, a synthesis request, a completion request. */
  | { type: 'options'; options: unknown }
  /**
   * A text that the emulated service heard, spoke or wrote; `exact` is false if its word timings are estimates, `tokens`
   * is what the model's answer is billed for.
   */
  | { type: 'text'; text: string; exact?: boolean; tokens?: number }
  /** Ordinary speech began, which the emulated recogniser takes for this line of `stt.ordinarySpeech`. */
  | { type: 'ordinary-speech'; line: string }
  /** The call was turned down: gRPC status code and the text that the client saw. */
  | { type: 'refusal'; code: number; message: string }
  /** A fault has struck the call: its id, what it does, and what the call was about. */
  | { type: 'fault'; fault: string; action: string; phases: readonly CallPhase[] }
  /** The call is over: answered or refused (`done`), given up by its client (`cancelled`), or `cut` by a fault. */
  | { type: 'call-end'; outcome: CallOutcome };

/** How a call ended. */
export type CallOutcome = 'done' | 'cancelled' | 'cut';

/** A port of the emulator. */
export type EmulatorPort = 'grpc' | 'http' | 'control';

/** One entry of {@link Emulator.log}. */
export type EmulatorEvent = {
  /** On the emulator's clock, in ms since it was started. */
  atMs: number;
} & (
  | ({
      service: EmulatedService;
      /** The same in all entries of a call, and in the `x-request-id` header of its response. */
      requestId: string;
    } & EmulatorEventBody)
  | ConnectionEvent
);

/** What happened to a connection and not to a call: a fault, or a client that speaks something else than this port. */
export interface ConnectionEvent {
  type: 'connection';
  service: 'connection';
  /** Empty: it is no call. */
  requestId: '';
  port: EmulatorPort;
  /** Connections of a port are numbered from 1. */
  connection: number;
  message: string;
}

/** Entries kept; older ones are dropped, so that an emulator left running does not grow. */
const maxEntries = 10_000;

/** What the emulator was asked for and what it said no to, for assertions and for finding mistakes. */
export class EmulatorLog {
  readonly entries: EmulatorEvent[] = [];
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #followers = new Set<(event: EmulatorEvent) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** Ms since the emulator was started. */
  nowMs(): number {
    return this.#clock.now() - this.#startedAt;
  }

  add(service: EmulatedService, requestId: string, body: EmulatorEventBody): void {
    this.#append({ atMs: this.nowMs(), service, requestId, ...body });
  }

  /** Something has happened to a connection. */
  addConnection(port: EmulatorPort, connection: number, message: string): void {
    const what = { type: 'connection', service: 'connection', requestId: '' } as const;
    this.#append({ atMs: this.nowMs(), ...what, port, connection, message });
  }

  #append(event: EmulatorEvent): void {
    this.entries.push(event);
    if (this.entries.length > maxEntries) this.entries.splice(0, this.entries.length - maxEntries);
    for (const follower of [...this.#followers]) follower(event);
  }

  /** Forgets all entries; the clock goes on. */
  clear(): void {
    this.entries.length = 0;
  }

  /** Tells of every entry from now on; returns what ends that. */
  follow(follower: (event: EmulatorEvent) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
