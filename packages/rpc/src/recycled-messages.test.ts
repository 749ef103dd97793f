import { noCredentials } from '@rechka/iam';
import { type StreamSynthesisRequest, Synthesizer } from '@rechka/proto/tts';
import { afterEach, expect, it } from 'vitest';
import { RpcClient } from './rpc-client.js';
import { type BothWaysCall, RpcServer } from './testing/rpc-server.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

/** What call `call` says in its `n`th message: always as long, and nowhere the same. */
const textOf = (call: number, n: number) => `${call}:${n};`.padStart(12, ' ').repeat(400);

/** The memory of a message is used again as soon as nobody needs it; so it must not be used sooner. */
it('arrive as they were written: from many calls at once, at slow readers, beside calls that are cut off', async () => {
  const heard = new Map<string, string[]>();
  const server = new RpcServer({
    stream: (call: BothWaysCall) => {
      const texts: string[] = [];
      call.on('data', (request: StreamSynthesisRequest) => {
        const text = request.synthesisInput?.text ?? '';
        texts.push(text);
        heard.set(text.slice(0, text.indexOf(':')).trim(), texts);
        if (texts.length % 7 === 0) {
          // The window fills up, and messages wait in the client.
          call.pause();
          setTimeout(() => call.resume(), 3);
        }
      });
      call.on('end', () => call.end());
      call.on('error', () => undefined);
    },
  });
  closers.push(() => server.close());
  const client = new RpcClient({ endpoint: await server.listen(), auth: noCredentials() });
  closers.push(() => client.close());

  const messages = 120;
  await Promise.all(
    Array.from({ length: 12 }, async (_, call) => {
      const isCut = call % 4 === 3;
      const stream = client.duplex(Synthesizer.streamSynthesis);
      for (let n = 0; n < messages; n++) {
        stream.write({ synthesisInput: { text: textOf(call, n) } });
        if (n % 5 === call % 5) await new Promise((resolve) => setTimeout(resolve, 1));
        if (isCut && n === 60) {
          stream.cancel();
          return;
        }
      }
      stream.halfClose();
      for await (const message of stream) expect(message).toBeDefined();
    }),
  );

  for (let call = 0; call < 12; call++) {
    const texts = heard.get(String(call)) ?? [];
    if (call % 4 !== 3) expect(texts.length).toBe(messages);
    for (const [n, text] of texts.entries()) if (text !== textOf(call, n)) expect(text).toBe(textOf(call, n));
  }
});
