import { once } from 'node:events';
import { connect, constants } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../test-support/official-sdk.js';
import { chunkBytes, chunkMs, key, recognise, run, sessionOptions } from '../test-support/recognise.js';
import type { CallAction, Fault } from './fault.js';

const recognitionPath = '/speechkit.stt.v3.Recognizer/RecognizeStreaming';

describe('faults of a call', () => {
  it.each<[string, CallAction, number, RegExp]>([
    ['any status', { status: 'UNAVAILABLE', message: 'упало 100%' }, status.UNAVAILABLE, /^упало 100%$/],
    ['a status without words', { status: 'ABORTED' }, status.ABORTED, /ABORTED/],
    ['a bare HTTP answer, for which it is too late', { http: 502 }, status.INTERNAL, /code 2/],
    ['RST_STREAM', { reset: 'REFUSED_STREAM' }, status.UNAVAILABLE, /refused/],
    ['RST_STREAM of a failure', { reset: 'INTERNAL_ERROR' }, status.INTERNAL, /code 2/],
    ['a TCP reset', { disconnect: 'reset' }, status.UNAVAILABLE, /ECONNRESET/],
    ['a closed connection', { disconnect: 'end' }, status.UNAVAILABLE, /dropped|closed|ended/i],
    [
      'GOAWAY with an error, at which Node gives up all calls',
      { goAway: 'ENHANCE_YOUR_CALM' },
      status.RESOURCE_EXHAUSTED,
      /exhausted/,
    ],
    ['GOAWAY that cuts', { goAway: 'NO_ERROR', graceMs: 500 }, status.UNAVAILABLE, /./],
    ['a quota', { quota: 'requests' }, status.RESOURCE_EXHAUSTED, /quota limit exceed: allowed 40 requests$/],
    ['a message that is no protobuf', { malformed: 'message' }, status.INTERNAL, /parsing error/],
    ['a broken frame', { malformed: 'frame' }, status.INTERNAL, /parsing error/],
  ])('%s', async (_, action, code, text) => {
    const fault: Fault = { id: 'it', service: 'stt', after: { messages: 12 }, do: action };
    const { error, log } = await run({ faults: [fault] }, async (emulator, sdk) => {
      const { error } = await recognise(sdk);
      return { error, log: emulator.faults.log };
    });
    expect(error?.code).toBe(code);
    expect(error?.details).toMatch(text);
    expect(log).toMatchObject([
      {
        fault: 'it',
        action: Object.keys(action)[0],
        // The options and eleven chunks.
        atMs: 1000,
        service: 'stt',
        method: recognitionPath,
        connection: 1,
      },
    ]);
  });

  it('a message that is cut off, which grpc-js takes for a good end', async () => {
    const fault: Fault = { after: { messages: 12 }, do: { malformed: 'truncated' } };
    const { error, atMs } = await run({ faults: [fault] }, (_, sdk) => recognise(sdk));
    expect(error).toBeUndefined();
    expect(Math.max(...atMs)).toBeLessThanOrEqual(1000);
  });

  it.each<[string, CallAction, number, boolean]>([
    ['a status', { status: 'INTERNAL' }, status.INTERNAL, true],
    ['an HTTP answer of a balancer', { http: 502 }, status.UNAVAILABLE, false],
  ])('%s before any header', async (_, action, code, hasIds) => {
    const { headersSeen, refusal } = await run({ faults: [{ do: action }] }, async (_emulator, sdk) => {
      const { call, responses } = sdk.recognize(key);
      let headersSeen = 0;
      call.on('metadata', () => headersSeen++);
      return { headersSeen, refusal: await refusalOf(responses) };
    });
    expect(refusal.code).toBe(code);
    expect(headersSeen).toBe(0);
    expect(refusal.metadata.get('x-request-id').length > 0).toBe(hasIds);
  });

  it('an HTTP answer that comes when another has ended the call at the same moment', async () => {
    const faults: Fault[] = [{ do: { status: 'ABORTED' } }, { do: { http: 502 } }];
    const refusal = await run({ faults }, async (emulator, sdk) => {
      const refusal = await refusalOf(sdk.recognize(key).responses);
      expect(emulator.faults.log).toHaveLength(2);
      return refusal;
    });
    expect(refusal.code).toBe(status.ABORTED);
  });

  it('silence on a live connection, for good or for a time', async () => {
    const clean = await run({}, (_, sdk) => recognise(sdk));
    const paused = await run({ faults: [{ after: { ms: 300 }, do: { stall: 2000 } }] }, (_, sdk) =>
      recognise(sdk),
    );
    expect(paused.events).toEqual(clean.events);
    expect(paused.atMs.filter((ms) => ms > 300 && ms < 2300)).toEqual([]);
    expect(clean.atMs.filter((ms) => ms > 300 && ms < 2300).length).toBeGreaterThan(3);

    const silent = await run(
      { faults: [{ after: { ms: 300 }, do: { stall: 'forever' } }] },
      async (emulator, sdk) => {
        const { call, send, responses } = sdk.recognize(key);
        const over = refusalOf(responses);
        send(sessionOptions());
        for (let chunk = 0; chunk < 100; chunk++) {
          send({ chunk: { data: Buffer.alloc(chunkBytes) } });
          await sleep(systemClock, chunkMs);
        }
        // What is sent is read all the same, and other calls on the connection are answered.
        const [speech] = await sdk.synthesize({ text: 'да' }, key);
        expect(speech?.audioChunk?.data.length).toBeGreaterThan(1000);
        expect(emulator.log.filter(({ type }) => type === 'call-end')).toHaveLength(1);
        call.cancel();
        return over;
      },
    );
    expect(silent.code).toBe(status.CANCELLED);
  });

  it('a trickle of bytes', async () => {
    const drip = { bytes: 1000, everyMs: 50 };
    const measure = (faults: Fault[]) =>
      run({ faults }, async (_, sdk) => {
        const startedAt = systemClock.now();
        const [speech] = await sdk.synthesize({ text: 'да' }, key);
        return { bytes: speech!.audioChunk!.data.length, tookMs: systemClock.now() - startedAt };
      });
    const clean = await measure([]);
    const dripping = await measure([{ service: 'tts', do: { drip } }]);
    expect(dripping.bytes).toBe(clean.bytes);
    expect(clean.tookMs).toBe(0);
    const drops = Math.ceil(clean.bytes / drip.bytes);
    expect(dripping.tookMs).toBeGreaterThanOrEqual((drops - 1) * drip.everyMs);
    expect(dripping.tookMs).toBeLessThanOrEqual((drops + 1) * drip.everyMs);
  });

  it('a server that stops reading: what the client sends stays with it', async () => {
    const unsent = (faults: Fault[]) =>
      run({ faults }, async (_, sdk) => {
        const { call, send, responses } = sdk.recognize(key);
        const over = refusalOf(responses);
        send(sessionOptions());
        const write = call.write.bind(call) as (request: object, onSent: () => void) => boolean;
        let waiting = 0;
        for (let chunk = 0; chunk < 200; chunk++) {
          waiting++;
          write({ chunk: { data: Buffer.alloc(8000) } }, () => waiting--);
          await sleep(systemClock, 20);
        }
        call.cancel();
        await over;
        return waiting;
      });
    expect(await unsent([])).toBe(0);
    // grpc-js itself takes about 1.1 MB of the 1.6 before it pushes back.
    expect(await unsent([{ after: { messages: 3 }, do: { stopReading: 'forever' } }])).toBeGreaterThan(40);
    // Read again, it takes all that has waited.
    expect(await unsent([{ after: { messages: 3 }, do: { stopReading: 3000 } }])).toBe(0);
  });

  it('a server that stops reading gives the service nothing of what has come already', async () => {
    await run({ faults: [{ after: { messages: 3 }, do: { stopReading: 2000 } }] }, async (emulator, sdk) => {
      const { send, end, responses } = sdk.recognize(key);
      send(sessionOptions());
      for (let chunk = 0; chunk < 20; chunk++) send({ chunk: { data: Buffer.alloc(chunkBytes) } });
      end();
      await sleep(systemClock, 1900);
      expect(emulator.streams).toMatchObject([{ state: 'open', received: { messages: 3 } }]);
      await responses;
      expect(emulator.streams).toMatchObject([{ state: 'done', received: { messages: 21 }, endedMs: 2000 }]);
    });
  });

  it('GOAWAY with an error tells which', async () => {
    const code = await run({ faults: [{ do: { goAway: 'ENHANCE_YOUR_CALM' } }] }, async (emulator) => {
      const session = connect(emulator.grpc).on('error', () => undefined);
      const told = once(session, 'goaway') as Promise<[number]>;
      session
        .request({ ':method': 'POST', ':path': recognitionPath, 'content-type': 'application/grpc' })
        .on('error', () => undefined)
        .end();
      const [code] = await told;
      session.destroy();
      return code;
    });
    expect(code).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });

  it.each(['expired', 'revoked'] as const)(
    'a token that is %s in mid-stream is worthless afterwards',
    async (how) => {
      const texts = {
        expired: /^The token has expired 2026-01-12T09:00:01\.000Z$/,
        revoked: /^The token is invalid$/,
      };
      await run(
        { faults: [{ service: 'stt', after: { messages: 12 }, do: { token: how } }] },
        async (_, sdk) => {
          const token = await sdk.authorized();
          const { error } = await recognise(sdk, token);
          expect(error).toMatchObject({
            code: status.UNAUTHENTICATED,
            details: expect.stringMatching(texts[how]) as string,
          });
          expect(await refusalOf(sdk.synthesize({ text: 'да' }, token))).toMatchObject({
            code: status.UNAUTHENTICATED,
            details: expect.stringMatching(texts[how]) as string,
          });
          expect(await sdk.synthesize({ text: 'да' }, await sdk.authorized())).toHaveLength(1);
        },
      );
    },
  );

  it.each<CallAction>([{ goAway: 'NO_ERROR' }, { goAway: 'NO_ERROR', graceMs: 60_000 }])(
    '%j lets calls finish and sends new ones to another connection',
    async (action) => {
      const { error, connections } = await run(
        {
          faults: [
            { call: 1, after: { ms: 500 }, do: action },
            { id: 'who', after: { phase: 'idle' }, do: { drip: { bytes: 1e6, everyMs: 0 } } },
          ],
        },
        async (emulator, sdk) => {
          const first = recognise(sdk);
          await sleep(systemClock, 1000);
          await recognise(sdk);
          const { error } = await first;
          const connections = emulator.faults.log
            .filter(({ fault }) => fault === 'who')
            .map(({ connection }) => connection);
          return { error, connections };
        },
      );
      expect(error).toBeUndefined();
      expect(connections).toEqual([1, 2]);
    },
  );
});
