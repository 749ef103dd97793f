import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { type Clock, VoiceError } from '@rechka/core';
import type { Command } from './system-programs.js';

export interface AudioProgramOptions {
  command: Command;
  role: 'recorder' | 'player';
  clock: Clock;
  onData?: (data: Uint8Array) => void;
  /** The program ended by itself, well or (with an error) badly. Not called after `stop`. */
  onEnd: (error: VoiceError | undefined) => void;
}

/** A program that was asked to end and did not is killed after this. */
const killAfterMs = 1000;
/** How much of what the program complains of is kept for the error. */
const complaintChars = 300;

/** A running recorder or player. */
export class AudioProgram {
  readonly #options: AudioProgramOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<void>;
  #complaint = '';
  #stopping = false;

  constructor(options: AudioProgramOptions) {
    const { command, onData } = options;
    const [program, ...args] = command;
    this.#options = options;
    this.#child = spawn(program, args);
    this.#child.stdout.on('data', (data: Uint8Array) => onData?.(data));
    this.#child.stderr.on('data', (data: Uint8Array) => {
      this.#complaint = (this.#complaint + new TextDecoder().decode(data)).slice(-complaintChars);
    });
    // A write to a program that is gone; that it is gone is told by `close`.
    this.#child.stdin.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', (error: NodeJS.ErrnoException) => {
        this.#complaint = error.code === 'ENOENT' ? `${program} is not installed` : error.message;
        if (this.#child.pid === undefined) this.#ended(-1, null, resolve);
      });
      this.#child.once('close', (code, signal) => this.#ended(code, signal, resolve));
    });
  }

  /** Bytes written that the program has not taken. */
  get backlogBytes(): number {
    return this.#child.stdin.writableLength;
  }

  write(data: Uint8Array): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(data);
  }

  /** Ends the program, giving it `graceMs` to end by itself when its input does; resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const { clock } = this.#options;
    this.#child.stdin.end();
    const terminate = clock.setTimeout(() => this.#child.kill('SIGTERM'), graceMs);
    const kill = clock.setTimeout(() => this.#child.kill('SIGKILL'), graceMs + killAfterMs);
    await this.#closed;
    terminate.cancel();
    kill.cancel();
  }

  #ended(code: number | null, signal: string | null, resolve: () => void): void {
    resolve();
    if (this.#stopping) return;
    this.#stopping = true;
    this.#options.onEnd(code === 0 ? undefined : this.#failure(code, signal));
  }

  #failure(code: number | null, signal: string | null): VoiceError {
    const { command, role } = this.#options;
    const how = code === -1 ? 'could not be started' : `ended with ${signal ?? `code ${code ?? 'unknown'}`}`;
    const complaint = this.#complaint.trim().split('\n').at(-1) ?? '';
    return new VoiceError({
      code: 'ERR_AUDIO_DEVICE',
      message:
        `The ${role} ${command[0]} ${how}${complaint === '' ? '' : `: ${complaint}`}. Check that a sound device is ` +
        `there and free (arecord -l, aplay -l), or name another program in the option ${role}.`,
    });
  }
}
