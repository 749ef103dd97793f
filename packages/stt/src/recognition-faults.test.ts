import { status } from '@grpc/grpc-js';
import { ensureSttContract } from '@rechka/core/testing';
import type { Credentials } from '@rechka/iam';
import { describe, expect, it } from 'vitest';
import { onAudio, type RecognitionCall } from './testing/scripted-recogniser.js';
import { gaps, oneWord, pause, scene, texts, words } from './testing/scripted-scene.js';

const refusals = [
  ['INVALID_ARGUMENT', 'ERR_INVALID_REQUEST'],
  ['PERMISSION_DENIED', 'ERR_PERMISSION_DENIED'],
] as const;

/** Ends a call with a status once it has got so much audio. */
function endAt(call: RecognitionCall, atMs: number, code: status): void {
  onAudio(call, (ms) => {
    if (ms === atMs) call.emit('error', { code, details: 'no' });
  });
}

describe('a request that is refused', () => {
  it.each(refusals)('with %s after it was accepted is made once more', (name) =>
    scene(
      (call, index) => {
        oneWord(call, index === 0 ? 'раз' : 'два', index === 0 ? 200 : 2400);
        if (index === 0) endAt(call, 2000, status[name]);
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(5000);
        await stream.finish({ deadlineMs: 2000 });
        await read;
        expect(streams()).toBe(2);
        expect(texts(events)).toEqual(['раз', 'два']);
        expect(gaps(events)).toEqual([]);
      },
    ),
  );

  it.each(refusals)('with %s twice in a row is the end', (name, code) =>
    scene(
      (call, index) => {
        if (index === 0) oneWord(call, 'раз');
        endAt(call, index === 0 ? 2000 : 40, status[name]);
      },
      async ({ speak, events, read, streams }) => {
        await speak(4000);
        await expect(read).rejects.toMatchObject({ code });
        expect(streams()).toBe(2);
        expect(texts(events)).toEqual(['раз']);
        expect(gaps(events)).toMatchObject([{ endMs: expect.any(Number) as number }]);
      },
    ),
  );

  it.each(refusals)('with %s before the service has said anything is the end', (name, code) =>
    scene(
      (call) => void call.emit('error', { code: status[name], details: 'no' }),
      async ({ speak, read, streams }) => {
        await speak(2000);
        await expect(read).rejects.toMatchObject({ code });
        expect(streams()).toBe(1);
      },
    ),
  );
});

describe('an outage longer than what is kept', () => {
  it.each([
    ['that refuses every stream', 0],
    ['whose streams die after a second of audio', 1000],
  ])('%s is one gap, from what was heard to what is kept', (_, dieAtMs) => {
    let back = false;
    return scene(
      (call, index) => {
        if (index === 0) {
          oneWord(call, 'раз');
          endAt(call, 2000, status.UNAVAILABLE);
        } else if (back) oneWord(call, 'два');
        else if (dieAtMs === 0) call.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
        else endAt(call, dieAtMs, status.UNAVAILABLE);
      },
      async ({ stream, speak, events, read }) => {
        await speak(20_000);
        back = true;
        await speak(10_000);
        await stream.finish({ deadlineMs: 10_000 });
        await read;
        expect(texts(events)).toEqual(['раз', 'два']);
        expect(gaps(events)).toHaveLength(1);
        // The first word ends at 600 ms and was told of when 1 000 ms were heard; 5 s before the return are kept.
        expect(gaps(events)[0]!.startMs).toBe(1000);
        expect(gaps(events)[0]!.endMs).toBeGreaterThanOrEqual(15_000);
        expect(gaps(events)[0]!.endMs).toBeLessThan(17_100);
        const types = events.map(({ type }) => type);
        expect(types.indexOf('gap')).toBeLessThan(types.lastIndexOf('transcript-final'));
        ensureSttContract(events, 30_000);
      },
      { replayMs: 5000 },
    );
  });

  it('of more than half a minute is outlived by who keeps more', () => {
    let heardMs = 0;
    return scene(
      (call, index) => {
        if (index === 0) {
          oneWord(call, 'раз');
          endAt(call, 2000, status.UNAVAILABLE);
        } else if (performance.now() < 45_000) {
          call.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
        } else
          onAudio(
            call,
            (ms) => (heardMs = ms),
            () => call.end(),
          );
      },
      async ({ stream, speak, events, read }) => {
        await speak(50_000);
        await stream.finish({ deadlineMs: 60_000 });
        await read;
        expect(heardMs).toBeGreaterThan(49_000);
        expect(gaps(events)).toEqual([]);
      },
      { replayMs: 60_000 },
    );
  });
});

describe('the end of a recognition', () => {
  it('is not waited for from a service that has gone mute: another one hears the rest', () =>
    scene(
      (call, index) => {
        if (index > 0) return oneWord(call, 'два', 1200);
        oneWord(call, 'раз');
        // Half-closed, it says nothing more.
        call.end = () => call;
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(4000);
        await stream.finish({ deadlineMs: 20_000 });
        await read;
        expect(streams()).toBe(2);
        expect(texts(events)).toEqual(['раз', 'два']);
        expect(gaps(events)).toEqual([]);
      },
    ));

  it('leaves time to a service that is slow but speaks', () =>
    scene(
      (call) => {
        onAudio(
          call,
          () => undefined,
          () => {
            void (async () => {
              for (let n = 0; n < 5; n++) {
                await pause(2000);
                call.write({ statusCode: { codeType: 'WORKING' } });
              }
              call.write({ final: words('два', 2000, 2400), audioCursors: { finalTimeMs: 2400 } });
              call.end();
            })();
          },
        );
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(4000);
        await stream.finish({ deadlineMs: 20_000 });
        await read;
        expect(streams()).toBe(1);
        expect(texts(events)).toEqual(['два']);
      },
    ));

  it('that comes while a session hands over tells what both have heard', () =>
    scene(
      (call) => {
        let told = 0;
        // A word a second, told of late, and never an end of the stream.
        onAudio(call, (ms) => {
          for (; ms >= told * 1000 + 900; told += 1) {
            const [at, finalIndex] = [told * 1000 + 200, told];
            setTimeout(
              () =>
                call.write({
                  final: words('слово', at, at + 400),
                  audioCursors: { finalTimeMs: at + 400, partialTimeMs: at + 700, finalIndex },
                }),
              1500,
            );
          }
        });
      },
      async ({ stream, speak, events, read, streams }) => {
        for (let at = 0; stream.phase !== 'handing-over' && at < 20_000; at += 100) await speak(100);
        expect(streams()).toBe(2);
        await speak(2500);
        await stream.finish({ deadlineMs: 300 });
        await read;
        const times = events.flatMap((event) => (event.type === 'transcript-final' ? [event.startMs] : []));
        // Every second has its word, once.
        for (const [index, atMs] of times.slice(1).entries()) {
          expect(atMs - times[index]!).toBeGreaterThan(500);
          expect(atMs - times[index]!).toBeLessThan(1500);
        }
        expect(times.at(-1)).toBeGreaterThan(11_500);
      },
      { maxSessionMs: 20_000 },
    ));

  it('tells of sound that nobody said anything about', () =>
    scene(
      (call) => {
        onAudio(call, (ms) => {
          if (ms === 400)
            call.write({ partial: words('да', 100, 400), audioCursors: { partialTimeMs: 400 } });
        });
      },
      async ({ stream, speak, events, read }) => {
        await speak(3000);
        await stream.finish({ deadlineMs: 700 });
        await read;
        expect(texts(events)).toEqual(['да']);
        expect(gaps(events)).toEqual([{ type: 'gap', startMs: 400, endMs: 3000 }]);
      },
    ));

  it('says nothing of silence that nobody said anything about', () =>
    scene(
      (call) => onAudio(call, () => undefined),
      async ({ stream, speak, events, read }) => {
        await speak(3000, 0);
        await stream.finish({ deadlineMs: 700 });
        await read;
        expect(events).toEqual([]);
      },
    ));
});

describe('a next session that is long in coming', () => {
  it('does not speak for what it has not heard', () => {
    let asked = 0;
    const auth: Credentials = {
      kind: 'none',
      authorization: () => pause(asked++ === 1 ? 8000 : 0).then(() => ''),
      refused: () => undefined,
    };
    return scene(
      (call) => {
        let told = 0;
        onAudio(
          call,
          (ms) => {
            // A word in every second of what it has heard.
            for (; ms >= told * 1000 + 900; told += 1) {
              const at = told * 1000 + 200;
              call.write({
                final: words('слово', at, at + 400),
                audioCursors: { finalTimeMs: at + 400, partialTimeMs: at + 700, finalIndex: told },
              });
            }
          },
          () => call.end(),
        );
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(25_000);
        await stream.finish({ deadlineMs: 5000 });
        await read;
        expect(streams()).toBeGreaterThanOrEqual(2);
        expect(gaps(events)).toEqual([]);
        const times = events.flatMap((event) => (event.type === 'transcript-final' ? [event.startMs] : []));
        for (const [index, atMs] of times.slice(1).entries()) expect(atMs - times[index]!).toBeLessThan(1500);
      },
      { auth, maxSessionMs: 20_000, replayMs: 5000 },
    );
  });
});

describe('a muted source', () => {
  it('is passed on to another session in time, for as long as it is silent', () => {
    const ended: string[] = [];
    return scene(
      (call) => {
        const startedMs = performance.now();
        const limit = setTimeout(() => {
          ended.push('limit');
          call.emit('error', { code: status.OUT_OF_RANGE, details: 'Exceeded maximum' });
        }, 300_000);
        onAudio(
          call,
          () => undefined,
          () => {
            clearTimeout(limit);
            ended.push(`after ${Math.round((performance.now() - startedMs) / 60_000)} min`);
            call.end();
          },
        );
      },
      async ({ stream, speak, events, read, streams }) => {
        await speak(1000, 0);
        await pause(20 * 60_000);
        await stream.finish({ deadlineMs: 1000 });
        await read;
        expect(events.filter(({ type }) => type !== 'gap')).toEqual([]);
        expect(ended.filter((how) => how === 'limit')).toEqual([]);
        // Each was half-closed, in its fifth minute, for the next.
        expect(streams()).toBe(5);
        expect(ended.slice(0, 4)).toEqual(Array(4).fill('after 4 min'));
      },
    );
  });
});
