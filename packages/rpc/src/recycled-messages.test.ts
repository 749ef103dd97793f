import { noCredentials } from '@rechka/iam';
import { type StreamSynthesisRequest, Synthesizer } from '@rechka/proto/tts';
import { afterEach, expect, it } from 'vitest';
import { RpcClient } from './rpc-client.js';
import { type BothWaysCall, RpcServer } from './testing/rpc-server.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

const [calls, messages] = [12, 120];
/** What call `call` says in its `n`th message: always as long, and nowhere the same. */
const textOf = (call: number, n: number) => `${call}:${n};`.padStart(12, ' ').repeat(400);
/** Every fourth is cut off with messages on their way. */
const isCut = (call: number) => call % 4 === 3;

/** A server that reads one message of each call and then nothing until it is let go on. */
async function slowReader() {
  const heard = new Map<number, string[]>();
  const held = new Set<BothWaysCall>();
  let goesOn = false;
  const server = new RpcServer({
    stream: (call) => {
      const texts: string[] = [];
      call.on('data', (request: StreamSynthesisRequest) => {
        const text = request.synthesisInput?.text ?? '';
        if (texts.push(text) > 1) return;
        heard.set(Number.parseInt(text, 10), texts);
        if (goesOn) return;
        call.pause();
        held.add(call);
      });
      call.on('end', () => call.end());
      call.on('error', () => undefined);
    },
  });
  closers.push(() => server.close());
  const endpoint = await server.listen();
  const goOn = () => {
    goesOn = true;
    for (const call of held) call.resume();
  };
  return { endpoint, heard, goOn };
}

/** The memory of a message is used again as soon as nobody needs it; so it must not be used sooner. */
it('messages arrive as they were written: of many calls, at a reader who makes them wait, beside calls that are cut off', async () => {
  const { endpoint, heard, goOn } = await slowReader();
  const client = new RpcClient({ endpoint, auth: noCredentials() });
  closers.push(() => client.close());
  const streams = Array.from({ length: calls }, () => client.duplex(Synthesizer.streamSynthesis));
  for (let n = 0; n < messages; n++) {
    for (const [call, stream] of streams.entries()) {
      if (isCut(call) && n === messages / 2) stream.cancel();
      else if (!isCut(call) || n < messages / 2) stream.write({ synthesisInput: { text: textOf(call, n) } });
    }
    // What was written goes out, as far as the reader lets it, and its memory comes back.
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(Math.max(...streams.map(({ unsentBytes }) => unsentBytes))).toBeGreaterThan(100_000);
  goOn();
  await Promise.all(
    streams.map(async (stream, call) => {
      if (isCut(call)) return;
      stream.halfClose();
      for await (const message of stream) expect(message).toBeDefined();
    }),
  );

  for (let call = 0; call < calls; call++) {
    const texts = heard.get(call) ?? [];
    if (!isCut(call)) expect(texts.length).toBe(messages);
    expect(texts.findIndex((text, n) => text !== textOf(call, n))).toBe(-1);
  }
});
