import { sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { headers } from '../test-support/official-sdk.js';
import { key, recognise, run } from '../test-support/recognise.js';
import type { CallFault } from './fault.js';

describe('the moment of a fault', () => {
  /** Makes a fault do nothing but stand in the log. */
  const mark = { drip: { bytes: 1_000_000, everyMs: 0 } };
  const strikes = async (
    after: CallFault['after'],
    options: { everyMs?: number; normalization?: boolean } = {},
  ) =>
    run({ latency: 'typical', faults: [{ ...(after && { after }), do: mark }] }, async (emulator, sdk) => {
      await recognise(sdk, key, options);
      return emulator.faults.log;
    });

  it.each([
    [undefined, 0],
    [{ ms: 350 }, 350],
    [{ messages: 3 }, 100],
    [{ bytes: 4000 }, 200],
    [{ audioMs: 250 }, 200],
    [{ messages: 3, ms: 150 }, 150],
    // The first message of the service is a status code.
    [{ sentMessages: 1 }, 0],
  ])('%j', async (after, atMs) => {
    expect(await strikes(after)).toMatchObject([{ atMs }]);
  });

  it('a phase of the recognition', async () => {
    const [idle] = await strikes({ phase: 'idle' });
    const [speech] = await strikes({ phase: 'speech' });
    const [refining] = await strikes({ phase: 'refining' }, { normalization: true });
    expect(idle).toMatchObject({ atMs: 0, phases: ['idle'] });
    expect(speech).toMatchObject({ phases: ['speech'] });
    expect(refining).toMatchObject({ phases: ['refining'] });
    expect(speech!.atMs).toBeGreaterThan(0);
    expect(refining!.atMs).toBeGreaterThan(speech!.atMs);
    // The second time it is between two utterances again.
    expect(await strikes({ phase: 'idle', sentMessages: 8 }, { normalization: true })).toMatchObject([
      { phases: ['idle'] },
    ]);
    expect(await strikes({ phase: 'refining' })).toEqual([]);
    expect(await strikes({ phase: 'replay' })).toEqual([]);
    expect(await strikes({ phase: 'replay' }, { everyMs: 10 })).toMatchObject([
      { atMs: 100, phases: ['speech', 'replay'] },
    ]);
  });

  it('between a final and its refinement: the first comes, the second does not', async () => {
    const { events } = await run(
      { faults: [{ after: { phase: 'refining' }, do: { reset: 'CANCEL' } }] },
      (_, sdk) => recognise(sdk, key, { normalization: true }),
    );
    expect(events.at(-1)).toBe('final');
  });

  it('an overlap of two recognitions of one client', async () => {
    const overlaps = (ids: [string, string]) =>
      run({ faults: [{ after: { phase: 'overlap' }, do: mark }] }, async (emulator, sdk) => {
        const metadata = ids.map((id) =>
          headers({ authorization: 'Api-Key key', 'x-client-request-id': id }),
        );
        const first = recognise(sdk, metadata[0]);
        await sleep(systemClock, 1000);
        await Promise.all([first, recognise(sdk, metadata[1])]);
        return emulator.faults.log.map(({ clientRequestId, atMs, phases }) => ({
          clientRequestId,
          atMs,
          phases,
        }));
      });
    expect(await overlaps(['call-1.1', 'call-1.2'])).toEqual([
      { clientRequestId: 'call-1.1', atMs: 1000, phases: ['speech', 'overlap'] },
      { clientRequestId: 'call-1.2', atMs: 1000, phases: ['idle', 'overlap'] },
    ]);
    // Said to be of two callers, which share a process and its key.
    expect(await overlaps(['call-1.1', 'call-2.1'])).toEqual([]);
    // Not said: the key, the folder and the program are the same.
    expect(await overlaps(['a', 'b'])).toHaveLength(2);
  });

  it('phases of other calls: waiting, then answering', async () => {
    const log = await run(
      {
        latency: 'typical',
        faults: [
          { after: { phase: 'waiting', ms: 10 }, do: mark },
          { after: { phase: 'answering' }, do: mark },
        ],
      },
      async (emulator, sdk) => {
        await sdk.synthesize({ text: 'да' }, key);
        return emulator.faults.log;
      },
    );
    expect(log).toMatchObject([{ atMs: 10, phases: ['waiting'] }, { phases: ['answering'] }]);
    expect(log[1]!.atMs).toBeGreaterThan(100);
  });
});
