import { pcm, type SttEvent, type SttStream } from '@rechka/core';
import { ensureSttContract } from '@rechka/core/testing';
import { virtualTime } from '@rechka/emulator/testing';
import { noCredentials } from '@rechka/iam';
import { status } from '@grpc/grpc-js';
import type { StreamingRequest } from '@rechka/proto/stt';
import { describe, expect, it } from 'vitest';
import { SpeechKitStt, type SpeechKitSttOptions } from './speechkit-stt.js';
import { onAudio, scriptedRecogniser, type RecognitionCall } from './testing/scripted-recogniser.js';

const format = pcm(16_000);
let folders = 0;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Scene {
  stream: SttStream;
  events: SttEvent[];
  /** Speaks for so long, in frames of 20 ms. */
  speak: (ms: number) => Promise<void>;
  /** Settles as the iteration does. */
  read: Promise<void>;
  streams: () => number;
  abort: () => void;
}

/** A recognition by a scripted server, in virtual time. */
function scene(
  script: (call: RecognitionCall, index: number) => void,
  play: (scene: Scene) => Promise<void>,
  options: Partial<SpeechKitSttOptions> = {},
): Promise<void> {
  return virtualTime().run(async () => {
    const server = await scriptedRecogniser(script);
    const stt = new SpeechKitStt({
      auth: noCredentials(),
      folderId: `scene${++folders}`,
      endpoints: { stt: server.endpoint },
      random: () => 0,
      ...options,
    });
    const controller = new AbortController();
    const stream = stt.open({ format, signal: controller.signal });
    const events: SttEvent[] = [];
    const read = (async () => {
      for await (const event of stream) events.push(event);
    })();
    read.catch(() => undefined);
    const speak = async (ms: number) => {
      for (let at = 0; at < ms; at += 20) {
        stream.write(new Uint8Array(640));
        await pause(20);
      }
    };
    try {
      await play({ stream, events, speak, read, streams: server.streams, abort: () => controller.abort() });
    } finally {
      controller.abort();
      stt.close();
      server.close();
    }
  });
}

const words = (text: string, startTimeMs: number, endTimeMs: number) => ({
  alternatives: [{ text, startTimeMs, endTimeMs, words: [{ text, startTimeMs, endTimeMs }] }],
});
const texts = (events: readonly SttEvent[]) =>
  events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []));
const gaps = (events: readonly SttEvent[]) => events.filter((event) => event.type === 'gap');

/** Hears one word in the first second of each stream, and answers the rest of it with silence. */
function oneWord(call: RecognitionCall, text: string): void {
  let told = false;
  onAudio(
    call,
    (ms) => {
      if (ms < 1000 || told) return;
      told = true;
      call.write({ partial: words(text, 200, 600), audioCursors: { partialTimeMs: 900 } });
      call.write({ final: words(text, 200, 600), audioCursors: { finalTimeMs: 600, partialTimeMs: 1000 } });
      call.write({ eouUpdate: { timeMs: 1000 } });
    },
    () => call.end(),
  );
}

describe('RecognitionStream', () => {
  it('sends options first, then audio in pieces of 40 ms', () => {
    const requests: StreamingRequest[] = [];
    return scene(
      (call) => {
        call.on('data', (request: StreamingRequest) => requests.push(request));
        call.on('end', () => call.end());
      },
      async ({ stream, speak, read }) => {
        await speak(200);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(requests[0]?.sessionOptions?.recognitionModel).toMatchObject({
          model: 'general',
          audioFormat: {
            rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: 16_000, audioChannelCount: 1 },
          },
          textNormalization: { textNormalization: 'TEXT_NORMALIZATION_ENABLED', literatureText: true },
          languageRestriction: { restrictionType: 'WHITELIST', languageCode: ['ru-RU'] },
        });
        expect(requests[0]?.sessionOptions?.eouClassifier).toMatchObject({
          defaultClassifier: { type: 'HIGH', maxPauseBetweenWordsHintMs: 700 },
        });
        expect(requests.slice(1).map(({ chunk }) => chunk?.data.byteLength)).toEqual([
          1280, 1280, 1280, 1280, 1280,
        ]);
      },
    );
  });

  it('keeps at most a second for a server that is stalled, and tells the rest as a gap', () =>
    scene(
      (call) => {
        // Reads nothing until 20 s have passed, then everything.
        call.pause();
        setTimeout(() => {
          call.on('data', () => undefined);
          call.on('end', () => call.end());
          call.resume();
        }, 20_000);
      },
      async ({ stream, speak, events, read }) => {
        await speak(19_000);
        expect(gaps(events)).toEqual([]);
        await speak(2000);
        const [gap, ...more] = gaps(events);
        expect(more).toEqual([]);
        expect(gap!.endMs).toBeGreaterThan(19_900);
        expect(gap!.endMs).toBeLessThan(20_500);
        // What the kernel and the peer's window took is beyond our reach: 2 to 6 s (measured).
        expect(gap!.startMs).toBeLessThan(8000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
      },
    ));

  it('goes on after the stream limit with the same timeline and numbers', () =>
    scene(
      (call, index) => {
        oneWord(call, index === 0 ? 'раз' : 'два');
        if (index > 0) return;
        onAudio(call, (ms) => {
          if (ms < 2000) return;
          call.emit('error', {
            code: status.OUT_OF_RANGE,
            details: 'Exceeded maximum allowed stream duration',
          });
        });
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(5000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(streams()).toBe(2);
        expect(texts(events)).toEqual(['раз', 'два']);
        ensureSttContract(events, 5000);
        const second = events.find((event) => event.type === 'transcript-final' && event.index === 1);
        // The second session began with the last second before the failure.
        expect(second).toMatchObject({ utterance: 1 });
        expect((second as { startMs: number }).startMs).toBeGreaterThan(1100);
        expect((second as { startMs: number }).startMs).toBeLessThan(2300);
        expect(events.map(({ type }) => type)).toContain('recovered');
        expect(gaps(events)).toEqual([]);
      },
    ));

  it('closes an open utterance with what was heard of it when the connection dies', () =>
    scene(
      (call, index) => {
        if (index > 0) return oneWord(call, 'стрижку');
        onAudio(call, (ms) => {
          if (ms === 1000)
            call.write({ partial: words('запишите на', 200, 900), audioCursors: { partialTimeMs: 1000 } });
          if (ms === 1200) call.emit('error', { code: status.UNAVAILABLE, details: 'killed' });
        });
      },
      async ({ stream, speak, events, read }) => {
        await speak(4000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(texts(events)).toEqual(['запишите на', 'стрижку']);
        expect(events.find(({ type }) => type === 'utterance-end')).toMatchObject({
          utterance: 0,
          cause: 'timeout',
        });
        expect(events.filter(({ type }) => type === 'recovering')).toHaveLength(1);
        expect(gaps(events)).toEqual([]);
        ensureSttContract(events, 4000);
      },
    ));

  it('gives up on a service that dies again and again before it hears anything', () =>
    scene(
      (call) => void call.emit('error', { code: status.UNAVAILABLE, details: 'overloaded' }),
      async ({ speak, read, streams }) => {
        await speak(20_000);
        await expect(read).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: false });
        expect(streams()).toBe(6);
      },
    ));

  it('throws at once when the credentials are refused', () =>
    scene(
      (call) => void call.emit('error', { code: status.UNAUTHENTICATED, details: 'token expired' }),
      async ({ speak, read, streams }) => {
        await speak(1000);
        await expect(read).rejects.toMatchObject({ code: 'ERR_UNAUTHENTICATED' });
        expect(streams()).toBeLessThanOrEqual(2);
      },
    ));

  it('keeps a muted stream alive with silence that takes no time on the timeline', () => {
    const at: number[] = [];
    return scene(
      (call) => {
        onAudio(call, () => at.push(performance.now()));
        call.on('data', ({ chunk }: StreamingRequest) => {
          if (chunk?.data[0] === 1) {
            call.write({ final: words('снова', 8000, 60_000), audioCursors: { finalTimeMs: 60_000 } });
            call.write({ eouUpdate: { timeMs: 60_000 } });
          }
        });
        call.on('end', () => call.end());
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(1000);
        await pause(30_000);
        stream.write(new Uint8Array(1280).fill(1));
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(streams()).toBe(1);
        for (const [index, time] of at.slice(1).entries()) expect(time - at[index]!).toBeLessThan(5000);
        expect(events.find(({ type }) => type === 'transcript-final')).toMatchObject({ endMs: 1040 });
      },
    );
  });

  it('ends an utterance of 30 s', () =>
    scene(
      (call, index) => {
        let audioMs = 0;
        onAudio(
          call,
          (ms) => {
            audioMs = ms;
            if (index === 0)
              call.write({ partial: words('и вот', 200, ms), audioCursors: { partialTimeMs: ms } });
          },
          () => {
            if (index === 0)
              call.write({ final: words('и вот так', 200, audioMs), audioCursors: { finalTimeMs: audioMs } });
            call.end();
          },
        );
      },
      async ({ stream, speak, events, read }) => {
        await speak(35_000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(texts(events)).toEqual(['и вот так']);
        const end = events.find((event) => event.type === 'utterance-end');
        expect(end).toMatchObject({ cause: 'timeout' });
        expect(end!.atMs).toBeGreaterThan(30_000);
        expect(end!.atMs).toBeLessThan(30_500);
      },
    ));

  it('waits for the last final when it finishes, and not longer than asked', () =>
    scene(
      (call) => {
        onAudio(
          call,
          (ms) => {
            if (ms === 400)
              call.write({ partial: words('до свидания', 100, 400), audioCursors: { partialTimeMs: 400 } });
          },
          () => undefined,
        );
      },
      async ({ stream, speak, events, read }) => {
        await speak(1000);
        const before = performance.now();
        await stream.finish({ deadlineMs: 700 });
        await read;
        expect(performance.now() - before).toBeCloseTo(700, -1);
        expect(texts(events)).toEqual(['до свидания']);
        expect(events.at(-1)).toMatchObject({ type: 'utterance-end', cause: 'requested' });
        expect(() => stream.write(new Uint8Array(2))).toThrow(
          expect.objectContaining({ code: 'ERR_MISUSE' }),
        );
      },
    ));

  it('cancels the call when its signal aborts, without an error', () => {
    let cancelled = false;
    return scene(
      (call) => void call.on('cancelled', () => (cancelled = true)),
      async ({ speak, read, abort }) => {
        await speak(200);
        abort();
        await read;
        await pause(100);
        expect(cancelled).toBe(true);
      },
    );
  });
});
