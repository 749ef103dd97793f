import { status, type ServiceError } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import { expect, it } from 'vitest';
import { startEmulator } from '../../start-emulator.js';
import { OfficialSdk } from '../../test-support/official-sdk.js';
import { sessionOptions } from '../../test-support/recognition.js';
import { virtualTime } from '../../testing/index.js';

/** Statuses of streams opened at these times, each ended at once. */
function openedAt(timesMs: readonly number[], maxNewStreamsPerSecond?: number | false): Promise<status[]> {
  return virtualTime().run(async () => {
    const emulator = await startEmulator({
      stt: maxNewStreamsPerSecond === undefined ? {} : { maxNewStreamsPerSecond },
    });
    const sdk = new OfficialSdk(emulator);
    const metadata = await sdk.authorized();
    const ends = timesMs.map(async (atMs) => {
      await sleep(systemClock, atMs);
      const { send, end, responses } = sdk.recognize(metadata);
      send(sessionOptions());
      end();
      return responses.then(
        () => status.OK,
        (error: unknown) => {
          const { code, details } = error as ServiceError;
          expect(details).toMatch(/rate quota limit exceed: allowed \d+ requests/);
          return code;
        },
      );
    });
    const codes = await Promise.all(ends);
    sdk.close();
    await emulator.close();
    return codes;
  });
}

const times = (count: number, everyMs: number, fromMs = 0) =>
  Array.from({ length: count }, (_, i) => fromMs + i * everyMs);
const refused = (codes: readonly status[]) =>
  codes.filter((code) => code === status.RESOURCE_EXHAUSTED).length;

it('takes 40 new streams in any second and refuses the others, which then do not count', async () => {
  expect(refused(await openedAt(times(40, 0)))).toBe(0);
  expect(refused(await openedAt(times(45, 0)))).toBe(5);
  expect(refused(await openedAt(times(120, 25)))).toBe(0);
  expect(refused(await openedAt([...times(60, 0), ...times(40, 0, 1000), ...times(1, 0, 1999)]))).toBe(21);
});

it('takes as many as it is told to, or all', async () => {
  expect(refused(await openedAt(times(5, 0), 3))).toBe(2);
  expect(refused(await openedAt(times(200, 0), false))).toBe(0);
});
