import { status } from '@grpc/grpc-js';
import type { LlmEvent, Message } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import { noCredentials } from '@rechka/iam';
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

async function round(gpt: YandexGpt, messages: readonly Message[] = [{ role: 'user', text: 'Привет' }]) {
  const events: LlmEvent[] = [];
  for await (const event of gpt.stream(messages)) events.push(event);
  return events;
}

describe('YandexGpt', () => {
  it('streams deltas of cumulative text, then usage once, then the finish', async () => {
    const { gpt, requests } = await model(
      answer(said('Добрый'), said('Добрый день'), said('Добрый день!', 'FINAL')),
    );
    expect(await round(gpt)).toEqual([
      { type: 'text', text: 'Добрый' },
      { type: 'text', text: ' день' },
      { type: 'text', text: '!' },
      { type: 'usage', inputTokens: 12, outputTokens: 7, requestId: expect.any(String) as string },
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
    expect(events[0]).toEqual({ type: 'text', text: 'Вот как сделать' });
    expect(events.map(({ type }) => type)).toEqual(['text', 'usage', 'finish']);
    const { gpt: other } = await model(answer(said(notice, 'CONTENT_FILTER')));
    expect((await round(other))[0]).toEqual({ type: 'text', text: notice });
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
    expect(first[0]).toEqual({
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
      expect(event).toEqual({ type: 'text', text: 'Слушаю' });
      expect(generations.available).toBe(0);
      break;
    }
    expect(generations.available).toBe(1);
    await vi.waitFor(() => expect(cancelled).toBe(1));
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
    expect((await events)[0]).toEqual({ type: 'text', text: 'Да' });
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

  it('calls an empty stream a fault', async () => {
    const { gpt } = await model(answer());
    await expect(round(gpt)).rejects.toMatchObject({ code: 'ERR_PROTOCOL' });
  });

  it.each([
    [{ folderId: ' ' }, 'folderId'],
    [{ temperature: 2 }, 'temperature'],
    [{ maxTokens: 0 }, 'maxTokens'],
    [{ model: 'мой gpt' }, 'model'],
  ])('refuses %j at construction', (options, text) => {
    const cloud = { auth: noCredentials(), endpoints: { llm: 'http://127.0.0.1:1' }, folderId: 'folder' };
    expect(() => new YandexGpt({ ...cloud, ...options })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(text) as string,
      }),
    );
  });
});
