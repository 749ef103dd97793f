import { isVoiceError, type LlmEvent, type Message, type Urgency } from '@rechka/core';
import { languageModelConformance, manualClock } from '@rechka/core/testing';
import { startEmulator } from '@rechka/emulator';
import { apiKey } from '@rechka/iam';
import { describe, expect, it, vi } from 'vitest';
import { YandexGpt } from './yandex-gpt.js';

const book = {
  name: 'book',
  description: 'Записывает клиента',
  parameters: { type: 'object', properties: { day: { type: 'string' } } },
};

describe('against the emulator', () => {
  const suite = languageModelConformance(async () => {
    const emulator = await startEmulator({
      iam: { apiKeys: ['emulated'] },
      gpt: {
        reply: (messages) =>
          JSON.stringify(messages).includes('запиши')
            ? { toolCalls: [{ name: 'book', arguments: { day: 'среда' } }] }
            : 'Здравствуйте! Я администратор барбершопа, отвечу на все вопросы.',
      },
    });
    const { folderId, endpoints } = emulator;
    const model = new YandexGpt({ auth: apiKey('emulated'), folderId, endpoints });
    const close = async () => {
      model.close();
      await emulator.close();
    };
    return {
      model,
      toolRound: { messages: [{ role: 'user', text: 'запиши меня на среду' }], tools: [book] },
      advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      close,
    };
  });
  for (const { name, run } of suite) it(name, run);

  it('throws speculative rounds away for committed ones: all of these are answered, ten at once', async () => {
    const clock = manualClock();
    const emulator = await startEmulator({
      clock,
      iam: { apiKeys: ['emulated'] },
      latency: { llmTokenMs: 1000 },
      gpt: { reply: ['Здравствуйте! На какой день вас записать?'] },
    });
    const { folderId, endpoints, log } = emulator;
    // A refusal is followed up at once: the emulator may count a call that was cancelled for a moment longer.
    const gpt = new YandexGpt({ auth: apiKey('emulated'), folderId, endpoints, random: () => -0.4 });
    const begin = (urgency: Urgency) => {
      const events: LlmEvent[] = [];
      const read = async () => {
        for await (const event of gpt.stream([{ role: 'user', text: 'привет' }], urgency)) events.push(event);
        return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
      };
      const outcome = read().catch((error: unknown) => (isVoiceError(error) ? error.code : String(error)));
      return { outcome, began: () => events.some(({ type }) => type === 'usage') };
    };
    const generations = () => {
      const begun = log.filter(({ service, type }) => service === 'gpt' && type === 'options').length;
      const ended = log.filter(({ service, type }) => service === 'gpt' && type === 'call-end');
      const cancelled = ended.filter((entry) => 'outcome' in entry && entry.outcome === 'cancelled').length;
      return { running: begun - ended.length, cancelled };
    };
    try {
      let commit: () => void = () => undefined;
      const kept = begin({
        priority: 'speculative',
        committed: new Promise((resolve) => (commit = resolve)),
      });
      const guesses = Array.from({ length: 9 }, () => begin({ priority: 'speculative' }));
      // Seven of the ten are admitted. When the first words are there, it is known what they have cost.
      await vi.waitFor(() => expect(generations().running).toBe(7));
      await vi.waitFor(async () => {
        await clock.advance(500);
        expect([kept, ...guesses].filter(({ began }) => began())).toHaveLength(7);
      });
      commit();
      const committed = Array.from({ length: 9 }, () => begin({ priority: 'committed' }));
      const dropped = await Promise.all(guesses.map(({ outcome }) => outcome));
      expect(dropped).toEqual(guesses.map(() => 'ERR_QUOTA'));
      await vi.waitFor(() => expect(generations()).toEqual({ running: 10, cancelled: 6 }));
      const answers = Promise.all([kept, ...committed].map(({ outcome }) => outcome));
      await vi.waitFor(async () => {
        await clock.advance(5000);
        expect(generations().running).toBe(0);
      });
      expect(new Set(await answers)).toEqual(new Set(['Здравствуйте! На какой день вас записать?']));
    } finally {
      gpt.close();
      await emulator.close();
    }
  });

  it('goes from a tool call to its result, and tells what each round cost', async () => {
    const emulator = await startEmulator({
      iam: { apiKeys: ['emulated'] },
      gpt: {
        reply: [{ toolCalls: [{ name: 'book', arguments: { day: 'среда' } }] }, 'Записала вас на среду.'],
      },
    });
    const { folderId, endpoints } = emulator;
    const gpt = new YandexGpt({ auth: apiKey('emulated'), folderId, endpoints });
    try {
      const asked: Message[] = [{ role: 'user', text: 'запишите меня на среду' }];
      const first = await collect(gpt.stream(asked, { tools: [book] }));
      const call = first.find((event) => event.type === 'tool-call')!.call;
      expect(call).toMatchObject({ name: 'book', arguments: { day: 'среда' } });
      const { id, name } = call;
      const second = await collect(
        gpt.stream(
          [
            ...asked,
            { role: 'assistant', text: '', toolCalls: [call] },
            { role: 'tool', results: [{ id, name, content: 'записан' }] },
          ],
          { tools: [book] },
        ),
      );
      expect(second.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe(
        'Записала вас на среду.',
      );
      const cost = [first, second].map((events) => events.findLast((event) => event.type === 'usage')!);
      expect(cost[1]!.inputTokens).toBeGreaterThan(cost[0]!.inputTokens);
    } finally {
      gpt.close();
      await emulator.close();
    }
  });

  it('reports a generation beyond the quota of the folder, and frees one by aborting', async () => {
    const clock = manualClock();
    const emulator = await startEmulator({
      iam: { apiKeys: ['emulated'] },
      gpt: {
        maxConcurrent: 1,
        reply: (messages) => (messages.length > 1 ? 'готово' : new Promise(() => undefined)),
      },
    });
    const { folderId, endpoints, log } = emulator;
    const gpt = new YandexGpt({ auth: apiKey('emulated'), folderId, endpoints, clock });
    const again: Message[] = [
      { role: 'user', text: 'а' },
      { role: 'user', text: 'б' },
    ];
    try {
      const controller = new AbortController();
      const held = collect(gpt.stream([{ role: 'user', text: 'а' }], { signal: controller.signal }));
      const aborted = held.catch((error: unknown) => (isVoiceError(error) ? error.code : error));
      await vi.waitFor(() => expect(log.some(({ type }) => type === 'options')).toBe(true));
      await expect(collect(gpt.stream(again, { priority: 'speculative' }))).rejects.toMatchObject({
        code: 'ERR_QUOTA',
        message: expect.stringContaining('gauge quota limit exceed: allowed 1 requests') as string,
      });
      controller.abort();
      expect(await aborted).toBe('ERR_ABORTED');
      await vi.waitFor(() => expect(log.at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' }));
      const events = await collect(gpt.stream(again));
      expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
    } finally {
      gpt.close();
      await emulator.close();
    }
  });

  it.each([
    ['a folder that is not its own', { folderId: 'b1gother' }, 'ERR_PERMISSION_DENIED'],
    ['a key that nobody knows', { auth: apiKey('unknown') }, 'ERR_UNAUTHENTICATED'],
  ])('is refused with %s', async (_, wrong, code) => {
    const emulator = await startEmulator({ iam: { apiKeys: ['emulated'] } });
    const { folderId, endpoints } = emulator;
    const gpt = new YandexGpt({ auth: apiKey('emulated'), folderId, endpoints, ...wrong });
    await expect(collect(gpt.stream([{ role: 'user', text: 'а' }]))).rejects.toMatchObject({ code });
    gpt.close();
    await emulator.close();
  });
});

async function collect(events: AsyncIterable<LlmEvent>): Promise<LlmEvent[]> {
  const all: LlmEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
