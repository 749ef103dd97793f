import { systemClock } from '@rechka/core';
import { afterEach, describe, expect, it } from 'vitest';
import { runProgram, type ProgramRun } from './run-program.js';

/** Node runs `script`; `deadlineMs` and the rest may be changed. */
function run(script: string, change: Partial<ProgramRun> = {}): Promise<Buffer> {
  return runProgram(process.execPath, {
    args: ['-e', script],
    input: 'привет',
    deadlineMs: 30_000,
    clock: systemClock,
    maxOutputBytes: 1000,
    signal: new AbortController().signal,
    ...change,
  });
}

const hang = 'setInterval(() => {}, 1000)';

describe('runProgram', () => {
  afterEach(async () => {
    const programs = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap');
    await expect.poll(programs).toEqual([]);
  });

  it('gives the input and takes the output', async () => {
    const output = await run('process.stdin.pipe(process.stdout)');
    expect(output.toString()).toBe('привет');
  });

  it('tells what the program complains of', async () => {
    await expect(run("console.error('no voice'); process.exit(3)")).rejects.toThrow(/ended with 3: no voice/);
  });

  it('has the code of the system when there is no such program', async () => {
    const options = { args: [], input: '', deadlineMs: 1000, clock: systemClock, maxOutputBytes: 1 };
    await expect(
      runProgram('no-such-program-here', { ...options, signal: new AbortController().signal }),
    ).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('gives up at the deadline', async () => {
    await expect(run(hang, { deadlineMs: 50 })).rejects.toThrow(/has not answered in 50 ms/);
  });

  it('does not take endless output', async () => {
    await expect(run("setInterval(() => process.stdout.write('x'.repeat(500)), 1)")).rejects.toThrow(
      /over 1000 bytes/,
    );
  });

  it('gives up when aborted', async () => {
    const controller = new AbortController();
    const running = run(hang, { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('starts nothing for a signal that is aborted', async () => {
    await expect(run(hang, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});
