import type { TimedWord } from '@rechka/core';
import type { CallOutcome, EmulatedService, EmulatorEventBody } from '../emulator-log.js';
import { AudioPace } from './audio-pace.js';
import type { CallPhase, CallStage } from './call-phase.js';
import type { KeptAudio } from './kept-audio.js';

/** Who calls what. */
export interface CallIdentity {
  /** `x-request-id` of the response. */
  requestId: string;
  service: EmulatedService;
  /** gRPC path, or HTTP method and path. */
  method: string;
  /** `x-client-request-id` of the request; empty if there is none. */
  clientRequestId: string;
  /** Number of the connection on its port, from 1. */
  connection: number;
  /** What tells the client from others: equal for calls of the same one. */
  client: string;
}

/** Messages and their bytes in one direction. */
export interface Traffic {
  messages: number;
  bytes: number;
}

export interface CallRecordOptions {
  number: number;
  nowMs: () => number;
  /** Whether another call of the same client is open. */
  hasOverlap: (record: CallRecord) => boolean;
  audio: KeptAudio;
}

/** How a call goes, as services report it. It tells whoever listens of each change. */
export class CallRecord {
  readonly identity: CallIdentity;
  /** Counts from 1 in the order of their beginning. */
  readonly number: number;
  readonly startedMs: number;
  readonly received: Traffic = { messages: 0, bytes: 0 };
  readonly sent: Traffic = { messages: 0, bytes: 0 };
  /** What a recognition has got, or a synthesis has made. */
  audioMs = 0;
  stage: CallStage;
  endedMs: number | undefined;
  outcome: CallOutcome | undefined;
  options: unknown;
  refusal: { code: number; message: string } | undefined;
  readonly texts: string[] = [];
  readonly words: TimedWord[] = [];
  /** Called after each change. */
  onChange: (() => void) | undefined;
  readonly #nowMs: () => number;
  readonly #hasOverlap: (record: CallRecord) => boolean;
  readonly #audio: KeptAudio;
  readonly #pace = new AudioPace();

  constructor(identity: CallIdentity, { number, nowMs, hasOverlap, audio }: CallRecordOptions) {
    this.identity = identity;
    this.number = number;
    this.#nowMs = nowMs;
    this.#hasOverlap = hasOverlap;
    this.#audio = audio;
    this.startedMs = nowMs();
    this.stage = identity.service === 'stt' ? 'idle' : 'waiting';
  }

  /** All that is true of the call now; its stage first. */
  phases(): CallPhase[] {
    const phases: CallPhase[] = [this.stage];
    if (this.identity.service === 'stt') {
      if (this.#hasOverlap(this)) phases.push('overlap');
      if (this.#pace.isFast(this.#nowMs())) phases.push('replay');
    }
    return phases;
  }

  messageCame(bytes: number): void {
    this.received.messages++;
    this.received.bytes += bytes;
    this.onChange?.();
  }

  messageSent(bytes: number): void {
    this.sent.messages++;
    this.sent.bytes += bytes;
    if (this.stage === 'waiting') this.stage = 'answering';
    this.onChange?.();
  }

  setStage(stage: CallStage): void {
    if (stage === this.stage) return;
    this.stage = stage;
    this.onChange?.();
  }

  addAudio(samples: Int16Array, sampleRateHz: number): void {
    const lengthMs = (samples.length * 1000) / sampleRateHz;
    this.audioMs += lengthMs;
    this.#pace.add(this.#nowMs(), lengthMs);
    this.#audio.add(this.identity.requestId, samples, sampleRateHz);
    this.onChange?.();
  }

  addWords(words: readonly TimedWord[]): void {
    this.words.push(...words);
  }

  /** Keeps what an entry of the log says. */
  note(event: EmulatorEventBody): void {
    if (event.type === 'options') this.options = event.options;
    if (event.type === 'text') this.texts.push(event.text);
    if (event.type === 'refusal') this.refusal = { code: event.code, message: event.message };
  }

  end(outcome: CallOutcome): void {
    this.endedMs = this.#nowMs();
    this.outcome = outcome;
    this.onChange = undefined;
  }
}
