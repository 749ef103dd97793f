import {
  AsyncQueue,
  pcm,
  sleep,
  type SpeechToText,
  type SttEvent,
  systemClock,
  type TextToSpeech,
  type TtsEvent,
  VoiceError,
  VoicePipeline,
  type VoicePipelineOptions,
} from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { russian } from '@rechka/russian';
import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../protocol/index.js';
import type { BrowserCall } from './browser-call.js';
import { connectPage, type ConnectPageOptions } from './connect-page.js';
import { CuttingProxy } from './test-support/cutting-proxy.js';
import { startGateway } from './test-support/test-gateway.js';
import { TestPage } from './test-support/test-page.js';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** The voice of these tests takes this long for each character. */
const charMs = 50;

const voice: TextToSpeech = {
  formats: [pcm(24_000)],
  async *speak(text, { signal }): AsyncGenerator<TtsEvent> {
    let chars = 0;
    for await (const segment of text) {
      await sleep(systemClock, 50, signal);
      if (segment.includes('сломайся')) {
        throw new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'tts.internal.example:443 is down' });
      }
      for (const { 0: word, index } of segment.matchAll(/\S+\s*/g)) {
        const charStart = chars + index;
        const [startMs, endMs] = [charStart * charMs, (charStart + word.length) * charMs];
        yield { type: 'alignment', charStart, charEnd: charStart + word.trimEnd().length, startMs, endMs };
        yield { type: 'audio', data: new Uint8Array(word.length * charMs * 48).fill(1) };
      }
      chars += segment.length;
    }
  },
};

/** A page, a gateway and a pipeline whose recogniser is in the hands of the test. Runs in virtual time. */
function conversation(
  body: (about: Awaited<ReturnType<typeof open>>) => Promise<void>,
  options: ConnectPageOptions & Partial<VoicePipelineOptions> = {},
): Promise<void> {
  return virtualTime().run(async () => {
    const about = await open(options);
    await body(about);
    await about.gateway.close();
    about.page.leave();
    await about.proxy.close();
    await about.gateway.close();
  });
}

async function open(options: ConnectPageOptions & Partial<VoicePipelineOptions>) {
  const ears = new AsyncQueue<SttEvent>();
  const stt: SpeechToText = {
    formats: [pcm(16_000)],
    open: ({ signal }) => {
      signal?.addEventListener('abort', () => ears.end());
      return Object.assign(ears, {
        write: () => undefined,
        endUtterance: () => undefined,
        finish: async () => ears.end(),
      });
    },
  };
  const made: { call: BrowserCall; pipeline: VoicePipeline }[] = [];
  const gateway = await startGateway({
    // Longer than a page keeps its microphone.
    graceMs: 60_000,
    onCall: async (call) => {
      const pipeline = new VoicePipeline({
        call,
        stt,
        tts: voice,
        language: russian(),
        respond: async function* ({ messages }) {
          await wait(100);
          yield 'Вы сказали: ';
          const last = messages.at(-1);
          yield `${last?.role === 'user' ? last.text : ''}.`;
        },
        ...options,
      });
      made.push({ call, pipeline });
      connectPage(pipeline, call, options);
      await pipeline.run();
    },
  });
  const proxy = new CuttingProxy(gateway.port);
  const page = new TestPage({ url: `ws://127.0.0.1:${await proxy.listen()}/voice`, reconnectMs: 100 });
  await page.ready();
  const { call, pipeline } = made[0]!;
  let utterance = 0;
  const partial = (text: string, throughMs = 500) => {
    ears.push({ type: 'speech-start', utterance, atMs: 0 });
    ears.push({ type: 'transcript-partial', utterance, text, stableChars: 0, throughMs });
  };
  const says = (text: string) => {
    ears.push({
      type: 'transcript-final',
      utterance,
      index: utterance,
      text,
      words: [],
      startMs: 0,
      endMs: 500,
    });
    ears.push({ type: 'utterance-end', utterance, atMs: 500, cause: 'classifier' });
    utterance += 1;
  };
  const of = <Type extends PageEvent['type']>(type: Type) =>
    page.events.filter((event): event is Extract<PageEvent, { type: Type }> => event.type === type);
  return { gateway, proxy, page, call, pipeline, ears, partial, says, of };
}

describe('connectPage', () => {
  it('refuses by name what is missing or wrong, and leaves the call as it is', () =>
    conversation(async ({ call, pipeline, says, page, of }) => {
      const wrong: [string, unknown[]][] = [
        ['pipeline', [null, call]],
        ['pipeline', [undefined, call]],
        ['pipeline', [call, pipeline]],
        ['call', [pipeline, null]],
        ['call', [pipeline, pipeline]],
        ['options', [pipeline, call, null]],
        ['options', [pipeline, call, 200]],
        ['textEveryMs', [pipeline, call, { textEveryMs: 10 }]],
        ['clock', [pipeline, call, { clock: {} }]],
        ['onSettings', [pipeline, call, { onSettings: 'log' }]],
        ['onApp', [pipeline, call, { onApp: null }]],
        ['onMicrophone', [pipeline, call, { onMicrophone: true }]],
      ];
      for (const [name, given] of wrong)
        expect(() => connectPage(...(given as Parameters<typeof connectPage>)), name).toThrow(
          expect.objectContaining({
            code: 'ERR_INVALID_OPTION',
            message: expect.stringContaining(`Option ${name} is`) as string,
          }),
        );
      says('привет');
      await wait(4000);
      expect(of('turn-committed')).toHaveLength(1);
      expect(page.events.filter(({ type }) => type === 'turn-started')).toHaveLength(1);
    }));

  it('shows the page a turn, from the first partial to the last sound of its answer', () =>
    conversation(async ({ page, partial, says, ears, of }) => {
      partial('запишите');
      await wait(50);
      says('запишите меня');
      ears.push({ type: 'transcript-refined', index: 0, text: 'Запишите меня.' });
      await wait(4000);
      const types = page.events.map(({ type }) => type);
      expect(types.filter((type) => type !== 'reply-text' && type !== 'state')).toEqual([
        'transcript-partial',
        'transcript-final',
        'utterance-end',
        'turn-committed',
        'turn-started',
        'transcript-refined',
        'reply-started',
        'reply-heard',
        'reply-ended',
      ]);
      expect(of('state').map(({ state }) => state)).toEqual([
        'listening',
        'hearing',
        'thinking',
        'speaking',
        'listening',
      ]);
      expect(of('turn-committed')).toEqual([
        {
          type: 'turn-committed',
          turnId: 0,
          source: 'speech',
          text: 'запишите меня',
          finals: [0],
          continues: false,
        },
      ]);
      const [ended] = of('reply-ended');
      expect(ended).toMatchObject({ turnId: 0, kind: 'reply', status: 'spoken', unheard: '', exact: true });
      expect(ended?.spoken).toMatch(/^Вы сказали: запишите меня/i);
      const { committedMs, firstTokenMs, firstAudioMs, voiceToVoiceMs } = ended!.latency;
      const stages = [committedMs!, firstTokenMs!, firstAudioMs!, voiceToVoiceMs!];
      expect(stages).toEqual([...stages].sort((a, b) => a - b));
      expect(
        of('reply-started')[0]!.text +
          of('reply-text')
            .map(({ text }) => text)
            .join(''),
      ).toContain('Вы сказали');
    }));

  it('takes a written message for a turn, and shows what was not heard of an interrupted answer', () =>
    conversation(async ({ page, of }) => {
      page.command({ type: 'text', text: ' ' });
      page.command({ type: 'text', text: 'один два три четыре пять шесть' });
      await wait(1500);
      page.command({ type: 'interrupt' });
      await wait(500);
      expect(of('turn-committed')).toMatchObject([
        { source: 'text', text: 'один два три четыре пять шесть' },
      ]);
      const [ended] = of('reply-ended');
      expect(ended?.status).toBe('interrupted');
      expect(ended?.spoken).toMatch(/^Вы сказали: один/);
      expect(ended?.unheard).toMatch(/пять шесть\.$/);
      expect(ended!.heardMs, 'exactly what the page had played').toBe(page.heard.length / 24);
      expect(of('state').at(-1)?.state).toBe('listening');
    }));

  it('shows what of the caller was lost while the page was away for too long, and what of the bot was not', () =>
    conversation(async ({ page, proxy, pipeline, of }) => {
      const mic = { on: true };
      const speaking = (async () => {
        while (mic.on) {
          page.speak(Array.from({ length: 320 }, () => 1));
          await wait(20);
        }
      })();
      const said = pipeline.say(
        'Это предложение не кончится, пока страница не вернётся, и прозвучит один раз.',
      );
      await wait(1000);
      proxy.down = true;
      proxy.cut();
      await wait(36_000);
      proxy.down = false;
      await wait(20_000);
      mic.on = false;
      await speaking;
      const reply = await said;
      expect(reply).toMatchObject({ status: 'spoken' });
      expect(page.heard).toHaveLength(reply.text.length * charMs * 24);
      const [gap, ...more] = of('gap');
      expect(more).toEqual([]);
      expect(gap!.startMs).toBeGreaterThan(800);
      expect(gap!.startMs).toBeLessThan(1100);
      expect(gap!.endMs - gap!.startMs).toBeGreaterThan(5500);
      expect(gap!.endMs - gap!.startMs).toBeLessThan(6700);
    }));

  it('lets the bot end its sentence when the gateway is drained', () =>
    conversation(async ({ page, pipeline, gateway }) => {
      const said = pipeline.say('Одну минуту, я проверю.');
      await wait(300);
      await gateway.gateway.drain();
      expect(await said).toMatchObject({ status: 'spoken', spoken: 'Одну минуту, я проверю.' });
      expect(page.messages.at(-1)).toEqual({ type: 'bye', reason: 'draining' });
    }));

  it('leaves nothing behind when the conversation ends', () =>
    conversation(async ({ page, pipeline, gateway }) => {
      await pipeline.say('Пока.');
      await pipeline.close();
      await page.closed();
      expect(gateway.gateway.calls).toBe(0);
      expect(pipeline.events.eventNames()).toEqual([]);
      expect(gateway.errors).toEqual([]);
    }));

  it('tells a page what failed in words for everybody', () =>
    conversation(async ({ pipeline, of }) => {
      expect(await pipeline.say('сломайся')).toMatchObject({ status: 'failed' });
      await wait(100);
      const [error] = of('error');
      expect(error).toMatchObject({ code: 'ERR_UNAVAILABLE' });
      expect(error?.message).toMatch(/try again/i);
      expect(JSON.stringify(of('reply-ended')) + JSON.stringify(error)).not.toContain('internal.example');
    }));

  it('tells a developer what failed', () =>
    conversation(
      async ({ pipeline, of }) => {
        await pipeline.say('сломайся');
        await wait(100);
        expect(of('error')[0]?.message).toBe('tts.internal.example:443 is down');
      },
      { errorDetails: true },
    ));

  it('hands the application what is its own, and survives its faults', () => {
    const seen: unknown[] = [];
    return conversation(
      async ({ page, call, gateway, of }) => {
        page.command({ type: 'settings', settings: { speed: 1.2 } });
        page.command({ type: 'microphone', state: 'muted' });
        page.command({ type: 'app', data: 1 });
        page.command({ type: 'app', data: 2 });
        await wait(50);
        expect(seen).toEqual([{ speed: 1.2 }, 'muted', 1, 2]);
        expect(gateway.errors).toEqual([expect.objectContaining({ message: 'one is too little' })]);
        call.send({ type: 'app', data: 'pong' });
        await wait(50);
        expect(of('app')).toEqual([{ type: 'app', data: 'pong' }]);
      },
      {
        onSettings: (settings) => void seen.push(settings),
        onMicrophone: async (state) => void seen.push(state),
        onApp: (data) => {
          seen.push(data);
          if (data === 1) throw new Error('one is too little');
        },
      },
    );
  });
});
