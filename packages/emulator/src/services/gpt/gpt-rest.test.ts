import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../emulator-options.js';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { restCall, type RestAnswer } from '../../test-support/rest-client.js';

let emulator: Emulator;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator(options);
}

afterEach(() => emulator.close());

function complete(request: object = {}): Promise<RestAnswer> {
  return restCall(emulator, '/foundationModels/v1/completion', {
    modelUri: `gpt://${emulator.folderId}/yandexgpt/latest`,
    messages: [{ role: 'user', text: 'привет' }],
    ...request,
  });
}

interface Line {
  result: {
    alternatives: { message: { role: string; text: string }; status: string }[];
    usage: Record<string, unknown>;
    modelVersion: string;
  };
}

const linesOf = ({ text }: RestAnswer) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('text generation over REST', () => {
  const text = 'Здравствуйте! Барбершоп «Стиль», администратор Ольга. На какой день вас записать?';

  it('streams one JSON object a line, each with the whole text so far', async () => {
    await start({ gpt: { reply: [text] } });
    const answer = await complete({
      completionOptions: { stream: true, maxTokens: '500', temperature: 0.6 },
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    const lines = linesOf(answer).map(({ result }) => result);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    const texts = lines.map(({ alternatives }) => alternatives[0]!.message.text);
    for (const [index, later] of texts.slice(1).entries()) expect(later.startsWith(texts[index]!)).toBe(true);
    expect(texts.at(-1)).toBe(text);
    expect(lines.map(({ alternatives }) => alternatives[0]!.status)).toEqual([
      ...texts.slice(1).map(() => 'ALTERNATIVE_STATUS_PARTIAL'),
      'ALTERNATIVE_STATUS_FINAL',
    ]);
  });

  it('answers with one object without streaming; 64-bit integers are strings', async () => {
    await start({ gpt: { reply: [text] } });
    const { json } = await complete();
    const { result } = json as unknown as Line;
    expect(result.alternatives).toEqual([
      { message: { role: 'assistant', text }, status: 'ALTERNATIVE_STATUS_FINAL' },
    ]);
    const { inputTextTokens, completionTokens, totalTokens } = result.usage;
    expect([inputTextTokens, completionTokens].map((count) => typeof count)).toEqual(['string', 'string']);
    expect(totalTokens).toBe(String(Number(inputTextTokens) + Number(completionTokens)));
    expect(result.usage['completionTokensDetails']).toEqual({ reasoningTokens: '0' });
  });

  it('takes names of fields as in JSON and as in the .proto file, and numbers for 64-bit integers', async () => {
    await start({ gpt: { reply: [text] } });
    const { json } = await restCall(emulator, '/foundationModels/v1/completion', {
      model_uri: `gpt://${emulator.folderId}/yandexgpt`,
      completion_options: { max_tokens: 3 },
      messages: [{ role: 'user', text: 'привет' }],
      somethingNew: { unknown: true },
    });
    const { alternatives } = (json as unknown as Line).result;
    expect(alternatives[0]!.status).toBe('ALTERNATIVE_STATUS_TRUNCATED_FINAL');
  });

  it('calls tools and takes their results', async () => {
    const call = { name: 'book', arguments: { day: 'пятница', hour: 14 } };
    await start({ gpt: { reply: [{ toolCalls: [call] }, 'Записала.'] } });
    const tools = [{ function: { name: 'book', parameters: { type: 'object' } } }];
    const { json } = await complete({ tools });
    const toolCallList = { toolCalls: [{ functionCall: call }] };
    expect((json as unknown as Line).result.alternatives).toEqual([
      { message: { role: 'assistant', toolCallList }, status: 'ALTERNATIVE_STATUS_TOOL_CALLS' },
    ]);
    const after = await complete({
      tools,
      messages: [
        { role: 'user', text: 'запиши' },
        { role: 'assistant', toolCallList },
        {
          role: 'user',
          toolResultList: { toolResults: [{ functionResult: { name: 'book', content: 'ok' } }] },
        },
      ],
    });
    expect((after.json as unknown as Line).result.alternatives[0]!.message.text).toBe('Записала.');
  });

  it.each<[string, object, RegExp]>([
    ['a model name instead of its URI', { modelUri: 'yandexgpt' }, /^invalid model_uri$/],
    [
      'another folder',
      { modelUri: 'gpt://b1gother/yandexgpt' },
      /^Specified folder ID 'b1gother' does not match with service account folder ID 'b1gemulatedfolder000'$/,
    ],
    [
      'a text of a wrong type',
      { messages: [{ role: 'user', text: 5 }] },
      /^messages\[0\]\.text: must be a string$/,
    ],
    ['messages that are no list', { messages: {} }, /^messages: must be an array$/],
    ['half a token', { completionOptions: { maxTokens: '1.5' } }, /maxTokens: must be an integer/],
    ['two forms of answer', { jsonObject: true, jsonSchema: { schema: {} } }, /cannot be set together/],
    [
      'an unknown mode',
      { toolChoice: { mode: 'SOMETIMES' } },
      /^toolChoice\.mode: must be one of .*NONE, AUTO, REQUIRED/,
    ],
    [
      'an empty text',
      { messages: [{ role: 'user', text: '' }] },
      /^text length is 0, which is outside the range/,
    ],
    [
      'a text too long',
      { messages: [{ role: 'user', text: 'а'.repeat(100_001) }] },
      /^text length is 100001, which is outside the range \(0, 100000\]$/,
    ],
    [
      'a conversation too long',
      { messages: Array.from({ length: 3 }, () => ({ role: 'user', text: 'слово '.repeat(10_000) })) },
      /^number of input tokens must be no more than 32768, got \d+$/,
    ],
  ])('refuses %s in the form of the gateway', async (_, request, message) => {
    await start();
    const { status, json } = await complete(request);
    expect(status).toBe(400);
    expect(json).toEqual({
      error: {
        grpcCode: 3,
        httpCode: 400,
        message: expect.stringMatching(message) as string,
        httpStatus: 'Bad Request',
        details: [],
      },
    });
  });

  it('refuses a wrong key in the form of the gateway', async () => {
    await start();
    const { status, json } = await restCall(
      emulator,
      '/foundationModels/v1/completion',
      {},
      {
        headers: { authorization: 'Api-Key secret-1234' },
      },
    );
    expect(status).toBe(401);
    expect(json).toMatchObject({
      error: {
        grpcCode: 16,
        httpCode: 401,
        message: "Unknown api key '****1234'",
        httpStatus: 'Unauthorized',
      },
    });
  });

  it('tells of a failure in the midst of a stream on a line of its own', async () => {
    await start({
      gpt: {
        async *reply() {
          yield 'Начало ';
          throw new Error('сбой сценария');
        },
      },
    });
    const { status, text: body } = await complete({ completionOptions: { stream: true } });
    expect(status).toBe(200);
    const lines = body.trimEnd().split('\n');
    expect(lines[0]).toContain('Начало');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ error: { grpcCode: 13, message: 'сбой сценария' } });
  });

  it('tokenizes a text and a request', async () => {
    await start();
    const modelUri = `gpt://${emulator.folderId}/yandexgpt`;
    const { json } = await restCall(emulator, '/foundationModels/v1/tokenize', { modelUri, text });
    const { tokens } = json as unknown as { tokens: { id: string; text: string; special: boolean }[] };
    expect(tokens.map((token) => token.text).join('')).toBe(text);
    expect(tokens[0]).toMatchObject({ id: expect.stringMatching(/^\d+$/) as string, special: false });
    const whole = await restCall(emulator, '/foundationModels/v1/tokenizeCompletion', {
      modelUri,
      messages: [{ role: 'user', text: 'ping' }],
    });
    const texts = (whole.json as unknown as { tokens: { text: string }[] }).tokens.map((token) => token.text);
    expect(texts.join('')).toBe('<s>Пользователь: ping[NL][NL]Ассистент:[SEP]');
  });

  it('answers in the background', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await start({ gpt: { reply: () => held.then(() => 'Готово.') } });
    const request = {
      modelUri: `gpt://${emulator.folderId}/yandexgpt`,
      messages: [{ role: 'user', text: 'ping' }],
    };
    const { json: started } = await restCall(emulator, '/foundationModels/v1/completionAsync', request);
    expect(started).toMatchObject({
      description: 'Async GPT Completion',
      done: false,
      createdBy: emulator.serviceAccountKey.service_account_id,
    });
    const path = `/operations/${String(started!['id'])}`;
    expect((await restCall(emulator, path)).json).toMatchObject({ done: false });
    release();
    await expect
      .poll(async () => (await restCall(emulator, path)).json)
      .toMatchObject({
        done: true,
        response: {
          '@type': 'type.googleapis.com/yandex.cloud.ai.foundation_models.v1.CompletionResponse',
          alternatives: [{ message: { text: 'Готово.' }, status: 'ALTERNATIVE_STATUS_FINAL' }],
        },
      });
    expect(await restCall(emulator, '/operations/d7qnone')).toMatchObject({ status: 404 });
    const refused = await restCall(emulator, '/foundationModels/v1/completionAsync', {
      ...request,
      messages: [],
    });
    expect(refused.status).toBe(400);
  });

  it('gives up an answer in the background', async () => {
    let signal: AbortSignal | undefined;
    await start({
      gpt: {
        reply: (_, request) => {
          signal = request.signal;
          return new Promise(() => undefined);
        },
      },
    });
    const { json } = await restCall(emulator, '/foundationModels/v1/completionAsync', {
      modelUri: `gpt://${emulator.folderId}/yandexgpt`,
      messages: [{ role: 'user', text: 'ping' }],
    });
    const path = `/operations/${String(json!['id'])}`;
    expect(signal?.aborted).toBe(false);
    const cancelled = await restCall(emulator, `${path}:cancel`);
    expect(cancelled.json).toMatchObject({ done: true, error: { code: 1 } });
    expect(signal?.aborted).toBe(true);
    expect((await restCall(emulator, path)).json).toMatchObject({ done: true, error: { code: 1 } });
  });
});
