import OpenAI, { AuthenticationError, BadRequestError, RateLimitError } from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../emulator-options.js';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { restCall } from '../../test-support/rest-client.js';

type Chunk = OpenAI.ChatCompletionChunk;

const key = 'AQVN-emulated-key';
const text = 'Здравствуйте! Барбершоп «Стиль», администратор Ольга. На какой день вас записать?';
const book = {
  type: 'function',
  function: { name: 'book', parameters: { type: 'object', properties: { day: { type: 'string' } } } },
} as const;
const call = { name: 'book', arguments: { day: 'пятница' } };

let emulator: Emulator;
let client: OpenAI;
let model: string;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ iam: { apiKeys: [key] }, ...options });
  client = new OpenAI({ apiKey: key, baseURL: emulator.endpoints.openai, maxRetries: 0 });
  model = `gpt://${emulator.folderId}/yandexgpt/latest`;
}

afterEach(() => emulator.close());

const user = (content: string) => [{ role: 'user' as const, content }];

async function stream(options: Partial<OpenAI.ChatCompletionCreateParamsStreaming> = {}): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  const answer = await client.chat.completions.create({
    model,
    messages: user('привет'),
    ...options,
    stream: true,
  });
  for await (const chunk of answer) chunks.push(chunk);
  return chunks;
}

describe("OpenAI's interface, as its own client sees it", () => {
  it('streams pieces: the role with the first words, the reason with the last, no usage', async () => {
    await start({ gpt: { reply: [text] } });
    const chunks = await stream({ stream_options: { include_usage: true } });
    expect(chunks.length).toBeGreaterThanOrEqual(3);
    const deltas = chunks.map(({ choices }) => choices[0]!.delta);
    expect(deltas.map(({ content }) => content).join('')).toBe(text);
    expect(deltas.map(({ role }) => role)).toEqual(['assistant', ...chunks.slice(1).map(() => undefined)]);
    expect(chunks.map(({ choices }) => choices[0]!.finish_reason)).toEqual([
      ...chunks.slice(1).map(() => undefined),
      'stop',
    ]);
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({ id: chunks[0]!.id, object: 'chat.completion.chunk', model });
      expect(chunk).not.toHaveProperty('usage');
    }
    expect(chunks[0]!.id).toMatch(/^[\da-f-]{36}$/);
  });

  it('sends events in the very form that was recorded', async () => {
    await start({ gpt: { reply: ['Да.'] } });
    const { text: events, headers } = await restCall(emulator, '/v1/chat/completions', {
      model,
      messages: user('да?'),
      stream: true,
    });
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-cache');
    const pieces = events.split('\n\n');
    expect(pieces.slice(-2)).toEqual(['data: [DONE]', '']);
    const [first] = pieces;
    expect(first).toMatch(
      /^data: \{"id":"[\da-f-]{36}","object":"chat\.completion\.chunk","created":\d+,"model":"gpt:[^"]+","choices":\[\{"index":0,"delta":\{"role":"assistant","content":"Да"\}\}\]\}$/,
    );
    expect(pieces.at(-3)).toMatch(/"delta":\{"content":"\."\},"finish_reason":"stop"\}\]\}$/);
  });

  it('answers whole, with usage', async () => {
    await start({ gpt: { reply: [text] } });
    const answer = await client.chat.completions.create({
      model,
      messages: user('привет'),
      max_completion_tokens: 5,
    });
    const [choice] = answer.choices;
    expect(text.startsWith(choice!.message.content!)).toBe(true);
    expect(choice!.finish_reason).toBe('length');
    const usage = answer.usage!;
    expect(usage.completion_tokens).toBe(5);
    expect(usage.total_tokens).toBe(usage.prompt_tokens + 5);
  });

  it('calls tools whole, names them for ids, and takes their results', async () => {
    await start({ gpt: { reply: [{ toolCalls: [call, call] }, 'Записала.'] } });
    const [only, ...more] = await stream({ tools: [book], parallel_tool_calls: false });
    expect(more).toEqual([]);
    const made = only!.choices[0]!.delta.tool_calls!;
    expect(only!.choices[0]!.finish_reason).toBe('tool_calls');
    // Recorded: the flag is not heeded, and the same function has the same id.
    expect(made.map(({ id, index }) => [id, index])).toEqual([
      ['book', 0],
      ['book', 1],
    ]);
    expect(JSON.parse(made[0]!.function!.arguments!)).toEqual(call.arguments);

    const messages: OpenAI.ChatCompletionMessageParam[] = [
      ...user('запиши'),
      { role: 'assistant', content: '', tool_calls: made as OpenAI.ChatCompletionMessageToolCall[] },
      { role: 'tool', tool_call_id: 'book', content: 'первая' },
      { role: 'tool', tool_call_id: 'book', content: [{ type: 'text', text: 'вторая' }] },
    ];
    const after = await client.chat.completions.create({ model, messages, tools: [book] });
    expect(after.choices[0]!.message.content).toBe('Записала.');
    const asked = emulator.log.findLast(({ type }) => type === 'options');
    expect(JSON.stringify(asked)).toMatch(/"content":"первая".*"content":"вторая"/);
  });

  it('answers whole with tool calls beside an empty text', async () => {
    await start({ gpt: { reply: [{ toolCalls: [call] }] } });
    const { choices } = await client.chat.completions.create({
      model,
      messages: user('запиши'),
      tools: [book],
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { role: 'assistant', content: '' },
    });
    const none = await client.chat.completions.create({
      model,
      messages: user('запиши'),
      tools: [book],
      tool_choice: 'none',
    });
    expect(none.choices[0]).toMatchObject({ finish_reason: 'stop' });
    expect(none.choices[0]!.message.content).toContain('\\[book\\]');
  });

  it('keeps to a schema', async () => {
    await start({ gpt: { reply: ['В пятницу'] } });
    const schema = { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] };
    const { choices } = await client.chat.completions.create({
      model,
      messages: user('когда?'),
      response_format: { type: 'json_schema', json_schema: { name: 'day', schema } },
    });
    expect(JSON.parse(choices[0]!.message.content!)).toEqual({ day: 'В пятницу' });
  });

  it('lists models of the folder', async () => {
    await start();
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toContain(model);
    expect(data[0]).toEqual({ id: data[0]!.id, object: 'model', owned_by: 'Yandex', created: 0 });
  });

  it('takes an IAM token, an API key either way, and the folder of OpenAI-Project', async () => {
    await start({ gpt: { reply: ['да'] } });
    const models = (headers: Record<string, string>) =>
      restCall(emulator, '/v1/models', undefined, { headers });
    expect((await models({})).status).toBe(200);
    expect((await models({ authorization: `Api-Key ${key}` })).status).toBe(200);
    expect((await models({ authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await models({ 'openai-project': emulator.folderId })).status).toBe(200);
    expect((await models({ authorization: `Bearer Api-Key ${key}` })).status).toBe(401);
    expect((await models({ authorization: '' })).status).toBe(401);
    const other = await models({ 'openai-project': 'b1gother' });
    expect(other.status).toBe(400);
    expect(other.text).toContain("Specified folder ID 'b1gother' does not match");
    // Native interfaces want the scheme to say what it is.
    const native = await restCall(
      emulator,
      '/foundationModels/v1/tokenize',
      {},
      {
        headers: { authorization: `Bearer ${key}` },
      },
    );
    expect(native.status).toBe(401);
  });

  it("refuses in OpenAI's form", async () => {
    await start({ gpt: { maxConcurrent: 1, reply: () => new Promise(() => undefined) } });
    await expect(client.chat.completions.create({ model: 'yandexgpt', messages: user('а') })).rejects.toThrow(
      '400 Failed to parse model URI',
    );
    await expect(
      client.chat.completions.create({
        model,
        messages: [{ role: 'tool', tool_call_id: 'book', content: 'ok' }],
      }),
    ).rejects.toThrow(BadRequestError);
    const stranger = new OpenAI({ apiKey: 'no-such-key', baseURL: emulator.endpoints.openai, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toThrow(AuthenticationError);

    const controller = new AbortController();
    const held = client.chat.completions.create(
      { model, messages: user('а') },
      { signal: controller.signal },
    );
    await expect.poll(() => emulator.log.some(({ type }) => type === 'options')).toBe(true);
    const refused = client.chat.completions.create({ model, messages: user('б'), stream: true });
    await expect(refused).rejects.toThrow(RateLimitError);
    await expect(refused).rejects.toThrow(
      'ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 1 requests',
    );
    controller.abort();
    await expect(held).rejects.toThrow(/abort/i);
  });

  it.each<[string, OpenAI.ChatCompletionMessageParam, RegExp]>([
    [
      'arguments that are no JSON',
      {
        role: 'assistant',
        tool_calls: [{ id: 'book', type: 'function', function: { name: 'book', arguments: '{' } }],
      },
      /arguments: must be a JSON object/,
    ],
    [
      'a picture',
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com' } }] },
      /only parts of type text/,
    ],
    ['a role that is none', { role: 'robot' as 'user', content: 'да' }, /'robot' is not one of/],
  ])('refuses %s', async (_, message, problem) => {
    await start();
    await expect(client.chat.completions.create({ model, messages: [message] })).rejects.toThrow(problem);
  });
});
