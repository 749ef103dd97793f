import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToMs, type CallSignal, msToBytes, pcm } from '@rechka/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localCall, type LocalCallOptions } from './local-call.js';
import type { Command } from './system-programs.js';

let folder = '';
let count = 0;
const calls: ReturnType<typeof localCall>[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rechka-local-'));
});
afterEach(async () => {
  await Promise.all(calls.splice(0).map((call) => call.hangUp()));
});
afterAll(() => rmSync(folder, { recursive: true }));

function path(name: string): string {
  return join(folder, `${++count}-${name}`);
}

/** A program of a few lines of Node. */
function program(code: string, ...args: string[]): Command {
  const file = path('program.cjs');
  writeFileSync(file, `const fs = require('node:fs');\n${code}`);
  return [process.execPath, file, ...args];
}

/** Gives 100 ms of a pattern, cut in the middle of samples, and then waits to be killed. */
const recorderCode = `
  fs.writeFileSync(process.argv[2], String(process.pid));
  const audio = Buffer.from(Array.from({ length: 3200 }, (_, i) => i % 251));
  for (let at = 0; at < audio.length; at += 333) fs.writeSync(1, audio.subarray(at, at + 333));
  setInterval(() => {}, 1000);
`;
const pattern = Uint8Array.from({ length: 3200 }, (_, i) => i % 251);

/** Writes down what it is given. */
const playerCode = `
  fs.writeFileSync(process.argv[2] + '.pid', String(process.pid));
  process.stdin.on('data', (data) => fs.appendFileSync(process.argv[2], data));
`;

/** Takes no notice of being asked to end. */
const stubbornCode = `
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
  fs.writeSync(1, Buffer.alloc(320));
`;

function call(options: LocalCallOptions): ReturnType<typeof localCall> {
  const made = localCall({ sampleRateHz: 16_000, ...options });
  calls.push(made);
  return made;
}

function isAlive(pidFile: string): boolean {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch {
    // ESRCH: there is no such process.
    return false;
  }
}

/** Waits until it is so; looks whenever something happens in the folder, and once after it has begun to watch it. */
async function happens(directory: string, isSo: () => boolean): Promise<void> {
  const watcher = watch(directory);
  await new Promise<void>((resolve) => {
    const look = () => isSo() && resolve();
    watcher.on('change', look);
    look();
  });
  watcher.close();
}

function fileWith(file: string, bytes: number): Promise<void> {
  return happens(folder, () => existsSync(file) && readFileSync(file).length >= bytes);
}

async function take(input: AsyncIterator<{ data: Uint8Array }>, bytes: number): Promise<Uint8Array> {
  const taken: number[] = [];
  while (taken.length < bytes) {
    const next = await input.next();
    if (next.done === true) break;
    expect(next.value.data.byteLength % 2).toBe(0);
    taken.push(...next.value.data);
  }
  return Uint8Array.from(taken);
}

describe('localCall', () => {
  it('gives what the recorder records and plays what is written, and leaves no process behind', async () => {
    const recorderPid = path('recorder.pid');
    const played = path('played');
    const local = call({
      recorder: program(recorderCode, recorderPid),
      player: program(playerCode, played),
    });
    const { input, output } = local;
    expect(await take(input[Symbol.asyncIterator](), pattern.length)).toEqual(pattern);

    const speech = Uint8Array.from({ length: msToBytes(90, pcm(16_000)) }, (_, i) => (i % 250) + 1);
    await output.write(speech);
    await output.drain();
    expect(output.heardMs).toBe(90);
    await fileWith(played, speech.length);
    expect(Uint8Array.from(readFileSync(played)).subarray(0, speech.length)).toEqual(speech);

    expect([isAlive(recorderPid), isAlive(`${played}.pid`)]).toEqual([true, true]);
    await local.hangUp();
    expect([isAlive(recorderPid), isAlive(`${played}.pid`)]).toEqual([false, false]);
  });

  it('keeps the player fed between words', async () => {
    const played = path('played');
    const { output } = call({
      recorder: program(recorderCode, path('pid')),
      player: program(playerCode, played),
    });
    await output.write(new Uint8Array(msToBytes(20, pcm(16_000))).fill(1));
    await fileWith(played, msToBytes(200, pcm(16_000)));
    expect(output.heardMs).toBe(20);
  });

  it('ends its programs when the reader leaves', async () => {
    const pid = path('recorder.pid');
    const { input } = call({
      recorder: program(recorderCode, pid),
      player: program(playerCode, path('played')),
    });
    for await (const { data } of input) if (data.length > 0) break;
    expect(isAlive(pid)).toBe(false);
  });

  it('kills a program that will not go', async () => {
    const local = call({ recorder: program(stubbornCode), player: program(playerCode, path('played')) });
    const iterator = local.input[Symbol.asyncIterator]();
    await take(iterator, 320);
    await local.hangUp();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('ends when the recorder has no more to give', async () => {
    const { input } = call({
      recorder: program(`fs.writeSync(1, Buffer.alloc(640));`),
      player: program(playerCode, path('played')),
    });
    let bytes = 0;
    for await (const { data } of input) bytes += data.length;
    expect(bytesToMs(bytes, pcm(16_000))).toBe(20);
  });

  it.each([
    ['recorder', 'cannot open audio device'],
    ['player', 'Device or resource busy'],
  ] as const)('passes on the complaint of a %s that fails', async (role, complaint) => {
    const failing = program(`console.error('main:830: ${complaint}'); process.exit(1);`);
    const { input, output } = call({
      recorder: program(recorderCode, path('pid')),
      player: program(playerCode, path('played')),
      [role]: failing,
    });
    const error = await (async () => {
      for await (const chunk of input) expect(chunk.data.length).toBeGreaterThan(0);
    })().catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'ERR_AUDIO_DEVICE' });
    expect(String(error)).toContain(complaint);
    expect(String(error)).toContain(`option ${role}`);
    await expect(output.write(new Uint8Array(2))).rejects.toBe(error);
  });

  it('says that a program named is not there', async () => {
    const { input } = call({ recorder: ['no-such-recorder'], player: program(playerCode, path('played')) });
    await expect(input[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'ERR_AUDIO_DEVICE',
      message: expect.stringContaining('no-such-recorder is not installed') as string,
    });
  });

  describe('without a program named', () => {
    const original = process.env['PATH'];
    afterEach(() => {
      process.env['PATH'] = original;
    });

    /** A PATH with these programs, each a script that writes its arguments down. */
    function pathWith(...names: string[]): string {
      const bin = mkdtempSync(join(folder, 'bin-'));
      for (const name of names) {
        writeFileSync(
          join(bin, name),
          `#!/bin/sh\necho "$0 $@" > ${bin}/${name}.args\nexec /bin/cat > /dev/null\n`,
        );
        chmodSync(join(bin, name), 0o755);
      }
      return bin;
    }

    it('says what to install when there is nothing to record or play with', () => {
      process.env['PATH'] = pathWith();
      expect(() => localCall()).toThrow(expect.objectContaining({ code: 'ERR_AUDIO_DEVICE' }));
      expect(() => localCall()).toThrow('alsa-utils');
      process.env['PATH'] = pathWith('arecord');
      expect(() => localCall()).toThrow('neither aplay nor play');
    });

    it.each([
      [['arecord', 'aplay', 'rec', 'play'], 'arecord', /-f S16_LE -c 1 -r 48000 .* -$/],
      [['rec', 'play'], 'rec', /-e signed-integer -b 16 -L -c 1 -r 48000 -$/],
    ])('uses what there is of %j', async (names, used, args) => {
      const bin = pathWith(...names);
      // Nothing else: the machine may have the others.
      process.env['PATH'] = bin;
      const { input } = call({ sampleRateHz: 48_000 });
      const reading = input[Symbol.asyncIterator]().next();
      await fileIn(bin, `${used}.args`);
      expect(readFileSync(join(bin, `${used}.args`), 'utf8').trim()).toMatch(args);
      await calls.at(-1)?.hangUp();
      await reading;
    });
  });

  it('tells whether echo is cancelled, and ends its signals with the call', async () => {
    for (const echoCanceller of [false, true]) {
      const programs = {
        recorder: program(recorderCode, path('pid')),
        player: program(playerCode, path('played')),
      };
      const local = call({ ...programs, echoCanceller });
      await local.hangUp();
      const told: CallSignal[] = [];
      for await (const signal of local.signals ?? []) told.push(signal);
      expect(told).toEqual([{ type: 'echo-canceller', active: echoCanceller }]);
    }
  });

  it('refuses options it cannot keep', () => {
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error;
    const programs = { recorder: ['x'], player: ['y'] } as const;
    expect(() => localCall({ ...programs, sampleRateHz: 4000 })).toThrow(invalid);
    expect(() => localCall({ ...programs, recorder: 'arecord' as unknown as Command })).toThrow(invalid);
    expect(() => localCall({ ...programs, player: [] as unknown as Command })).toThrow(invalid);
    for (const wrong of [null, 5, 'x']) expect(() => localCall(wrong as never)).toThrow(invalid);
    for (const wrong of [{ id: 5 }, { clock: 5 }, { echoCanceller: 'yes' }, { aheadMs: 'x' }])
      expect(() => localCall({ ...programs, ...(wrong as object) })).toThrow(invalid);
  });
});

/** Waits until the file is there and has a line in it. */
function fileIn(directory: string, name: string): Promise<void> {
  const file = join(directory, name);
  return happens(directory, () => existsSync(file) && readFileSync(file).includes('\n'));
}
