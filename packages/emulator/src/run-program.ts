import { spawn } from 'node:child_process';
import { abortError, type Clock } from '@rechka/core';
import { holdTime } from './held-work.js';

export interface ProgramRun {
  args: readonly string[];
  /** What the program reads from its standard input. */
  input: string;
  /** Its longest run, on `clock`. */
  deadlineMs: number;
  clock: Clock;
  /** Its output, and no more. */
  maxOutputBytes: number;
  signal: AbortSignal;
}

/**
 * What a program writes to its standard output. Rejects if it cannot be started (the error has the `code` of the
 * system, `ENOENT` if there is no such program), fails, takes too long or writes too much, and with `ERR_ABORTED`.
 * Whatever came of it, the program has been told to end. Virtual time stands still meanwhile.
 */
export function runProgram(name: string, run: ProgramRun): Promise<Buffer> {
  return holdTime(outputOf(name, run));
}

async function outputOf(name: string, run: ProgramRun): Promise<Buffer> {
  const { args, input, deadlineMs, clock, maxOutputBytes, signal } = run;
  if (signal.aborted) throw abortError(signal);
  const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  let outputBytes = 0;
  let complaint = '';
  let stop: (() => void) | undefined;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const fail = (what: string) => reject(new Error(`${name} ${what}`));
      const timer = clock.setTimeout(() => fail(`has not answered in ${deadlineMs} ms`), deadlineMs);
      const onAbort = () => reject(abortError(signal));
      signal.addEventListener('abort', onAbort, { once: true });
      stop = () => {
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
      };
      child.on('error', reject);
      // A program that ends without reading its input breaks the pipe; what it has to say comes with its end.
      child.stdin.on('error', () => undefined);
      child.stdout.on('data', (chunk: Buffer) => {
        outputBytes += chunk.length;
        if (outputBytes > maxOutputBytes) fail(`has written over ${maxOutputBytes} bytes`);
        else output.push(chunk);
      });
      child.stderr.on(
        'data',
        (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(0, 500)),
      );
      child.on('close', (code, killedBy) =>
        code === 0
          ? resolve(Buffer.concat(output))
          : fail(`ended with ${code ?? killedBy}: ${complaint.trim()}`),
      );
      child.stdin.end(input);
    });
  } finally {
    stop?.();
    child.kill('SIGKILL');
  }
}
