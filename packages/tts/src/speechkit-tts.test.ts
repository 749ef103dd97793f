import { status } from '@grpc/grpc-js';
import { pcm, type Alignment, type TtsEvent } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import { noCredentials } from '@rechka/iam';
import type { StreamSynthesisRequest } from '@rechka/proto/tts';
import { admissionFor } from '@rechka/rpc';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SpeechKitTts, type SpeechKitTtsOptions } from './speechkit-tts.js';
import { scriptedSynthesiser, type StreamCall, type UtteranceCall } from './testing/scripted-synthesiser.js';

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));
let folders = 0;
const format = pcm(8000);

async function synthesiser(
  script: Parameters<typeof scriptedSynthesiser>[0],
  options: Partial<SpeechKitTtsOptions> = {},
) {
  const server = await scriptedSynthesiser(script);
  const cloud = {
    auth: noCredentials(),
    folderId: `folder${++folders}`,
    endpoints: { tts: server.endpoint },
  };
  const tts = new SpeechKitTts({ ...cloud, ...options });
  cleanups.push(() => {
    tts.close();
    server.close();
  });
  return { tts, folderId: cloud.folderId, ...server };
}

/** Audio of so many ms whose bytes are all `value`. */
const audio = (ms: number, value = 0) => ({ data: new Uint8Array(ms * 16).fill(value) });

/** Answers a request with 100 ms for each word. */
function speakWords(call: UtteranceCall, value = 0): void {
  const words = call.request.text!.split(/\s+/u);
  call.write({
    audioChunk: audio(words.length * 100, value),
    textChunk: { text: call.request.text! },
    lengthMs: words.length * 100,
    wordTimings: words.map((word, index) => ({ word, startMs: index * 100, lengthMs: 100 })),
  });
  call.end();
}

async function* items(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

async function collect(events: AsyncIterable<TtsEvent>): Promise<TtsEvent[]> {
  const all: TtsEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function bytesOf(events: readonly TtsEvent[]): Uint8Array {
  return Buffer.concat(events.flatMap((event) => (event.type === 'audio' ? [event.data] : [])));
}

/** Alignments as text and times. */
function aligned(events: readonly TtsEvent[], text: string): [string, number, number][] {
  return events
    .filter((event): event is TtsEvent & Alignment => event.type === 'alignment')
    .map(({ charStart, charEnd, startMs, endMs }) => [text.slice(charStart, charEnd), startMs, endMs]);
}

describe('SpeechKitTts', () => {
  it('asks for raw audio with one hint an object, and maps words to the whole text', async () => {
    const { tts, requests } = await synthesiser(
      { utterance: (call) => speakWords(call) },
      { voice: 'jane', role: 'evil', speed: 1.2, pitchShift: -50 },
    );
    const texts = ['Добрый день! ', ' ', 'Чем <[small]> пом+очь?'];
    const events = await collect(tts.speak(items(...texts), { format }));
    expect(requests.map(({ text }) => text)).toEqual(['Добрый день!', 'Чем <[small]> пом+очь?']);
    expect(requests[0]).toMatchObject({
      hints: [{ voice: 'jane' }, { role: 'evil' }, { speed: 1.2 }, { pitchShift: -50 }],
      outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: 8000 } },
      loudnessNormalizationType: 'LUFS',
      unsafeMode: false,
      model: '',
    });
    expect(aligned(events, texts.join(''))).toEqual([
      ['Добрый', 0, 100],
      ['день!', 100, 200],
      ['Чем', 200, 300],
      ['пом+очь?', 400, 500],
    ]);
    expect(bytesOf(events)).toHaveLength(500 * 16);
  });

  it('plays in order what was synthesised out of order, and no more ahead than asked', async () => {
    const open: UtteranceCall[] = [];
    const { tts, requests } = await synthesiser(
      { utterance: (call) => void open.push(call) },
      { prefetch: 2 },
    );
    const speech = tts.speak(items('раз', 'два', 'три', 'четыре'), { format });
    const first = speech.next();
    await vi.waitFor(() => expect(open).toHaveLength(3));
    for (const index of [2, 1, 0]) speakWords(open[index]!, index + 1);
    const events: TtsEvent[] = [(await first).value!];
    expect(requests.map(({ text }) => text)).toEqual(['раз', 'два', 'три']);
    const rest = collect(speech);
    await vi.waitFor(() => expect(open).toHaveLength(4));
    speakWords(open[3]!, 4);
    events.push(...(await rest));
    expect([...bytesOf(events)].filter((_, index) => index % 1600 === 0)).toEqual([1, 2, 3, 4]);
  });

  it('lets no request that is made ahead go before the first one of another speech', async () => {
    const clock = manualClock();
    const { tts, requests, folderId } = await synthesiser(
      { utterance: (call) => speakWords(call) },
      { prefetch: 2, clock },
    );
    admissionFor(folderId, { ttsRequestsPerSecond: 1, clock });
    const one = collect(tts.speak(items('раз', 'два', 'три'), { format }));
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    const other = collect(tts.speak(items('алло'), { format }));
    for (let second = 2; second <= 4; second++) {
      await vi.waitFor(async () => {
        await clock.advance(250);
        expect(requests.length).toBeGreaterThanOrEqual(second);
      });
    }
    expect(requests.map(({ text }) => text)).toEqual(['раз', 'алло', 'два', 'три']);
    expect(bytesOf(await one)).toHaveLength(4800);
    expect(bytesOf(await other)).toHaveLength(1600);
  });

  it('asks again when the quota of requests is exceeded', async () => {
    const { tts, requests } = await synthesiser(
      {
        utterance: (call, index) => {
          if (index > 0) speakWords(call);
          else call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'rate quota limit exceed' });
        },
      },
      { random: () => -0.49 },
    );
    expect(bytesOf(await collect(tts.speak(items('раз'), { format })))).toHaveLength(1600);
    expect(requests).toHaveLength(2);
  });

  it('takes a permit for each time that it asks', async () => {
    const clock = manualClock();
    const { tts, requests, folderId } = await synthesiser(
      {
        utterance: (call, index) => {
          if (index > 0) speakWords(call);
          else call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'rate quota limit exceed' });
        },
      },
      { random: () => -0.49, clock },
    );
    admissionFor(folderId, { ttsRequestsPerSecond: 1, clock });
    const speech = collect(tts.speak(items('раз'), { format }));
    await vi.waitFor(async () => {
      await clock.advance(100);
      expect(requests).toHaveLength(2);
    });
    expect(clock.now()).toBeGreaterThanOrEqual(1000);
    expect(bytesOf(await speech)).toHaveLength(1600);
  });

  it.each(['utterance', 'stream'] as const)(
    'refuses speculative speech that would leave too little for others, in mode %s',
    async (mode) => {
      const { tts, requests, streams, folderId } = await synthesiser(
        {
          utterance: (call) => speakWords(call),
          stream: (call) =>
            void call
              .on('data', ({ synthesisInput }: StreamSynthesisRequest) => {
                if (synthesisInput) call.write({ audioChunk: audio(100), textChunk: synthesisInput });
              })
              .on('end', () => call.end()),
        },
        { mode },
      );
      admissionFor(folderId, { ttsRequestsPerSecond: 1 });
      const made = () => requests.length + streams();
      const speculative = { format, priority: 'speculative' } as const;
      await expect(collect(tts.speak(items('раз'), speculative))).rejects.toMatchObject({
        code: 'ERR_QUOTA',
        retryable: true,
        message: expect.stringContaining('1 of 1 (synthesis requests a second)') as string,
      });
      expect(made()).toBe(0);
      await collect(tts.speak(items('раз'), { ...speculative, committed: Promise.resolve() }));
      expect(made()).toBe(1);
    },
  );

  it('speaks what it got permits for before it tells of a refusal', async () => {
    const { tts, requests, folderId } = await synthesiser({ utterance: (call) => speakWords(call) });
    admissionFor(folderId, { ttsRequestsPerSecond: 2, clock: manualClock() });
    const events: TtsEvent[] = [];
    const speech = (async () => {
      const speculative = { format, priority: 'speculative' } as const;
      for await (const event of tts.speak(items('раз', 'два'), speculative)) events.push(event);
    })();
    await expect(speech).rejects.toMatchObject({ code: 'ERR_QUOTA' });
    expect(requests.map(({ text }) => text)).toEqual(['раз']);
    expect(bytesOf(events)).toHaveLength(1600);
  });

  it('speaks all when it was committed before the refused text had its turn', async () => {
    const clock = manualClock();
    const open: UtteranceCall[] = [];
    const { tts, requests, folderId } = await synthesiser(
      { utterance: (call, index) => (index === 0 ? void open.push(call) : speakWords(call)) },
      { clock },
    );
    const { ttsRequests } = admissionFor(folderId, { ttsRequestsPerSecond: 2, clock });
    let commit: () => void = () => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    const speech = collect(
      tts.speak(items('раз', 'два', 'три'), { format, priority: 'speculative', committed }),
    );
    await vi.waitFor(() => expect(open).toHaveLength(1));
    expect(ttsRequests.available).toBe(1);
    commit();
    // Now they are made ahead of need, as of any speech: one at once, the other when the next second has begun.
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    await clock.advance(1000);
    await vi.waitFor(() => expect(requests).toHaveLength(3));
    speakWords(open[0]!);
    expect(bytesOf(await speech)).toHaveLength(4800);
  });

  it('does not try a speculative request again', async () => {
    const { tts, requests } = await synthesiser(
      {
        utterance: (call) =>
          void call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'rate quota limit exceed' }),
      },
      { random: () => -0.49 },
    );
    const speech = collect(tts.speak(items('раз'), { format, priority: 'speculative' }));
    await expect(speech).rejects.toMatchObject({ code: 'ERR_QUOTA' });
    expect(requests).toHaveLength(1);
  });

  it.each(['before an answer', 'in the middle of audio', 'while it waits for a permit'])(
    'leaves no call open when it is aborted %s',
    async (phase) => {
      const controller = new AbortController();
      let [opened, over] = [0, 0];
      const { tts, folderId } = await synthesiser({
        utterance: (call) => {
          opened++;
          call.on('cancelled', () => over++);
          if (phase === 'in the middle of audio') call.write({ audioChunk: audio(100), lengthMs: 5000 });
        },
      });
      const limited = phase === 'while it waits for a permit';
      if (limited) admissionFor(folderId, { ttsRequestsPerSecond: 1 });
      const speech = collect(tts.speak(items('раз', 'два', 'три'), { format, signal: controller.signal }));
      await vi.waitFor(() => expect(opened).toBe(limited ? 1 : 3));
      controller.abort();
      await expect(speech).rejects.toMatchObject({ code: 'ERR_ABORTED' });
      await vi.waitFor(() => expect(over).toBe(opened));
      expect(opened).toBe(limited ? 1 : 3);
    },
  );

  it('counts by samples, whatever lengths the service tells, and joins samples that were cut', async () => {
    const { tts } = await synthesiser({
      utterance: (call, index) => {
        const whole = new Uint8Array(1600).map((_, at) => (at + index) % 256);
        call.write({
          audioChunk: { data: whole.subarray(0, 801) },
          textChunk: { text: call.request.text! },
          lengthMs: 104,
        });
        call.write({ audioChunk: { data: whole.subarray(801) } });
        call.end();
      },
    });
    const events = await collect(tts.speak(items('раз ', 'два'), { format }));
    expect(aligned(events, 'раз два').map(([text, startMs]) => [text, startMs])).toEqual([
      ['раз', 0],
      ['два', 104],
    ]);
    for (const event of events) if (event.type === 'audio') expect(event.data.byteLength % 2).toBe(0);
    expect([...bytesOf(events)].slice(0, 1600)).toEqual(Array.from({ length: 1600 }, (_, at) => at % 256));
  });

  it('aligns a request without any times as a whole, before its audio', async () => {
    const { tts } = await synthesiser({
      utterance: (call) => {
        call.write({ audioChunk: audio(150) });
        call.write({ audioChunk: audio(50) });
        call.end();
      },
    });
    const events = await collect(tts.speak(items('Раз два. '), { format }));
    expect(events.map(({ type }) => type)).toEqual(['alignment', 'audio', 'audio']);
    expect(aligned(events, 'Раз два. ')).toEqual([['Раз два.', 0, 200]]);
  });

  it('cancels everything and lets go of the text when its reader leaves', async () => {
    let [cancelled, returned] = [0, false];
    const { tts } = await synthesiser({
      utterance: (call, index) => {
        call.on('cancelled', () => cancelled++);
        if (index === 0) call.write({ audioChunk: audio(100), lengthMs: 5000, textChunk: { text: 'раз' } });
      },
    });
    const text = (async function* () {
      try {
        yield 'раз';
        yield 'два';
        await new Promise(() => undefined);
      } finally {
        returned = true;
      }
    })();
    const watched: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => text.next(),
        return: async () => ((returned = true), { done: true, value: undefined }),
      }),
    };
    for await (const event of tts.speak(watched, { format })) if (event.type === 'audio') break;
    expect(returned).toBe(true);
    await vi.waitFor(() => expect(cancelled).toBe(2));
  });

  it.each([
    ['utterance', 'audio'],
    ['utterance', 'text'],
    ['stream', 'audio'],
    ['stream', 'text'],
  ] as const)('in mode %s, lets its reader leave at once while %s is waited for', async (mode, awaited) => {
    let [opened, cancelled, returned] = [0, 0, false];
    const opens = (call: UtteranceCall | StreamCall) => {
      opened += 1;
      call.on('cancelled', () => cancelled++);
    };
    const { tts } = await synthesiser({ utterance: opens, stream: opens }, { mode });
    let given = awaited === 'audio' ? 1 : 0;
    const text: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          given-- > 0 ? Promise.resolve({ done: false, value: 'раз' }) : new Promise(() => undefined),
        return: async () => ((returned = true), { done: true, value: undefined }),
      }),
    };
    const speech = tts.speak(text, { format });
    const pending = speech.next();
    if (awaited === 'audio') await vi.waitFor(() => expect(opened).toBe(1));
    const left = speech.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await left).toEqual({ done: true, value: undefined });
    expect(returned).toBe(true);
    await vi.waitFor(() => expect(cancelled).toBe(opened));
  });

  it('fails with the refusal of the service when the turn of the request comes', async () => {
    const { tts } = await synthesiser({
      utterance: (call) => {
        if (call.request.text === 'раз') speakWords(call);
        else
          call.emit('error', {
            code: status.INVALID_ARGUMENT,
            details: "Unknown role 'friendly' for 'alena' voice",
          });
      },
    });
    const events: TtsEvent[] = [];
    const speech = (async () => {
      for await (const event of tts.speak(items('раз', 'два'), { format })) events.push(event);
    })();
    await expect(speech).rejects.toMatchObject({
      code: 'ERR_INVALID_REQUEST',
      message: expect.stringContaining('friendly') as string,
    });
    expect(bytesOf(events)).toHaveLength(1600);
  });

  it('fails in its turn when the service ends a request without sound, unless there are signs only', async () => {
    const { tts } = await synthesiser({
      utterance: (call) => {
        if (call.request.text === 'раз') {
          speakWords(call);
          return;
        }
        call.write({ audioChunk: audio(0), textChunk: { text: call.request.text! }, lengthMs: 100 });
        call.end();
      },
    });
    const events: TtsEvent[] = [];
    const speech = (async () => {
      for await (const event of tts.speak(items('%', 'раз', 'два', 'раз'), { format })) events.push(event);
    })();
    await expect(speech).rejects.toMatchObject({
      code: 'ERR_PROTOCOL',
      message: expect.stringContaining('without sound') as string,
      requestId: expect.any(String) as string,
    });
    expect(bytesOf(events)).toHaveLength(1600);
  });

  it('passes on a failure of the text', async () => {
    const { tts } = await synthesiser({ utterance: (call) => speakWords(call) });
    const failing = (async function* () {
      yield 'раз';
      throw new Error('the model failed');
    })();
    await expect(collect(tts.speak(failing, { format }))).rejects.toThrow('the model failed');
  });

  it('feeds one stream in mode stream: options once, words apart, each item forced', async () => {
    const requests: StreamSynthesisRequest[] = [];
    const { tts, streams } = await synthesiser(
      {
        stream: (call) => {
          call.on('data', (request: StreamSynthesisRequest) => {
            requests.push(request);
            const { text } = request.synthesisInput ?? {};
            if (text === undefined) return;
            const index = requests.filter(({ synthesisInput }) => synthesisInput).length - 1;
            call.write({ audioChunk: audio(100), textChunk: { text }, startMs: index * 100, lengthMs: 100 });
          });
          call.on('end', () => call.end());
        },
      },
      { mode: 'stream', role: 'whisper' },
    );
    const events = await collect(tts.speak(items('Раз,', 'два.'), { format }));
    expect(streams()).toBe(1);
    expect(requests).toMatchObject([
      {
        options: {
          voice: 'marina',
          role: 'whisper',
          speed: 1,
          volume: -19,
          loudnessNormalizationType: 'LUFS',
        },
      },
      { synthesisInput: { text: 'Раз, ' } },
      { forceSynthesis: {} },
      { synthesisInput: { text: 'два. ' } },
      { forceSynthesis: {} },
    ]);
    expect(aligned(events, 'Раз,два.')).toEqual([
      ['Раз,', 0, 100],
      ['два.', 100, 200],
    ]);
  });

  describe('when the service ends a stream before all was spoken', () => {
    /** Speaks each text; ends the n-th stream after so many of them. */
    const speakUpTo =
      (limits: readonly number[], given: string[][], tells = true) =>
      (call: StreamCall, index: number) => {
        const texts: string[] = [];
        const ofStream: string[] = [];
        given.push(ofStream);
        const limit = limits[index] ?? Infinity;
        call.on('data', ({ synthesisInput }: StreamSynthesisRequest) => {
          const text = synthesisInput?.text;
          if (text === undefined) return;
          ofStream.push(text.trim());
          if (texts.length >= limit) return;
          texts.push(text);
          const told = { textChunk: { text }, startMs: (texts.length - 1) * 100, lengthMs: 100 };
          call.write({ audioChunk: audio(100, Number(/\d+/.exec(text)?.[0])), ...(tells && told) });
          if (texts.length === limit) call.end();
        });
        call.on('end', () => call.end());
      };
    /** Asks for the next text when the one before has sounded. */
    const speakInTurn = async (tts: SpeechKitTts, texts: readonly string[]) => {
      let sounded: () => void = () => undefined;
      const text = (async function* () {
        for (const item of texts) {
          const heard = new Promise<void>((resolve) => (sounded = resolve));
          yield item;
          await heard;
          // The end of the stream has come by then.
          for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      const events: TtsEvent[] = [];
      for await (const event of tts.speak(text, { format })) {
        events.push(event);
        if (event.type === 'audio') sounded();
      }
      return events;
    };

    it('speaks on over another what came later', async () => {
      const given: string[][] = [];
      const { tts } = await synthesiser({ stream: speakUpTo([2, 1], given) }, { mode: 'stream' });
      const texts = ['Раз 1.', 'Два 2.', 'Три 3.', 'Пять 4.', 'Шесть 5.'];
      const events = await speakInTurn(tts, texts);
      expect(given).toEqual([texts.slice(0, 2), texts.slice(2, 3), texts.slice(3)]);
      expect(bytesOf(events)).toEqual(
        Buffer.concat([1, 2, 3, 4, 5].map((value) => Buffer.from(audio(100, value).data))),
      );
      expect(aligned(events, texts.join(''))).toEqual(
        texts.map((text, index) => [text, index * 100, index * 100 + 100]),
      );
    });

    it('speaks once what it was given and did not speak, also when the end of the text was told', async () => {
      const given: string[][] = [];
      const { tts } = await synthesiser({ stream: speakUpTo([2], given) }, { mode: 'stream' });
      const texts = ['Раз 1.', 'Два 2.', 'Три 3.', 'Пять 4.'];
      const events = await collect(tts.speak(items(...texts), { format }));
      expect(given.at(-1)).toEqual(texts.slice(2));
      expect(bytesOf(events)).toEqual(
        Buffer.concat([1, 2, 3, 4].map((value) => Buffer.from(audio(100, value).data))),
      );
      expect(aligned(events, texts.join('')).map(([text]) => text)).toEqual(texts);
    });

    it('fails if the service does not tell what it has spoken, or speaks nothing', async () => {
      const untold = await synthesiser({ stream: speakUpTo([1], [], false) }, { mode: 'stream' });
      await expect(speakInTurn(untold.tts, ['Раз 1.', 'Два 2.'])).rejects.toMatchObject({
        code: 'ERR_PROTOCOL',
        requestId: expect.any(String) as string,
      });
      const mute = await synthesiser({ stream: (call) => call.end() }, { mode: 'stream' });
      await expect(collect(mute.tts.speak(items('Раз.'), { format }))).rejects.toMatchObject({
        code: 'ERR_PROTOCOL',
      });
      expect(mute.streams()).toBe(1);
    });

    it('passes on a failure of the text that came after the end', async () => {
      const { tts } = await synthesiser({ stream: speakUpTo([1], []) }, { mode: 'stream' });
      const failing = (async function* () {
        yield 'Раз 1.';
        for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
        throw new Error('the model failed');
      })();
      await expect(collect(tts.speak(failing, { format }))).rejects.toThrow('the model failed');
    });
  });

  it('ends with ERR_ABORTED while it waits for text that does not come', async () => {
    for (const mode of ['utterance', 'stream'] as const) {
      const { tts } = await synthesiser({}, { mode });
      const controller = new AbortController();
      const never: AsyncIterable<string> = {
        [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
      };
      const speech = collect(tts.speak(never, { format, signal: controller.signal }));
      controller.abort();
      await expect(speech).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    }
  });

  it.each([
    [{ voice: 'alisa' }, 'marina'],
    [{ voice: 'alena', role: 'friendly' }, 'alena has neutral, good'],
    [{ voice: 'filipp', role: 'good' }, 'has no roles'],
    [{ speed: 5 }, 'speed'],
    [{ volume: 0.5 }, 'lufs'],
    [{ volume: 0, loudness: 'max-peak' }, 'max-peak'],
    [{ pitchShift: 2000 }, 'pitchShift'],
    [{ prefetch: -1 }, 'prefetch'],
    [{ mode: 'fast' }, 'utterance, stream'],
    [{ endpoints: undefined }, 'endpoints is undefined'],
    [{ clock: {} }, 'clock is an object'],
    [{ random: 5 }, 'random is 5'],
    [{ endpoints: {} }, 'endpoints.tts is undefined'],
  ])('refuses %j at construction', (options, text) => {
    const cloud = { auth: noCredentials(), endpoints: { tts: 'http://127.0.0.1:1' } };
    expect(() => new SpeechKitTts({ ...cloud, ...options } as SpeechKitTtsOptions)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(text) as string,
      }),
    );
  });

  it('refuses what is missing, wherever it is', async () => {
    const { tts } = await synthesiser({ utterance: (call) => speakWords(call) });
    for (const wrong of [
      () => new SpeechKitTts(undefined as never),
      () => tts.with(undefined as never),
      () => tts.speak(items('раз'), undefined as never),
      () => tts.speak(items('раз'), {} as never),
      () => tts.speak('раз' as never, { format }),
    ])
      expect(wrong).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
  });

  it('has derived clients: another sound over the same connection', async () => {
    const peers = new Set<string>();
    const { tts, requests } = await synthesiser(
      {
        utterance: (call) => {
          peers.add(call.getPeer());
          speakWords(call);
        },
      },
      { voice: 'jane', role: 'evil', speed: 1.2 },
    );
    const slow = tts.with({ speed: 0.8 });
    const other = slow.with({ voice: 'filipp' });
    for (const client of [tts, slow, other]) await collect(client.speak(items('раз'), { format }));
    expect(requests.map(({ hints }) => hints)).toMatchObject([
      [{ voice: 'jane' }, { role: 'evil' }, { speed: 1.2 }],
      [{ voice: 'jane' }, { role: 'evil' }, { speed: 0.8 }],
      [{ voice: 'filipp' }, { speed: 0.8 }],
    ]);
    expect(peers.size).toBe(1);
  });

  it('ends derived clients with the one they are made from, and not the other way round', async () => {
    const { tts } = await synthesiser({ utterance: (call) => speakWords(call) });
    const derived = tts.with({ voice: 'filipp' });
    derived.close();
    expect(bytesOf(await collect(tts.speak(items('раз'), { format })))).toHaveLength(1600);
    tts.close();
    await expect(collect(derived.speak(items('раз'), { format }))).rejects.toMatchObject({
      code: 'ERR_MISUSE',
    });
    expect(() => tts.with({ voice: 'filipp', role: 'good' })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
    );
  });

  it('takes a voice that is not in the table when told to', async () => {
    const { tts, requests } = await synthesiser(
      { utterance: (call) => speakWords(call) },
      { voice: 'brand', role: 'calm', allowUnknownVoice: true },
    );
    await collect(tts.speak(items('раз'), { format }));
    expect(requests[0]?.hints).toMatchObject([{ voice: 'brand' }, { role: 'calm' }]);
  });
});
