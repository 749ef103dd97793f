import { status } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../test-support/official-sdk.js';
import { key, recognise, run } from '../test-support/recognise.js';

describe('faults of connections', () => {
  it('refuses them on the ports it is told', async () => {
    await run({ faults: [{ id: 'no', do: { refuse: 'grpc' } }] }, async (emulator, sdk) => {
      expect(await refusalOf(sdk.synthesize({ text: 'да' }, key))).toMatchObject({
        code: status.UNAVAILABLE,
      });
      expect((await fetch(`${emulator.http}/nothing`)).status).toBe(404);
      emulator.faults.clear();
      emulator.faults.add({ do: { refuse: 'http' } });
      // The connection that is open for HTTP stays; a new one is refused.
      await expect(
        fetch(`${emulator.http}/nothing`, { headers: { connection: 'close' } }).then(() =>
          fetch(`${emulator.http}/nothing`),
        ),
      ).rejects.toThrow('fetch failed');
      expect(emulator.faults.log[0]).toMatchObject({ fault: 'no', action: 'refuse', connection: 1 });
      const told = emulator.log.filter(({ type }) => type === 'connection');
      expect(told[0]).toMatchObject({ port: 'grpc', connection: 1, message: 'no: refused' });
      expect(told.at(-1)).toMatchObject({ port: 'http', message: 'fault-1: refused' });
    });
  });

  it('allows at most so many streams on a connection, old or new', async () => {
    await run({ latency: { ttsFirstAudioMs: 1000 } }, async (emulator, sdk) => {
      const together = async () => {
        const startedAt = systemClock.now();
        await Promise.all(Array.from({ length: 4 }, () => sdk.synthesize({ text: 'да' }, key)));
        return systemClock.now() - startedAt;
      };
      expect(await together()).toBe(1000);
      const id = emulator.faults.add({ do: { maxStreams: 2 } });
      await sdk.synthesize({ text: 'да' }, key);
      expect(await together()).toBe(2000);
      expect(emulator.log).toContainEqual(
        expect.objectContaining({ type: 'connection', port: 'grpc', message: `${id}: at most 2 streams` }),
      );
      emulator.faults.remove(id);
      await sdk.synthesize({ text: 'да' }, key);
      expect(await together()).toBe(1000);
    });
  });

  it('a restart drops all connections and comes back on the same ports', async () => {
    await run({}, async (emulator, sdk) => {
      const open = recognise(sdk);
      await sleep(systemClock, 500);
      const restarted = emulator.restart({ downMs: 3000 });
      expect((await open).error?.code).toBe(status.UNAVAILABLE);
      await expect(fetch(`${emulator.http}/nothing`)).rejects.toThrow('fetch failed');
      await sleep(systemClock, 2500);
      expect(await refusalOf(sdk.synthesize({ text: 'да' }, key))).toMatchObject({
        code: status.UNAVAILABLE,
      });
      await restarted;
      expect((await fetch(`${emulator.http}/nothing`)).status).toBe(404);
      // grpc-js waits a second or two before it connects anew.
      await sleep(systemClock, 5000);
      expect((await recognise(sdk)).error).toBeUndefined();
    });
  });
});
