import { status, type ServiceError } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../emulator-options.js';
import { headers } from '../test-support/official-sdk.js';
import { key, recognise, run } from '../test-support/recognise.js';
import type { CallFault, Fault } from './fault.js';

describe('which calls a fault strikes', () => {
  const refuse = { status: 'UNAVAILABLE' } as const;
  /** Codes of calls made one after another. */
  const codes = (faults: Fault[], ids: (string | undefined)[], options: EmulatorOptions = {}) =>
    run({ ...options, faults }, async (_, sdk) => {
      const result: number[] = [];
      for (const id of ids) {
        const metadata = headers({
          authorization: 'Api-Key key',
          ...(id === undefined ? {} : { 'x-client-request-id': id }),
        });
        const spoken = sdk.synthesize({ text: 'да' }, metadata).then(
          () => 0,
          (error: unknown) => (error as ServiceError).code,
        );
        result.push(await spoken);
      }
      return result;
    });
  const four = [undefined, undefined, undefined, undefined];

  it.each<[Omit<CallFault, 'do'>, number[]]>([
    [{}, [14, 14, 14, 14]],
    [{ service: 'tts' }, [14, 14, 14, 14]],
    [{ service: 'stt' }, [0, 0, 0, 0]],
    [{ method: 'utteranceSynthesis' }, [14, 14, 14, 14]],
    [{ method: 'StreamSynthesis' }, [0, 0, 0, 0]],
    [{ call: 2 }, [0, 14, 0, 0]],
    [{ call: [2, 3] }, [0, 14, 14, 0]],
    [{ times: 2 }, [14, 14, 0, 0]],
    [{ probability: 0 }, [0, 0, 0, 0]],
  ])('%j', async (scope, expected) => {
    expect(await codes([{ ...scope, do: refuse }], four)).toEqual(expected);
  });

  it('those whose client request id is of a pattern', async () => {
    const ids = ['call-7.1', 'call-7.2', 'call-70', undefined, 'a+b'];
    expect(await codes([{ clientRequestId: 'call-7.*', do: refuse }], ids)).toEqual([14, 14, 0, 0, 0]);
    expect(await codes([{ clientRequestId: 'a+b', do: refuse }], ids)).toEqual([0, 0, 0, 0, 14]);
  });

  it('a share of them, the same ones for a seed', async () => {
    const faults: Fault[] = [{ probability: 0.5, do: refuse }];
    const many = Array.from({ length: 40 }, () => undefined);
    const first = await codes(faults, many, { seed: 5 });
    expect(await codes(faults, many, { seed: 5 })).toEqual(first);
    expect(await codes(faults, many, { seed: 6 })).not.toEqual(first);
    const struck = first.filter((code) => code === 14).length;
    expect(struck).toBeGreaterThan(10);
    expect(struck).toBeLessThan(30);
  });

  it('those within its time', async () => {
    const result = await run(
      { faults: [{ active: { fromMs: 1000, untilMs: 2000 }, do: refuse }] },
      async (_, sdk) => {
        const codes: number[] = [];
        for (let second = 0; second < 3; second++) {
          codes.push(
            await sdk.synthesize({ text: 'да' }, key).then(
              () => 0,
              (error: unknown) => (error as ServiceError).code,
            ),
          );
          await sleep(systemClock, 1000);
        }
        return codes;
      },
    );
    expect(result).toEqual([0, 14, 0]);
  });

  it('open ones when it is added or when its time comes, and none when it is removed', async () => {
    await run({}, async (emulator, sdk) => {
      const heard = recognise(sdk);
      await sleep(systemClock, 550);
      const removed = emulator.faults.add({ after: { ms: 600 }, do: { status: 'INTERNAL' } });
      expect(emulator.faults.list).toEqual([{ id: removed, after: { ms: 600 }, do: { status: 'INTERNAL' } }]);
      expect(emulator.faults.remove(removed)).toBe(true);
      expect(emulator.faults.remove(removed)).toBe(false);
      emulator.faults.add({ active: { fromMs: 850 }, times: 1, do: refuse });
      expect((await heard).error?.code).toBe(status.UNAVAILABLE);
      expect(emulator.faults.log).toMatchObject([{ atMs: 850 }]);
      expect((await recognise(sdk)).error).toBeUndefined();
      emulator.faults.add({ do: refuse });
      emulator.faults.clear();
      expect(emulator.faults.list).toEqual([]);
      expect((await recognise(sdk)).error).toBeUndefined();
    });
  });
});
