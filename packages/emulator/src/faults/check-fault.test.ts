import { describe, expect, it } from 'vitest';
import { startEmulator } from '../start-emulator.js';
import type { Fault } from './fault.js';

describe('a fault that makes no sense', () => {
  it.each<[unknown, RegExp]>([
    [{}, /fault\.do/],
    [{ do: {} }, /fault\.do is "\{\}"; expected exactly one of status, http, reset/],
    [{ do: { status: 'ABORTED', reset: 'CANCEL' } }, /exactly one of/],
    [{ do: { status: 'BAD' } }, /fault\.do\.status is "BAD"; expected one of OK, CANCELLED/],
    [{ do: { reset: 'CANCEL', message: 'a' } }, /no option fault\.do \(reset\)\.message; there are reset/],
    [{ do: { stall: 'long' } }, /fault\.do\.stall/],
    [{ do: { drip: { bytes: 0, everyMs: 1 } } }, /fault\.do\.drip\.bytes/],
    [{ service: 'sst', do: { http: 500 } }, /fault\.service is "sst"; expected one of stt, tts/],
    [{ servise: 'stt', do: { http: 500 } }, /fault\.servise/],
    [{ service: 'stt', do: { refuse: 'all' } }, /fault \(refuse\)\.service/],
    [{ after: { phase: 'talking' }, do: { http: 500 } }, /fault\.after\.phase.*speech/],
    [{ after: { messages: 1.5 }, do: { http: 500 } }, /fault\.after\.messages/],
    [{ after: { ms: [5, 1] }, do: { http: 500 } }, /fault\.after\.ms\[1\]/],
    [{ call: 0, do: { http: 500 } }, /fault\.call/],
    [{ probability: 2, do: { http: 500 } }, /fault\.probability/],
    [{ active: { fromMs: 5, untilMs: 1 }, do: { http: 500 } }, /fault\.active\.untilMs/],
  ])('%j', async (fault, text) => {
    await expect(startEmulator({ faults: [fault as Fault] })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringMatching(text) as string,
    });
  });

  it('an id that is taken', async () => {
    const faults: Fault[] = [
      { id: 'a', do: { http: 500 } },
      { id: 'a', do: { http: 501 } },
    ];
    await expect(startEmulator({ faults })).rejects.toThrow(/fault\.id is "a"/);
  });
});
