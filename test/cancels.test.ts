import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { startEmulator } from '@rechka/emulator';
import { fromEnv } from '@rechka/iam';
import { TextGenerationService } from '@rechka/proto/gpt';
import { RpcClient } from '@rechka/rpc';
import { expect, it } from 'vitest';

/** As many as may run at once. */
const atOnce = 10;

/**
 * A cancelled generation that the service goes on with holds a permit. The moments are turns of the event loop after
 * the calls were begun: before their headers are sent, among their frames, and while they are answered.
 */
it.each(['warm', 'cold'])(
  'a cancelled call is cancelled at the service too, on a %s connection',
  async (state) => {
    let seen = 0;
    const emulator = await startEmulator({ latency: { llmFirstTokenMs: 600_000 } });
    const { endpoints, auth, folderId = '' } = fromEnv(emulator.env);
    for (let turns = 0; turns <= 12; turns++) {
      const client = new RpcClient({ endpoint: endpoints.llm, auth, folderId });
      if (state === 'warm') await client.connect();
      else await auth.authorization();
      const stop = new AbortController();
      const request = {
        modelUri: `gpt://${folderId}/yandexgpt-lite`,
        messages: [{ role: 'user', text: 'да' }],
      };
      const failures = Array.from({ length: atOnce }, async () => {
        const call = client.serverStream(TextGenerationService.completion, request, { signal: stop.signal });
        return call[Symbol.asyncIterator]()
          .next()
          .catch((error: unknown) => error);
      });
      for (let turn = 0; turn < turns; turn++) await turnOfLoop();
      stop.abort();
      for (const failure of failures) expect(await failure).toMatchObject({ code: 'ERR_ABORTED' });
      const states = () => emulator.calls({ service: 'gpt' }).map((call) => call.state);
      // A call of another kind goes the same way as the cancels, after them.
      await client
        .unary(TextGenerationService.completion, request, { deadlineMs: 100 })
        .catch(() => undefined);
      await expect.poll(() => states().filter((one) => one !== 'cancelled'), { interval: 5 }).toEqual([]);
      seen += states().length - 1;
      client.close();
      emulator.reset();
    }
    await emulator.close();
    expect(seen).toBeGreaterThan(atOnce);
  },
);
