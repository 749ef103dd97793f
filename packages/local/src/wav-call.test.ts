import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToMs, msToBytes, parseWav, pcm, writeWav } from '@rechka/core';
import { audioSinkConformance, audioSourceConformance, manualClock } from '@rechka/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wavCall, type WavCall } from './wav-call.js';

const format = pcm(8000);
const question = Uint8Array.from({ length: msToBytes(250, format) }, (_, i) => (i % 250) + 1);
const file = writeWav(format, question);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rechka-wav-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readAll(call: WavCall): Promise<Uint8Array> {
  const bytes: number[] = [];
  for await (const { data } of call.input) bytes.push(...data);
  return Uint8Array.from(bytes);
}

describe.each([format, { encoding: 'pcma', sampleRateHz: 8000 } as const])('a wavCall of %o', (of) => {
  const setUp = () => {
    const clock = manualClock();
    const call = wavCall({ input: writeWav(of, new Uint8Array(4000).fill(3)), clock });
    const hangUp = () => void call.hangUp();
    return {
      source: call.input,
      sink: call.output,
      hangUp,
      close: hangUp,
      advance: (ms: number) => clock.advance(ms),
    };
  };
  it.each(audioSourceConformance(setUp))('as a source $name', ({ run }) => run());
  it.each(audioSinkConformance(setUp))('as a sink $name', ({ run }) => run());
});

describe('wavCall', () => {
  it('says the file, waits in silence for tailMs, and hangs up', async () => {
    const clock = manualClock();
    const call = wavCall({ input: file, tailMs: 400, clock });
    const reading = readAll(call);
    await clock.advance(2000);
    const bytes = await reading;
    await call.ended;
    expect(bytes.subarray(0, question.length)).toEqual(question);
    expect(bytes.subarray(question.length).some((byte) => byte !== 0)).toBe(false);
    // The file ends within the 13th chunk, at 260 ms; hanging up is 400 ms later, just before the 33rd.
    expect(bytesToMs(bytes.length, format)).toBe(640);
    expect(clock.pendingTimers).toBe(0);
  });

  it('reads a path, and writes what was heard, at its true place, when the call is over', async () => {
    const input = join(folder, 'question.wav');
    const output = join(folder, 'heard.wav');
    writeFileSync(input, file);
    const clock = manualClock();
    const call = wavCall({ input, output, clock });
    const reading = readAll(call);
    await clock.advance(500);
    const answer = question.toReversed();
    void call.output.write(answer);
    await clock.advance(500);
    await call.hangUp();
    await reading;
    const heard = parseWav(readFileSync(output));
    expect(heard.format).toEqual(format);
    expect(heard.data.length).toBe(msToBytes(1000, format));
    const at = msToBytes(500, format);
    expect(heard.data.slice(at, at + answer.length)).toEqual(answer);
    expect(Uint8Array.from(readFileSync(output))).toEqual(call.record());
  });

  it('stays on the line until its signal', async () => {
    const clock = manualClock();
    const controller = new AbortController();
    const call = wavCall({ input: file, signal: controller.signal, clock });
    const reading = readAll(call);
    await clock.advance(60_000);
    controller.abort();
    await call.ended;
    expect(bytesToMs((await reading).length, format)).toBe(60_000);
  });

  it('leaves no timer when it is hung up before its end', async () => {
    const clock = manualClock();
    const call = wavCall({ input: file, tailMs: 5000, clock });
    const reading = readAll(call);
    await clock.advance(1000);
    await call.hangUp();
    await reading;
    expect(clock.pendingTimers).toBe(0);
  });

  it('says at once what is wrong with its files', () => {
    const stereo = Uint8Array.from(file);
    stereo[22] = 2;
    expect(() => wavCall({ input: stereo })).toThrow(expect.objectContaining({ code: 'ERR_BAD_AUDIO' }));
    expect(() => wavCall({ input: new TextEncoder().encode('ID3 something') })).toThrow('not a RIFF WAVE');
    expect(() => wavCall({ input: join(folder, 'none.wav') })).toThrow('ENOENT');
    expect(() => wavCall({ input: file, output: join(folder, 'none', 'x.wav') })).toThrow('ENOENT');
  });

  it.each([undefined, null, 'nope.wav', {}, { input: 5 }].map((options) => [options] as const))(
    'refuses %j, and says what it takes',
    (options) => {
      expect(() => wavCall(options as never)).toThrow(
        expect.objectContaining({
          code: 'ERR_INVALID_OPTION',
          message: expect.stringMatching(/an object with input|the path of a WAV file/) as string,
        }),
      );
    },
  );

  it.each([{ tailMs: -1 }, { output: 5 }, { signal: {} }, { clock: {} }, { id: '' }])(
    'refuses %j',
    (options) => {
      expect(() => wavCall({ input: file, ...(options as object) })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
      );
    },
  );
});
