import type { EmulatedService } from '../emulator-log.js';
import { toJsonLine } from './message-json.js';
import type { RecordedLine } from './recorded-line.js';

/** Takes a line of a recording, without its line break. */
export type LineSink = (line: string) => void;

/** A line without what the recorder knows by itself. */
type Told<T> = T extends unknown ? Omit<T, 'atMs' | 'call'> : never;

/** Writes down what is said in one call. */
export type CallRecorder = (line: Told<RecordedLine>) => void;

/** Writes down calls as they go, for whoever listens; costs nothing when nobody does. */
export class SessionRecorder {
  readonly #nowMs: () => number;
  readonly #sinks = new Set<LineSink>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Gives every line to `sink` from now on; returns what ends that. */
  follow(sink: LineSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  /** The recorder of one call. What is said to IAM is a credential, and stays out. */
  of(call: string, service: EmulatedService): CallRecorder {
    if (service === 'iam' || service === 'metadata') return () => undefined;
    return (told) => {
      if (this.#sinks.size === 0) return;
      const { type, ...rest } = told;
      const line = toJsonLine({ type, call, atMs: this.#nowMs(), ...rest });
      for (const sink of [...this.#sinks]) sink(line);
    };
  }
}
