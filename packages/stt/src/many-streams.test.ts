import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pcm, type SttEvent } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { noCredentials } from '@rechka/iam';
import { StreamingResponse } from '@rechka/proto/stt';
import { describe, expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';
import { onAudio, scriptedRecogniser } from './testing/scripted-recogniser.js';

const format = pcm(8000);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const second = new Uint8Array(16_000).fill(17);

function listen(stt: SpeechKitStt) {
  const stream = stt.open({ format });
  const events: SttEvent[] = [];
  const read = (async () => {
    for await (const event of stream) events.push(event);
  })();
  return { stream, events, read };
}

/** One final about the second second of a stream. */
const hello = StreamingResponse.encode({
  final: {
    alternatives: [
      {
        text: 'алло',
        startTimeMs: 1000,
        endTimeMs: 1500,
        words: [{ text: 'алло', startTimeMs: 1000, endTimeMs: 1500 }],
      },
    ],
  },
  audioCursors: { receivedDataMs: 2000, partialTimeMs: 2000, finalTimeMs: 1500 },
});

const alive = StreamingResponse.encode({ statusCode: { codeType: 'WORKING' } });

/** A gRPC recogniser on bare HTTP/2 that allows so many streams on a connection, and says so. */
async function narrowServer(maxStreams: number): Promise<{ server: Http2Server; most: () => number }> {
  const server = createServer({ settings: { maxConcurrentStreams: maxStreams } });
  let most = 0;
  server.on('session', (session) => {
    let open = 0;
    session.on('stream', (stream: ServerHttp2Stream) => {
      most = Math.max(most, ++open);
      stream.on('close', () => open--);
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      const send = (message: Uint8Array) => {
        const head = Buffer.alloc(5);
        head.writeUInt32BE(message.byteLength, 1);
        stream.write(Buffer.concat([head, message]));
      };
      let [bytes, told] = [0, 0];
      stream.on('data', (data: Buffer) => {
        bytes += data.byteLength;
        if (bytes < 32_000 + told * 80_000) return;
        send(told++ === 0 ? hello : alive);
      });
      stream.on('end', () => stream.end());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, most: () => most };
}

describe('many calls at once', () => {
  it.each([
    [100, 'all at once'],
    // Fewer than we put on a connection: those that hang are found out by their connection time.
    [30, 'the rest after their first connection was given up'],
  ])('are all heard by a server that allows %i streams a connection, %s', async (maxStreams) => {
    await virtualTime().run(async () => {
      const { server, most } = await narrowServer(maxStreams);
      const { port } = server.address() as AddressInfo;
      const stt = new SpeechKitStt({
        auth: noCredentials(),
        folderId: `narrow${maxStreams}`,
        endpoints: { stt: `http://127.0.0.1:${port}` },
        chunkMs: 400,
      });
      const calls = Array.from({ length: 150 }, () => listen(stt));
      for (let at = 0; at < (maxStreams < 80 ? 30 : 8); at++) {
        for (const { stream } of calls) stream.write(second);
        await pause(1000);
      }
      for (const { events } of calls) {
        expect(events.filter(({ type }) => type === 'transcript-final')).toHaveLength(1);
        expect(events.filter(({ type }) => type === 'gap')).toEqual([]);
      }
      expect(most()).toBeLessThanOrEqual(maxStreams);
      stt.close();
      await Promise.allSettled(calls.map(({ read }) => read));
      server.close();
    });
  });

  it('come back within the quota when their server restarts: 40 streams in any second, and none is forgotten', async () => {
    await virtualTime().run(async () => {
      const openedAt: number[] = [];
      const heardMs = new Map<number, number>();
      const serve = (at?: string) =>
        scriptedRecogniser((call) => {
          const stream = openedAt.push(performance.now());
          onAudio(
            call,
            (ms) => heardMs.set(stream, ms * 2),
            () => call.end(),
          );
        }, at);
      const first = await serve();
      const stt = new SpeechKitStt({
        auth: noCredentials(),
        folderId: 'restarted',
        endpoints: { stt: first.endpoint },
        chunkMs: 400,
      });
      const calls = Array.from({ length: 400 }, () => listen(stt));
      const speak = async (seconds: number) => {
        for (let at = 0; at < seconds; at++) {
          for (const { stream } of calls) stream.write(second);
          await pause(1000);
        }
      };
      await speak(14);
      expect(openedAt).toHaveLength(400);
      first.close();
      await pause(1000);
      const again = await serve(first.endpoint.replace('http://', ''));
      await speak(20);
      const back = openedAt.slice(400);
      expect(back).toHaveLength(400);
      for (const [index, atMs] of back.entries()) {
        expect(
          back.filter((other) => other >= atMs && other - atMs < 1000).length,
          `after stream ${index}`,
        ).toBeLessThanOrEqual(40);
      }
      for (const { events } of calls) {
        expect(events.filter(({ type }) => type === 'recovering')).toHaveLength(1);
        expect(events.filter(({ type }) => type === 'gap')).toEqual([]);
      }
      stt.close();
      await Promise.allSettled(calls.map(({ read }) => read));
      again.close();
    });
  });
});
