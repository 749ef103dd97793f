import { Metadata, status } from '@grpc/grpc-js';
import { VoiceError } from '@rechka/core';
import { noCredentials, type Credentials } from '@rechka/iam';
import { Synthesizer, type StreamSynthesisRequest } from '@rechka/proto/tts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RpcClient } from './rpc-client.js';
import { type Handlers, RpcServer } from './testing/rpc-server.js';

const { streamSynthesis } = Synthesizer;
type Answer = ReturnType<typeof streamSynthesis.response.decode>;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

async function clientOf(handlers: Handlers = {}, auth: Credentials = noCredentials()) {
  const server = new RpcServer(handlers);
  closers.push(() => server.close());
  const client = new RpcClient({ endpoint: await server.listen(), auth });
  closers.push(() => client.close());
  return client;
}

/** A listener that writes down what it is told. */
function witness(onMessage: (text: string) => void = () => undefined) {
  const told: unknown[] = [];
  let tell: (error: unknown) => void;
  const end = new Promise((resolve) => (tell = resolve));
  const next = ({ textChunk }: Answer) => {
    told.push(textChunk?.text);
    onMessage(textChunk?.text ?? '');
  };
  const ended = (error: unknown) => {
    told.push(error === undefined ? 'end' : (error as VoiceError).code);
    tell(error);
  };
  return { told, end, listener: { next, ended } };
}

describe('listen()', () => {
  it('hands over every message in order and then the end, none before it returns', async () => {
    const client = await clientOf();
    const call = client.duplex(streamSynthesis);
    for (const text of ['раз', 'два', 'три']) call.write({ synthesisInput: { text } });
    call.halfClose();
    const { told, end, listener } = witness();
    call.listen(listener);
    expect(told).toEqual([]);
    expect(await end).toBeUndefined();
    expect(told).toEqual(['раз', 'два', 'три', 'end']);
    expect(call.unsentBytes).toBe(0);
  });

  it('hands over what came before anybody listened, however much it is', async () => {
    const client = await clientOf();
    const call = client.duplex(streamSynthesis);
    const texts = Array.from({ length: 50 }, (_, i) => String(i));
    for (const text of texts) call.write({ synthesisInput: { text } });
    call.halfClose();
    await vi.waitFor(() => expect(call.unsentBytes).toBe(0));
    await new Promise((resolve) => setImmediate(resolve));
    const { told, end, listener } = witness();
    call.listen(listener);
    await end;
    expect(told).toEqual([...texts, 'end']);
  });

  it('is told of an end that was asked for in the middle of a message, once and afterwards', async () => {
    const client = await clientOf();
    const call = client.duplex(streamSynthesis);
    for (const text of ['раз', 'два', 'три']) call.write({ synthesisInput: { text } });
    const { told, end, listener } = witness((text) => {
      if (text !== 'раз') return;
      call.cancel();
      told.push('cancelled');
    });
    call.listen(listener);
    await end;
    expect(told).toEqual(['раз', 'cancelled', 'ERR_ABORTED']);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(told).toHaveLength(3);
  });

  it('is cancelled by a listener that throws, which is told so: the rest is not handed over', async () => {
    const cancelled = vi.fn();
    const client = await clientOf({
      stream: (call) => {
        call.on('cancelled', cancelled);
        call.on('data', ({ synthesisInput }: StreamSynthesisRequest) => {
          call.write({ textChunk: { text: synthesisInput?.text ?? '' } });
        });
      },
    });
    for (const early of [true, false]) {
      const call = client.duplex(streamSynthesis);
      for (const text of ['раз', 'два', 'три']) call.write({ synthesisInput: { text } });
      // Of messages that are there before anybody listens, and of such that come then.
      if (early) await vi.waitFor(() => expect(call.unsentBytes).toBe(0));
      if (early) await new Promise((resolve) => setTimeout(resolve, 20));
      const { told, end, listener } = witness();
      const broken = new Error('broken listener');
      const next = (message: Answer) => {
        listener.next(message);
        if (told.length === 2) throw broken;
      };
      call.listen({ next, ended: listener.ended });
      expect(await end).toBe(broken);
      expect(told.slice(0, 2)).toEqual(['раз', 'два']);
      expect(told).toHaveLength(3);
    }
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalledTimes(2));
  });

  it('is told why a call failed, also one that could not be opened', async () => {
    const failing = await clientOf({
      stream: (call) =>
        void call.emit('error', { code: status.UNAVAILABLE, details: 'went away', metadata: new Metadata() }),
    });
    const refused = witness();
    failing.duplex(streamSynthesis).listen(refused.listener);
    expect(await refused.end).toMatchObject({ code: 'ERR_UNAVAILABLE' });

    const noToken = new VoiceError({ code: 'ERR_UNAUTHENTICATED', message: 'no token' });
    const auth: Credentials = {
      kind: 'none',
      authorization: () => Promise.reject(noToken),
      refused: () => undefined,
    };
    const unopened = witness();
    (await clientOf({}, auth)).duplex(streamSynthesis).listen(unopened.listener);
    expect(await unopened.end).toBe(noToken);
  });

  it('is refused to a call that is read already, and the other way round', async () => {
    const client = await clientOf();
    const misuse = expect.objectContaining({ code: 'ERR_MISUSE' }) as Error;
    const { listener } = witness();
    const iterated = client.duplex(streamSynthesis);
    iterated[Symbol.asyncIterator]();
    expect(() => iterated.listen(listener)).toThrow(misuse);
    const listened = client.duplex(streamSynthesis);
    listened.listen(listener);
    expect(() => listened[Symbol.asyncIterator]()).toThrow(misuse);
    for (const call of [iterated, listened]) call.cancel();
  });
});
