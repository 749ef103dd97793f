import { systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import type { CallAction, Fault } from '../faults/fault.js';
import { run } from '../test-support/recognise.js';
import { restCall } from '../test-support/rest-client.js';
import { metadataTokenPath } from './iam-rest.js';

const ask = (http: string) =>
  fetch(`${http}${metadataTokenPath}`, { headers: { 'metadata-flavor': 'Google', connection: 'close' } });

describe('faults over REST', () => {
  it.each<[CallAction, number, RegExp]>([
    [{ status: 'RESOURCE_EXHAUSTED', message: 'хватит' }, 429, /"code":8,"message":"хватит"/],
    [{ quota: 'requests' }, 429, /quota limit exceed/],
    [{ token: 'expired' }, 401, /expired/],
    [{ http: 502, body: '<h1>Bad Gateway</h1>' }, 502, /^<h1>Bad Gateway<\/h1>$/],
    [{ malformed: 'message' }, 200, /^\{"result":$/],
    [{ drip: { bytes: 10, everyMs: 100 } }, 200, /access_token/],
    [{ stall: 3000 }, 200, /access_token/],
    [{ goAway: 'NO_ERROR' }, 200, /access_token/],
  ])('%j', async (action, httpStatus, text) => {
    await run({ faults: [{ service: 'metadata', do: action }] }, async (emulator) => {
      const startedAt = systemClock.now();
      const response = await ask(emulator.http);
      expect(response.status).toBe(httpStatus);
      expect(await response.text()).toMatch(text);
      if ('drip' in action) expect(systemClock.now() - startedAt).toBeGreaterThan(2000);
      if ('stall' in action) expect(systemClock.now() - startedAt).toBe(3000);
      expect(emulator.faults.log).toMatchObject([{ service: 'metadata', action: Object.keys(action)[0] }]);
    });
  });

  it.each<CallAction>([
    { disconnect: 'reset' },
    { disconnect: 'end' },
    { reset: 'CANCEL' },
    { malformed: 'frame' },
    { malformed: 'truncated' },
  ])('%j breaks the connection', async (action) => {
    await run({ faults: [{ service: 'metadata', times: 1, do: action }] }, async (emulator) => {
      await expect(ask(emulator.http).then((response) => response.text())).rejects.toThrow(
        /fetch failed|terminated/,
      );
      expect((await ask(emulator.http)).status).toBe(200);
      await expect
        .poll(() => emulator.log.filter((event) => event.type === 'call-end').map(({ outcome }) => outcome))
        .toEqual(['cut', 'done']);
    });
  });

  it('a stream that is held back comes whole afterwards, and waits for no acknowledgement of real time', async () => {
    const reply = 'один два три четыре пять шесть семь восемь девять десять';
    const faults: Fault[] = [{ service: 'gpt', do: { stall: 3000 } }];
    await run({ faults, gpt: { reply: [reply] }, latency: { llmTokenMs: 50 } }, async (emulator) => {
      // Far away, and near enough to be next if what is on its way were not noticed.
      const patience = new Promise((resolve) => setTimeout(resolve, 60_000));
      for (let call = 1; call <= 5; call++) {
        const answer = await restCall(emulator, '/foundationModels/v1/completion', {
          modelUri: `gpt://${emulator.folderId}/yandexgpt`,
          completionOptions: { stream: true },
          messages: [{ role: 'user', text: 'Считай' }],
        });
        expect(answer.status).toBe(200);
        const lines = answer.text.trim().split('\n');
        expect(lines.length).toBeGreaterThan(2);
        expect(lines.at(-1)).toContain(reply);
        expect(emulator.faults.log).toHaveLength(call);
      }
      expect(emulator.log.at(-1)?.atMs).toBeLessThan(20_000);
      await patience;
    });
  });

  it('of one service leave the others alone, and come too late for a call that is answered', async () => {
    const faults: Fault[] = [
      { service: 'tts', do: { status: 'INTERNAL' } },
      {
        id: 'late',
        method: '/service-accounts/',
        call: 2,
        after: { sentMessages: 1 },
        do: { status: 'INTERNAL' },
      },
    ];
    await run({ faults }, async (emulator) => {
      expect((await ask(emulator.http)).status).toBe(200);
      expect((await ask(emulator.http)).status).toBe(200);
      expect(emulator.faults.log).toMatchObject([{ fault: 'late', phases: ['answering'], connection: 2 }]);
    });
  });
});
