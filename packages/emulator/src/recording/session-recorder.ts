import type { EmulatedService } from '../emulator-log.js';
import { toJsonLine } from './message-json.js';
import type { RecordedLine } from './recorded-line.js';

/** Takes a line of a recording, without its line break. */
export type LineSink = (line: string) => void;

/** A line without what the recorder knows by itself. */
type Told<T> = T extends unknown ? Omit<T, 'atMs' | 'call'> : never;

/** Writes down what is said in one call. */
export type CallRecorder = (line: Told<RecordedLine>) => void;

/** Whether what is said in calls of a service is a credential, and stays out of recordings. */
export function isSecret(service: EmulatedService): boolean {
  return service === 'iam' || service === 'metadata';
}

/** Writes down calls as they go, for whoever listens; costs nothing when nobody does. */
export class SessionRecorder {
  readonly #nowMs: () => number;
  readonly #sinks = new Set<LineSink>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /**
   * Gives every line to `sink` from now on; returns what ends that. A sink that throws gets no more lines, and the process
   * is warned of it: the calls that it listens to are not to blame.
   */
  follow(sink: LineSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  /** The recorder of one call. */
  of(call: string, service: EmulatedService): CallRecorder {
    if (isSecret(service)) return () => undefined;
    return (told) => {
      if (this.#sinks.size === 0) return;
      const { type, ...rest } = told;
      const line = toJsonLine({ type, call, atMs: this.#nowMs(), ...rest });
      for (const sink of [...this.#sinks]) this.#give(line, sink);
    };
  }

  #give(line: string, sink: LineSink): void {
    try {
      sink(line);
    } catch (error) {
      this.#sinks.delete(sink);
      const reason = error instanceof Error ? error.message : String(error);
      process.emitWarning(
        `The recording ends here, for its line could not be written: ${reason}`,
        'RechkaWarning',
      );
    }
  }
}
