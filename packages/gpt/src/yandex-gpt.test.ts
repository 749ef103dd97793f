import { status } from '@grpc/grpc-js';
import { sleep, type LlmEvent, type LlmStreamOptions, type Message } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import { noCredentials, type Credentials } from '@rechka/iam';
import type { CompletionResponseInit } from '@rechka/proto/gpt';
import { admissionFor } from '@rechka/rpc';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedModel, type CompletionCall } from './testing/scripted-model.js';
import { YandexGpt, type YandexGptOptions } from './yandex-gpt.js';

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((clean) => clean()));
let folders = 0;

async function model(
  script: (call: CompletionCall, index: number) => void,
  options: Partial<YandexGptOptions> = {},
) {
  const server = await scriptedModel(script);
  const folderId = `folder${++folders}`;
  const gpt = new YandexGpt({
    auth: noCredentials(),
    folderId,
    endpoints: { llm: server.endpoint },
    ...options,
  });
  cleanups.push(() => {
    gpt.close();
    server.close();
  });
  return { gpt, folderId, requests: server.requests };
}

const usage = { inputTextTokens: 12, completionTokens: 7, totalTokens: 19 };
type Status = 'PARTIAL' | 'FINAL' | 'TRUNCATED_FINAL' | 'CONTENT_FILTER';
const said = (text: string, how: Status = 'PARTIAL'): CompletionResponseInit => ({
  alternatives: [{ message: { role: 'assistant', text }, status: `ALTERNATIVE_STATUS_${how}` }],
  usage,
});
const called = (...calls: [string, Record<string, string | number>][]): CompletionResponseInit => ({
  alternatives: [
    {
      message: {
        role: 'assistant',
        toolCallList: {
          toolCalls: calls.map(([name, args]) => ({ functionCall: { name, arguments: args } })),
        },
      },
      status: 'ALTERNATIVE_STATUS_TOOL_CALLS',
    },
  ],
  usage,
});
function answer(...responses: CompletionResponseInit[]) {
  return (call: CompletionCall) => {
    for (const response of responses) call.write(response);
    call.end();
  };
}

const greeting: readonly Message[] = [{ role: 'user', text: 'Привет' }];

async function round(gpt: YandexGpt, messages = greeting, options: LlmStreamOptions = {}) {
  const events: LlmEvent[] = [];
  for await (const event of gpt.stream(messages, options)) events.push(event);
  return events;
}

const textOf = (events: readonly LlmEvent[]) =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

describe('YandexGpt', () => {
  it('streams deltas of cumulative text and the tokens so far when they change, then the finish', async () => {
    const counted = (completionTokens: number) => ({ usage: { ...usage, completionTokens } });
    const { gpt, requests } = await model(
      answer(
        { ...said('Добрый'), ...counted(2) },
        { ...said('Добрый день'), ...counted(3) },
        { ...said('Добрый день!', 'FINAL'), ...counted(3) },
      ),
    );
    const requestId = expect.any(String) as string;
    expect(await round(gpt)).toEqual([
      { type: 'usage', inputTokens: 12, outputTokens: 2, requestId },
      { type: 'text', text: 'Добрый' },
      { type: 'usage', inputTokens: 12, outputTokens: 3, requestId },
      { type: 'text', text: ' день' },
      { type: 'text', text: '!' },
      { type: 'finish', reason: 'stop' },
    ]);
    expect(requests[0]).toMatchObject({
      modelUri: `gpt://folder${folders}/yandexgpt-lite`,
      completionOptions: {
        stream: true,
        temperature: 0.3,
        maxTokens: 500,
        reasoningOptions: { mode: 'DISABLED' },
      },
    });
  });

  it.each([
    ['TRUNCATED_FINAL', 'length'],
    ['CONTENT_FILTER', 'content-filter'],
  ] as const)('tells that %s is %s', async (how, reason) => {
    const { gpt } = await model(answer(said('Так', how)));
    expect((await round(gpt)).at(-1)).toEqual({ type: 'finish', reason });
  });

  it('says nothing of the notice that a filter puts in the place of an answer half told', async () => {
    const notice = 'В интернете есть много сайтов с информацией на эту тему.';
    const { gpt } = await model(answer(said('Вот как сделать'), said(notice, 'CONTENT_FILTER')));
    const events = await round(gpt);
    expect(textOf(events)).toBe('Вот как сделать');
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'content-filter' });
    const { gpt: other } = await model(answer(said(notice, 'CONTENT_FILTER')));
    expect(textOf(await round(other))).toBe(notice);
  });

  it('sends what it is given when that is nothing, or instructions only', async () => {
    const { gpt, requests } = await model(answer(said('Да', 'FINAL')));
    await round(gpt, []);
    await round(gpt, [{ role: 'system', text: 'Отвечай коротко.' }]);
    expect(requests.map(({ messages }) => messages)).toEqual([
      [],
      [expect.objectContaining({ role: 'system', text: 'Отвечай коротко.' })],
    ]);
  });

  it('gives every call an id of its own, through rounds and conversations', async () => {
    const twice = called(['book', { day: 'среда', hour: 12 }], ['book', { day: 'четверг', hour: 12 }]);
    const { gpt } = await model(answer(twice));
    const history: Message[] = [
      { role: 'user', text: 'Запиши' },
      { role: 'assistant', text: '', toolCalls: [{ id: 'book-7', name: 'book', arguments: {} }] },
      { role: 'tool', results: [{ id: 'book-7', name: 'book', content: 'занято' }] },
    ];
    const first = await round(gpt, history);
    expect(first.find(({ type }) => type === 'tool-call')).toEqual({
      type: 'tool-call',
      call: { id: 'book-8', name: 'book', arguments: { day: 'среда', hour: 12 } },
    });
    expect(first.at(-1)).toEqual({ type: 'finish', reason: 'tool-calls' });
    const ids = [...first, ...(await round(gpt))].flatMap((event) =>
      event.type === 'tool-call' ? [event.call.id] : [],
    );
    expect(ids).toEqual(['book-8', 'book-9', 'book-10', 'book-11']);
  });

  it('tells the model the conversation, results in the order of their calls', async () => {
    const { gpt, requests } = await model(answer(said('Готово', 'FINAL')));
    await round(gpt, [
      { role: 'system', text: 'Ты администратор.' },
      { role: 'user', text: 'Запиши и напомни' },
      {
        role: 'assistant',
        text: 'Секунду.',
        interrupted: true,
        toolCalls: [
          { id: 'book-1', name: 'book', arguments: { day: 'среда' } },
          { id: 'remind-2', name: 'remind', arguments: {} },
        ],
      },
      {
        role: 'tool',
        results: [
          { id: 'remind-2', name: 'remind', content: 'напомню' },
          { id: 'book-1', name: 'book', content: 'записан' },
        ],
      },
      { role: 'assistant', text: '', interrupted: true },
      { role: 'user', text: 'Спасибо' },
    ]);
    const [first] = requests;
    expect(
      first!.messages.map(({ role, text, toolCallList, toolResultList }) => [
        role,
        text ??
          toolCallList?.toolCalls.map((call) => call.functionCall?.name) ??
          toolResultList?.toolResults.map((result) => result.functionResult?.content),
      ]),
    ).toEqual([
      ['system', 'Ты администратор.'],
      ['user', 'Запиши и напомни'],
      ['assistant', 'Секунду.'],
      ['assistant', ['book', 'remind']],
      ['user', ['записан', 'напомню']],
      ['user', 'Спасибо'],
    ]);
  });

  it('gives the permit back when the reader leaves, and lets a waiting round begin', async () => {
    let cancelled = 0;
    const { gpt, folderId } = await model((call) => {
      call.write(said('Слушаю'));
      call.on('cancelled', () => cancelled++);
    });
    const { generations } = admissionFor(folderId, { concurrentGenerations: 1 });
    for await (const event of gpt.stream([{ role: 'user', text: 'раз' }])) {
      if (event.type !== 'text') continue;
      expect(event.text).toBe('Слушаю');
      expect(generations.available).toBe(0);
      break;
    }
    expect(generations.available).toBe(1);
    await vi.waitFor(() => expect(cancelled).toBe(1));
  });

  it.each(['the service says nothing', 'the service has begun', 'there is no permit'])(
    'ends the request at once, and the wait for it, when the reader leaves while %s',
    async (when) => {
      let [asked, cancelled] = [0, 0];
      const { gpt, folderId } = await model((call) => {
        asked += 1;
        if (when === 'the service has begun') call.write(said('Слушаю'));
        call.on('cancelled', () => cancelled++);
      });
      const { generations } = admissionFor(folderId, { concurrentGenerations: 1 });
      const other = when === 'there is no permit' ? await generations.acquire() : undefined;
      const events = gpt.stream(greeting);
      if (when === 'the service has begun') {
        expect((await events.next()).value).toMatchObject({ type: 'usage' });
        expect((await events.next()).value).toMatchObject({ type: 'text', text: 'Слушаю' });
      }
      const pending = events.next();
      if (!other) await vi.waitFor(() => expect(asked).toBe(1));
      const left = events.return?.();
      expect(await pending).toEqual({ done: true, value: undefined });
      expect(await left).toEqual({ done: true, value: undefined });
      expect(await events.next()).toEqual({ done: true, value: undefined });
      if (!other) await vi.waitFor(() => expect(cancelled).toBe(1));
      other?.release();
      expect(generations.available).toBe(1);
      expect(asked).toBe(other ? 0 : 1);
    },
  );

  it('asks nothing of the service for a reader who leaves before the beginning', async () => {
    const { gpt, folderId, requests } = await model(answer(said('Да', 'FINAL')));
    const { signal } = new AbortController();
    const events = gpt.stream(greeting, { signal });
    expect(await events.return?.()).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(textOf(await round(gpt))).toBe('Да');
    expect(requests).toHaveLength(1);
    expect(admissionFor(folderId).generations.available).toBe(10);
  });

  it('asks again when the quota of generations is exceeded', async () => {
    const clock = manualClock();
    const { gpt, requests } = await model(
      (call, index) => {
        if (index === 0)
          call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'allowed 10 requests' });
        else answer(said('Да', 'FINAL'))(call);
      },
      { clock },
    );
    const events = round(gpt);
    await vi.waitFor(async () => {
      await clock.advance(500);
      expect(requests).toHaveLength(2);
    });
    expect(textOf(await events)).toBe('Да');
  });

  it('gives up on a model that does not begin', async () => {
    const clock = manualClock();
    let begun = false;
    const { gpt } = await model(() => (begun = true), { clock, firstTokenMs: 3000 });
    const events = round(gpt);
    events.catch(() => undefined);
    await vi.waitFor(() => expect(begun).toBe(true));
    await clock.advance(3000);
    await expect(events).rejects.toMatchObject({
      code: 'ERR_DEADLINE',
      message: expect.stringContaining('3000 ms') as string,
    });
  });

  it('says that it had no token to ask with, where that is why the model did not begin', async () => {
    const clock = manualClock();
    const auth: Credentials = {
      kind: 'metadata',
      refused: () => undefined,
      authorization: ({ signal } = {}) => sleep(clock, 60_000, signal).then(() => 'Bearer too late'),
    };
    const { gpt } = await model(() => undefined, { clock, auth, firstTokenMs: 3000 });
    const events = round(gpt);
    events.catch(() => undefined);
    await vi.waitFor(() => expect(clock.pendingTimers).toBeGreaterThan(1));
    await clock.advance(3000);
    await expect(events).rejects.toMatchObject({
      code: 'ERR_DEADLINE',
      message: expect.stringMatching(/^There was no token to ask the model with for 3000 ms/) as string,
    });
  });

  it('ends a speculative round for a committed one: ERR_QUOTA, the call cancelled, nothing more told', async () => {
    let cancelled = 0;
    const { gpt, folderId, requests } = await model((call, index) => {
      if (index > 0) return answer(said('Да', 'FINAL'))(call);
      call.write(said('Слушаю'));
      call.on('cancelled', () => cancelled++);
    });
    const { generations } = admissionFor(folderId, { concurrentGenerations: 2 });
    const guess = gpt.stream(greeting, { priority: 'speculative' });
    const usageAtOnce = { value: { type: 'usage', inputTokens: 12, outputTokens: 7 } };
    expect(await guess.next()).toMatchObject(usageAtOnce);
    const other = await generations.acquire();
    expect(textOf(await round(gpt))).toBe('Да');
    await vi.waitFor(() => expect(cancelled).toBe(1));
    await expect(guess.next()).rejects.toMatchObject({ code: 'ERR_QUOTA', retryable: true });
    expect(await guess.next()).toEqual({ done: true, value: undefined });
    other.release();
    expect(generations.available).toBe(2);
    expect(requests).toHaveLength(2);
  });

  it('keeps a round that was committed in the middle', async () => {
    const calls: CompletionCall[] = [];
    const { gpt, folderId } = await model((call) => {
      call.write(said('Слушаю'));
      calls.push(call);
    });
    const { generations } = admissionFor(folderId, { concurrentGenerations: 2 });
    let commit: () => void = () => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    const guess = round(gpt, greeting, { priority: 'speculative', committed });
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    await generations.acquire();
    commit();
    await committed;
    const waiting = generations.acquire();
    answer(said('Слушаю вас', 'FINAL'))(calls[0]!);
    expect(textOf(await guess)).toBe('Слушаю вас');
    await waiting;
  });

  it('takes a speculative round whose turn is committed already for what it is', async () => {
    const { gpt, folderId } = await model(answer(said('Да', 'FINAL')));
    const { generations } = admissionFor(folderId, { concurrentGenerations: 2 });
    const other = await generations.acquire();
    await expect(round(gpt, greeting, { priority: 'speculative' })).rejects.toMatchObject({
      code: 'ERR_QUOTA',
      message: expect.stringContaining('1 of 2 (generations at once)') as string,
    });
    const committed = Promise.resolve();
    expect(textOf(await round(gpt, greeting, { priority: 'speculative', committed }))).toBe('Да');
    other.release();
    expect(generations.available).toBe(2);
  });

  it('does not try a speculative round again, except when it was committed before it failed', async () => {
    const fails: (() => void)[] = [];
    const refusal = {
      code: status.RESOURCE_EXHAUSTED,
      details: 'gauge quota limit exceed: allowed 10 requests',
    };
    const { gpt, requests } = await model(
      (call, index) => {
        if (index < 2) fails.push(() => void call.emit('error', refusal));
        else answer(said('Да', 'FINAL'))(call);
      },
      { random: () => -0.49 },
    );
    const dropped = round(gpt, greeting, {
      priority: 'speculative',
      committed: new Promise(() => undefined),
    });
    await vi.waitFor(() => expect(fails).toHaveLength(1));
    fails[0]!();
    await expect(dropped).rejects.toMatchObject({
      code: 'ERR_QUOTA',
      retryable: true,
      message: expect.stringContaining('Too many generations run at once') as string,
    });
    expect(requests).toHaveLength(1);
    let commit: () => void = () => undefined;
    const committed = new Promise<void>((resolve) => (commit = resolve));
    const kept = round(gpt, greeting, { priority: 'speculative', committed });
    await vi.waitFor(() => expect(fails).toHaveLength(2));
    commit();
    await committed;
    fails[1]!();
    expect(textOf(await kept)).toBe('Да');
    expect(requests).toHaveLength(3);
  });

  it('holds no generation while its end is still to be read', async () => {
    const { gpt, folderId } = await model(answer(said('Да', 'FINAL')));
    const { generations } = admissionFor(folderId);
    const events = gpt.stream(greeting);
    for (let next = await events.next(); next.value?.type !== 'finish'; next = await events.next());
    expect(generations.available).toBe(10);
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('takes what the service says as it comes, however slowly it is read', async () => {
    const clock = manualClock();
    const words = Array.from({ length: 60 }, (_, at) => `слово${at}`);
    const partials = words.map((_, at) => said(words.slice(0, at + 1).join(' ')));
    const { gpt, folderId } = await model(answer(...partials, said(words.join(' '), 'FINAL')), { clock });
    const { generations } = admissionFor(folderId);
    const reader = gpt.stream(greeting);
    const events = [(await reader.next()).value as LlmEvent];
    // It speaks the first words for as long as it takes: the others are not kept from asking meanwhile.
    await vi.waitFor(() => expect(generations.available).toBe(10), 20_000);
    await clock.advance(120_000);
    for await (const event of reader) events.push(event);
    expect(textOf(events)).toBe(words.join(' '));
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
  });

  it('tells what came before a fault of the service, then the fault', async () => {
    const { gpt } = await model((call) => {
      call.write(said('Добрый'));
      call.write(said('Добрый день'));
      call.emit('error', { code: status.INTERNAL, details: 'broken' });
    });
    const reader = gpt.stream(greeting);
    const events: LlmEvent[] = [];
    const reading = (async () => {
      for await (const event of reader) {
        events.push(event);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ERR_INTERNAL' });
    expect(textOf(events)).toBe('Добрый день');
  });

  it('calls an empty stream a fault', async () => {
    const { gpt } = await model(answer());
    await expect(round(gpt)).rejects.toMatchObject({ code: 'ERR_PROTOCOL' });
  });

  it('refuses what is no conversation', async () => {
    const { gpt } = await model(answer(said('Да', 'FINAL')));
    await expect(round(gpt, 'Привет' as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    expect(() => new YandexGpt(undefined as never)).toThrow(/Option options is undefined/);
  });

  it.each([
    [{ folderId: ' ' }, 'folderId'],
    [{ folderId: 5 }, 'folderId is 5'],
    [{ endpoints: undefined }, 'endpoints is undefined'],
    [{ clock: {} }, 'clock is an object'],
    [{ endpoints: { llm: 5 } }, 'endpoints.llm is 5'],
    [{ temperature: 2 }, 'temperature'],
    [{ maxTokens: 0 }, 'maxTokens'],
    [{ model: 'мой gpt' }, 'model'],
  ])('refuses %j at construction', (options, text) => {
    const cloud = { auth: noCredentials(), endpoints: { llm: 'http://127.0.0.1:1' }, folderId: 'folder' };
    expect(() => new YandexGpt({ ...cloud, ...options } as YandexGptOptions)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(text) as string,
      }),
    );
  });
});
