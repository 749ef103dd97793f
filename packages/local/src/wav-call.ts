import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Call,
  checkClock,
  checkNumber,
  checkObject,
  checkText,
  type Clock,
  type ClockTimer,
  invalidOption,
  parseWav,
  systemClock,
  wavHeader,
  writeWav,
} from '@rechka/core';
import { scriptedCall } from './scripted-call.js';

/** What a {@link wavCall} plays, and where it records. */
export interface WavCallOptions {
  /** What the caller says: the path of a WAV file, or its bytes. Mono; 16-bit PCM, A-law or µ-law. */
  input: string | Uint8Array;
  /** Where to write what the caller heard when the call ends. Default: nowhere; see {@link WavCall.record}. */
  output?: string;
  /** How long the caller stays, silent, after the file, in ms. Default: until `hangUp()` or `signal`. */
  tailMs?: number;
  /** Hangs up when it aborts. */
  signal?: AbortSignal;
  /** Shows in every event. */
  id?: string;
  /** Default: the host's. */
  clock?: Clock;
}

/** A {@link wavCall}. */
export interface WavCall extends Call {
  /** Ends the call, if it has not ended; resolves and rejects as {@link WavCall.ended} does. */
  hangUp(): Promise<void>;
  /** What the caller heard so far, as a WAV file: silence where the bot was silent, position 0 as in the input. */
  record(): Uint8Array;
  /** Resolves when the call is over and its output written; rejects with `ERR_INVALID_OPTION` if it cannot be. */
  readonly ended: Promise<void>;
}

/**
 * A caller from a WAV file, in real time; what the bot says is recorded at its true position.
 *
 * Throws `ERR_BAD_AUDIO`, with the command that converts it, for a file that is not a usable WAV, and
 * `ERR_INVALID_OPTION` for one that cannot be read or written.
 *
 * @example
 * ```ts
 * const call = wavCall({ input: 'question.wav', output: 'heard.wav', tailMs: 5000 });
 * await new VoicePipeline({ call, stt, tts, respond }).run();
 * await call.ended;
 * ```
 */
export function wavCall(options: WavCallOptions): WavCall {
  checkObject('options', options, "an object with input, e.g. { input: 'question.wav' }");
  const { input, output, tailMs, signal, id, clock = systemClock } = options;
  if (typeof input !== 'string' && !(input instanceof Uint8Array))
    throw invalidOption('input', input, 'the path of a WAV file, or its bytes');
  if (output !== undefined) checkText('output', output);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidOption('signal', signal, 'an AbortSignal');
  if (id !== undefined) checkText('id', id);
  checkClock(clock);
  if (tailMs !== undefined) checkNumber('tailMs', tailMs, { min: 0, max: 24 * 3600 * 1000 });
  const { format, data } = parseWav(typeof input === 'string' ? readInput(input) : input);
  if (output !== undefined) writeOutput(output, wavHeader(format, 0));

  const caller = scriptedCall({ format, clock, ...(id !== undefined && { id }) });
  const record = () => writeWav(format, caller.heard());
  const stop = () => caller.hangUp();
  let tail: ClockTimer | undefined;

  const ended = caller.ended.then(() => {
    tail?.cancel();
    signal?.removeEventListener('abort', stop);
    if (output !== undefined) writeOutput(output, record());
  });
  // Whoever awaits `ended` or `hangUp()` learns of a failure to write; with nobody there it is not fatal.
  ended.catch(() => undefined);

  void caller.say(data).then(() => {
    if (tailMs !== undefined) tail = clock.setTimeout(stop, tailMs);
  });
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });

  const hangUp = () => {
    stop();
    return ended;
  };
  return { ...caller.call, hangUp, record, ended };
}

// Files are read and written synchronously: in virtual time nothing may wait for the thread pool.

function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw invalidOption('input', path, `a WAV file that can be read (${reasonOf(error)})`);
  }
}

function writeOutput(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw invalidOption('output', path, `a file that can be written (${reasonOf(error)})`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
