import type { Writable } from 'node:stream';
import type { EmulatorEvent } from '../emulator-log.js';
import { wallNowMs } from '../wall-clock.js';
import { logLine } from './log-line.js';
import type { LogStyle } from './log-style.js';

/** Lines that wait to be written; what comes beyond is only counted. */
const maxLines = 500;
/** Lines are written together, so that a loaded emulator makes few writes. */
const flushMs = 50;

export interface LiveLogOptions {
  style: LogStyle;
  output: Writable;
  colours: boolean;
}

/**
 * Writes events as they come, as fast as the output takes them and no more than 10 000 lines a second: what is beyond
 * that is left out, and how much it was is told.
 */
export class LiveLog {
  readonly #options: LiveLogOptions;
  #lines: string[] = [];
  #leftOut = 0;
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;

  constructor(options: LiveLogOptions) {
    this.#options = options;
    // A terminal that is gone does not end the emulator.
    options.output.on('error', () => undefined);
  }

  add(event: EmulatorEvent): void {
    const { style, colours } = this.#options;
    if (style === 'none') return;
    if (this.#lines.length >= maxLines) this.#leftOut += 1;
    else {
      const wallMs = wallNowMs();
      const line =
        style === 'json'
          ? JSON.stringify({ time: new Date(wallMs).toISOString(), ...event })
          : logLine(event, wallMs, colours);
      this.#lines.push(line);
    }
    if (!this.#isBlocked) this.#timer ??= setTimeout(() => this.flush(), flushMs);
  }

  /** Writes what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length === 0 || this.#isBlocked) return;
    const lines = this.#lines;
    if (this.#leftOut > 0) lines.push(this.#leftOutLine());
    this.#lines = [];
    this.#leftOut = 0;
    const { output } = this.#options;
    if (output.write(`${lines.join('\n')}\n`)) return;
    this.#isBlocked = true;
    output.once('drain', () => {
      this.#isBlocked = false;
      this.flush();
    });
  }

  #leftOutLine(): string {
    return this.#options.style === 'json'
      ? JSON.stringify({ time: new Date(wallNowMs()).toISOString(), type: 'left-out', events: this.#leftOut })
      : `… ${this.#leftOut} events more; GET /log of the control endpoint has the newest 10 000`;
  }
}
