import { pcm, VoiceError, type SttEvent } from '@rechka/core';
import { ensureSttContract } from '@rechka/core/testing';
import { virtualTime } from '@rechka/emulator/testing';
import { noCredentials, type Credentials } from '@rechka/iam';
import { status } from '@grpc/grpc-js';
import type { StreamingRequest } from '@rechka/proto/stt';
import { describe, expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';
import { onAudio, scriptedRecogniser, type RecognitionCall } from './testing/scripted-recogniser.js';
import { gaps, oneWord, pause, scene, texts, words } from './testing/scripted-scene.js';

const format = pcm(16_000);
let folders = 0;

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

  it('goes on with another session when the network takes nothing for a second, and loses nothing', () => {
    let heardMs = 0;
    let reopenedMs = Infinity;
    return scene(
      (call, index) => {
        // Reads nothing for ever.
        if (index === 0) {
          call.pause();
          return;
        }
        reopenedMs = Math.min(reopenedMs, performance.now());
        onAudio(
          call,
          (ms) => (heardMs = ms),
          () => call.end(),
        );
      },
      async ({ stream, speak, events, read, streams }) => {
        const startedMs = performance.now();
        await speak(20_000);
        // What the kernel and the peer's window took is beyond our reach: 2 to 6 s (measured).
        expect(reopenedMs - startedMs).toBeLessThan(8000);
        await stream.finish({ deadlineMs: 5000 });
        await read;
        expect(streams()).toBe(2);
        expect(heardMs).toBe(20_000);
        expect(gaps(events)).toEqual([]);
        expect(events.filter(({ type }) => type.startsWith('recover'))).toMatchObject([
          { type: 'recovering', error: { code: 'ERR_DEADLINE' } },
          { type: 'recovered' },
        ]);
      },
    );
  });

  it('goes on after the stream limit with the same timeline and numbers', () =>
    scene(
      (call, index) => {
        if (index > 0) return oneWord(call, 'два', 1200);
        oneWord(call, 'раз');
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
        // The second session began with the last word that the first one told, a little before 200 ms.
        expect(second).toMatchObject({ utterance: 1, startMs: 1350 });
        expect(events.map(({ type }) => type)).toContain('recovered');
        expect(gaps(events)).toEqual([]);
      },
    ));

  it('goes on with an open utterance when the connection dies, as if nothing had been', () =>
    scene(
      (call, index) => {
        if (index > 0) return oneWord(call, 'запишите на стрижку', 400);
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
        expect(texts(events)).toEqual(['запишите на стрижку']);
        expect(events.filter(({ type }) => type === 'utterance-end')).toMatchObject([
          { utterance: 0, cause: 'classifier' },
        ]);
        expect(events.filter(({ type }) => type === 'recovering')).toHaveLength(1);
        expect(gaps(events)).toEqual([]);
        ensureSttContract(events, 4000);
      },
    ));

  it('tells what it knows, and what it does not, when the service does not come back in time', () =>
    scene(
      (call, index) => {
        if (index > 0) return void call.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
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
        expect(texts(events)).toEqual(['запишите на']);
        expect(events.at(-2)).toMatchObject({ type: 'utterance-end', cause: 'requested' });
        expect(events.at(-1)).toEqual({ type: 'gap', startMs: 1000, endMs: 4000 });
      },
    ));

  it('drops nothing that is said while the token and the connection take 3 s', () => {
    let heardMs = 0;
    const auth: Credentials = {
      kind: 'none',
      authorization: () => pause(3000).then(() => ''),
      refused: () => undefined,
    };
    return scene(
      (call) =>
        onAudio(
          call,
          (ms) => (heardMs = ms),
          () => call.end(),
        ),
      async ({ stream, speak, events, read }) => {
        await speak(5000);
        // It has caught up, two seconds after the connection was there.
        expect(heardMs).toBeGreaterThan(4900);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(heardMs).toBe(5000);
        expect(gaps(events)).toEqual([]);
      },
      { auth },
    );
  });

  it('keeps no more than asked, and tells the rest as a gap', () => {
    const auth: Credentials = {
      kind: 'none',
      authorization: () => pause(9000).then(() => ''),
      refused: () => undefined,
    };
    return scene(
      (call) =>
        onAudio(
          call,
          () => undefined,
          () => call.end(),
        ),
      async ({ stream, speak, events, read }) => {
        await speak(9000);
        expect(stream.keptBytes).toBeLessThanOrEqual(5500 * 32);
        await speak(3000);
        await stream.finish({ deadlineMs: 5000 });
        await read;
        expect(gaps(events)).toHaveLength(1);
        // What was on its way to the connection was not forgotten.
        expect(gaps(events)[0]!.startMs).toBeCloseTo(200, -2);
        expect(gaps(events)[0]!.endMs).toBeCloseTo(4000, -2);
      },
      { auth, replayMs: 5000 },
    );
  });

  it('outlives an outage of 8 s, and hears what was said in it', () => {
    let heardMs = 0;
    let diedAt: number | undefined;
    return scene(
      (call) => {
        if (diedAt !== undefined && performance.now() - diedAt < 8000) {
          call.emit('error', { code: status.UNAVAILABLE, details: 'restarting' });
          return;
        }
        onAudio(
          call,
          (ms) => {
            heardMs = ms;
            if (diedAt !== undefined || ms < 2000) return;
            diedAt = performance.now();
            call.write({ final: words('раз', 200, 600), audioCursors: { partialTimeMs: 2000 } });
            call.emit('error', { code: status.UNAVAILABLE, details: 'restarting' });
          },
          () => call.end(),
        );
      },
      async ({ stream, speak, events, read }) => {
        await speak(14_000);
        await stream.finish({ deadlineMs: 10_000 });
        await read;
        // All but what was before the word that had been told.
        expect(heardMs).toBe(14_000 - 150);
        expect(events.find(({ type }) => type === 'recovered')).toMatchObject({
          lagMs: expect.any(Number) as number,
        });
        expect(gaps(events)).toEqual([]);
        expect(events.filter(({ type }) => type === 'recovering')).toHaveLength(1);
        ensureSttContract(events, 14_000);
      },
    );
  });

  it('finds a server again that was gone for 5 s, connection and all', () => {
    let heardMs = 0;
    const listen = (call: RecognitionCall) =>
      onAudio(
        call,
        (ms) => (heardMs = ms),
        () => call.end(),
      );
    return virtualTime().run(async () => {
      const gone = await scriptedRecogniser(listen);
      const { endpoint } = gone;
      const stt = new SpeechKitStt({
        auth: noCredentials(),
        folderId: `stream${++folders}`,
        endpoints: { stt: endpoint },
      });
      const stream = stt.open({ format });
      const events: SttEvent[] = [];
      const read = (async () => {
        for await (const event of stream) events.push(event);
      })();
      let back: typeof gone | undefined;
      for (let at = 0; at < 20_000; at += 20) {
        if (at === 1000) gone.close();
        if (at === 6000) back = await scriptedRecogniser(listen, endpoint.replace('http://', ''));
        stream.write(new Uint8Array(640).fill(17));
        await pause(20);
      }
      await stream.finish({ deadlineMs: 10_000 });
      await read;
      expect(back?.streams()).toBe(1);
      expect(heardMs).toBe(20_000);
      expect(gaps(events)).toEqual([]);
      stt.close();
      back?.close();
    });
  });

  it('gives up on a service that has been dying for half a minute before it hears anything', () =>
    scene(
      (call) => void call.emit('error', { code: status.UNAVAILABLE, details: 'overloaded' }),
      async ({ speak, events, read, streams }) => {
        const startedMs = performance.now();
        let failedMs = Infinity;
        read.catch(() => (failedMs = performance.now() - startedMs));
        await speak(60_000);
        await expect(read).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: false });
        expect(failedMs).toBeGreaterThan(30_000);
        expect(failedMs).toBeLessThan(33_000);
        expect(streams()).toBeLessThan(40);
        expect(events.filter(({ type }) => type === 'recovering')).toHaveLength(1);
      },
    ));

  it.each([
    ['for seven seconds', 7000],
    ['for half an hour', 1_800_000],
  ])('waits for a token that is not to be had for 8 s, not longer: here %s', (_, awayMs) => {
    let askedMs: number | undefined;
    const auth: Credentials = {
      kind: 'none',
      authorization: async () => {
        askedMs ??= performance.now();
        if (performance.now() - askedMs >= awayMs) return '';
        await pause(1700);
        throw new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'IAM is away', retryable: true });
      },
      refused: () => undefined,
    };
    return scene(
      (call) => oneWord(call, 'снова'),
      async ({ stream, speak, events, read }) => {
        if (awayMs > 8000) {
          await speak(12_000);
          await expect(read).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: false });
          return;
        }
        await speak(12_000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(events.filter(({ type }) => type === 'transcript-final')).not.toEqual([]);
      },
      { auth },
    );
  });

  it('does not storm a service that says at once that the stream is too long', () =>
    scene(
      (call) => void call.emit('error', { code: status.OUT_OF_RANGE, details: 'Exceeded maximum' }),
      async ({ speak, read, streams }) => {
        await speak(60_000);
        await expect(read).rejects.toMatchObject({ code: 'ERR_STREAM_LIMIT' });
        expect(streams()).toBeLessThan(40);
      },
    ));

  it('gives up after ten seconds on credentials that say nothing, and names them', () => {
    const auth: Credentials = {
      kind: 'none',
      authorization: ({ signal } = {}) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('gone')))),
      refused: () => undefined,
    };
    return scene(
      () => undefined,
      async ({ speak, events, read }) => {
        const startedMs = performance.now();
        let failedMs = Infinity;
        read.catch(() => (failedMs = performance.now() - startedMs));
        await speak(12_000);
        expect(events[0]).toMatchObject({ type: 'recovering', error: { code: 'ERR_DEADLINE' } });
        await expect(read).rejects.toMatchObject({
          code: 'ERR_DEADLINE',
          retryable: false,
          message: expect.stringMatching(
            /^There was no token to recognise with for 10 s\..*No token for/,
          ) as string,
        });
        expect(failedMs).toBeLessThan(10_500);
      },
      { auth },
    );
  });

  it('asks once more with a fresh token when the credentials are refused, then throws', async () => {
    const refuse = (call: RecognitionCall) =>
      void call.emit('error', { code: status.UNAUTHENTICATED, details: 'token expired' });
    await scene(refuse, async ({ speak, read, streams }) => {
      await speak(1000);
      await expect(read).rejects.toMatchObject({ code: 'ERR_UNAUTHENTICATED' });
      expect(streams()).toBe(2);
    });
    await scene(
      (call, index) => (index === 0 ? refuse(call) : oneWord(call, 'снова')),
      async ({ stream, speak, events, read }) => {
        await speak(3000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(texts(events)).toEqual(['снова']);
        expect(gaps(events)).toEqual([]);
      },
    );
  });

  it('hears again what a half-closed session did not tell before it died', () =>
    scene(
      (call, index) => {
        onAudio(
          call,
          (ms) => {
            if (index === 0 && ms <= 2000)
              call.write({ partial: words('и вот', 200, ms), audioCursors: { partialTimeMs: ms } });
          },
          () => {
            if (index < 2) call.emit('error', { code: status.UNAVAILABLE, details: 'died' });
            else {
              call.write({ final: words('и вот так', 200, 5000), audioCursors: { finalTimeMs: 5000 } });
              call.end();
            }
          },
        );
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(5000);
        await stream.finish({ deadlineMs: 20_000 });
        await read;
        expect(streams()).toBe(3);
        expect(texts(events)).toEqual(['и вот так']);
        expect(gaps(events)).toEqual([]);
        ensureSttContract(events, 5000);
      },
    ));

  it('keeps a muted stream alive with silence that takes no time on the timeline', () => {
    const at: number[] = [];
    return scene(
      (call) => {
        onAudio(call, () => at.push(performance.now()));
        call.on('data', ({ chunk }: StreamingRequest) => {
          if (chunk?.data[0] === 1) {
            call.write({ final: words('снова', 1100, 60_000), audioCursors: { finalTimeMs: 60_000 } });
            call.write({ eouUpdate: { timeMs: 60_000 } });
          }
        });
        call.on('end', () => call.end());
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(1000, 0);
        await pause(30_000);
        stream.write(new Uint8Array(1280).fill(1));
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(streams()).toBe(1);
        for (const [index, time] of at.slice(1).entries()) expect(time - at[index]!).toBeLessThan(5000);
        // The start lies in the silence.
        expect(events.find(({ type }) => type === 'transcript-final')).toMatchObject({
          startMs: 1000,
          endMs: 1040,
        });
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
        expect(end!.atMs).toBeGreaterThan(28_000);
        expect(end!.atMs).toBeLessThan(30_500);
      },
    ));

  it.each([
    ['warns', undefined],
    ['refuses', status.INVALID_ARGUMENT],
  ])('catches up faster than real time until a service %s, and then not any more', (_, refusal) => {
    const auth: Credentials = {
      kind: 'none',
      authorization: () => pause(8000).then(() => ''),
      refused: () => undefined,
    };
    let [heardMs, refusedAtMs, heardAtRefusalMs] = [0, 0, 0];
    return scene(
      (call, index) =>
        onAudio(
          call,
          (ms) => {
            heardMs = ms;
            if (ms < 4000 || refusedAtMs > 0) return;
            [refusedAtMs, heardAtRefusalMs] = [performance.now(), refusal === undefined ? ms : 0];
            if (refusal === undefined) call.write({ statusCode: { codeType: 'WARNING' } });
            else if (index === 0) call.emit('error', { code: refusal, details: 'too fast' });
          },
          () => call.end(),
        ),
      async ({ stream, speak, events, read }) => {
        await speak(10_000);
        // 8 s were said before there was a connection: twice real time takes 3 s for the first 4.
        expect(refusedAtMs).toBeGreaterThan(0);
        const [sinceMs, heardSinceMs] = [performance.now() - refusedAtMs, heardMs - heardAtRefusalMs];
        await speak(10_000);
        const passedMs = performance.now() - refusedAtMs - sinceMs;
        expect((heardMs - heardAtRefusalMs - heardSinceMs) / passedMs).toBeLessThan(1.1);
        expect(gaps(events)).toEqual([]);
        await stream.finish({ deadlineMs: 20_000 });
        await read;
        expect(heardMs).toBe(20_000);
      },
      { auth },
    );
  });

  it('skips silence to catch up, and keeps the times of what comes after it', () => {
    let diedAt: number | undefined;
    return scene(
      (call) => {
        if (diedAt !== undefined && performance.now() - diedAt < 10_000)
          return void call.emit('error', { code: status.UNAVAILABLE, details: 'restarting' });
        onAudio(
          call,
          (ms) => {
            if (diedAt !== undefined || ms < 2000) return;
            diedAt = performance.now();
            call.emit('error', { code: status.UNAVAILABLE, details: 'restarting' });
          },
          () => call.end(),
        );
        // The first loud sample after silence is a word of 400 ms.
        let [bytes, silent, told] = [0, false, false];
        call.on('data', ({ chunk }: StreamingRequest) => {
          if (chunk === undefined) return;
          const loud = chunk.data[0] !== 0;
          if (loud && silent && !told) {
            told = true;
            const fromMs = bytes / 32;
            call.write({
              final: words('вот', fromMs, fromMs + 40),
              audioCursors: { finalTimeMs: fromMs + 40 },
            });
          }
          silent ||= !loud;
          bytes += chunk.data.byteLength;
        });
      },
      async ({ stream, speak, events, read }) => {
        await speak(3000);
        await speak(8000, 0);
        await speak(4000);
        await stream.finish({ deadlineMs: 10_000 });
        await read;
        const final = events.find((event) => event.type === 'transcript-final');
        expect(final?.startMs).toBeCloseTo(11_000, -2);
        expect(gaps(events)).toEqual([]);
      },
      { replaySpeed: 1 },
    );
  });

  it('asks for classifiers and tells what they find', () => {
    let asked: unknown;
    return scene(
      (call) => {
        call.on(
          'data',
          ({ sessionOptions }: StreamingRequest) => (asked ??= sessionOptions?.recognitionClassifier),
        );
        onAudio(
          call,
          (ms) => {
            if (ms !== 2000) return;
            const labels = [
              { label: 'human', confidence: 0.1 },
              { label: 'answerphone', confidence: 0.9 },
            ];
            const classifierUpdate = {
              windowType: 'LAST_PARTIAL' as const,
              startTimeMs: 100,
              endTimeMs: 1900,
              classifierResult: { classifier: 'answerphone', labels },
            };
            call.write({ classifierUpdate });
            call.write({ classifierUpdate });
          },
          () => call.end(),
        );
      },
      async ({ stream, speak, events, read }) => {
        await speak(3000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(asked).toMatchObject({
          classifiers: [{ classifier: 'answerphone', triggers: ['ON_PARTIAL'] }],
        });
        expect(events.filter(({ type }) => type === 'label')).toEqual([
          {
            type: 'label',
            classifier: 'answerphone',
            labels: [
              { label: 'answerphone', confidence: 0.9 },
              { label: 'human', confidence: 0.1 },
            ],
            startMs: 100,
            endMs: 1900,
          },
        ]);
      },
      { classifiers: [{ name: 'answerphone', on: 'partial' }] },
    );
  });

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
        expect(events.at(-2)).toMatchObject({ type: 'utterance-end', cause: 'requested' });
        expect(events.at(-1)).toEqual({ type: 'gap', startMs: 400, endMs: 1000 });
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
