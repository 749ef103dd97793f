import { describe, expect, it } from 'vitest';
import { collect } from '../test-support/official-sdk.js';
import { key, recognise, run, type Heard } from '../test-support/recognise.js';
import type { Fault } from './fault.js';

describe('the same seed', () => {
  it('gives the same session, byte for byte, whatever goes wrong', async () => {
    const faults: Fault[] = [
      { service: 'stt', probability: 0.4, after: { ms: [0, 3000] }, do: { status: 'UNAVAILABLE' } },
      { service: 'stt', probability: 0.3, after: { messages: [1, 30] }, do: { reset: 'INTERNAL_ERROR' } },
      { service: 'stt', probability: 0.3, after: { phase: 'speech' }, do: { disconnect: 'reset' } },
      { service: 'stt', probability: 0.3, after: { ms: [0, 2000] }, do: { stall: 700 } },
      { service: 'tts', probability: 0.5, do: { drip: { bytes: 700, everyMs: 15 } } },
    ];
    const session = (seed: number) =>
      run({ seed, stt: {}, latency: 'typical', faults }, async (emulator, sdk) => {
        const heard: Heard[] = [];
        for (let call = 0; call < 8; call++) {
          heard.push(await recognise(sdk, key, { normalization: true }));
          await collect(sdk.synthesizer.utteranceSynthesis({ text: 'да' } as never, key)).catch(
            () => undefined,
          );
        }
        const told = heard.map(({ events, atMs, error }) => ({ events, atMs, code: error?.code }));
        return JSON.stringify({ told, log: emulator.log, faults: emulator.faults.log });
      });
    const first = await session(3);
    expect(await session(3)).toBe(first);
    expect(await session(4)).not.toBe(first);
    expect(first).toContain('"reset"');
  });
});
