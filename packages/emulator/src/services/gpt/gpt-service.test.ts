import { status, type Metadata } from '@grpc/grpc-js';
import { textCommon, textGenerationService } from '@yandex-cloud/nodejs-sdk/ai-foundation_models-v1';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../emulator-options.js';
import type { Emulator } from '../../start-emulator.js';
import { startCompletions, type CompletionPart, type Completions } from '../../test-support/completions.js';
import { collect, refusalOf, type OfficialSdk } from '../../test-support/official-sdk.js';

const { Alternative_AlternativeStatus: Status } = textCommon;
type Request = CompletionPart;

let emulator: Emulator;
let sdk: OfficialSdk;
let metadata: Metadata;
let completions: Completions;

async function start(options: EmulatorOptions = {}): Promise<void> {
  completions = await startCompletions(options);
  ({ emulator, sdk, metadata } = completions);
}

afterEach(() => completions.close());

const complete = (request?: Request) => completions.complete(request);

async function reply(...userTexts: string[]): Promise<string | undefined> {
  const messages = userTexts.flatMap((text) => [
    { role: 'user', text },
    { role: 'assistant', text: '…' },
  ]);
  return (await complete({ messages })).at(-1)?.alternatives[0]?.message?.text;
}

describe('text generation', () => {
  const text = 'Здравствуйте! Барбершоп «Стиль», администратор Ольга. На какой день вас записать?';

  it('streams the whole text so far in each message, with running usage', async () => {
    await start({ gpt: { reply: [text] } });
    const messages = await complete();
    const texts = messages.map(({ alternatives }) => alternatives[0]!.message!.text!);
    expect(texts.length).toBeGreaterThanOrEqual(3);
    for (const [index, later] of texts.slice(1).entries()) {
      expect(later.startsWith(texts[index]!)).toBe(true);
      expect(later.length).toBeGreaterThan(texts[index]!.length);
    }
    expect(texts.at(-1)).toBe(text);
    const statuses = messages.map(({ alternatives }) => alternatives[0]!.status);
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([Status.ALTERNATIVE_STATUS_PARTIAL]));
    expect(statuses.at(-1)).toBe(Status.ALTERNATIVE_STATUS_FINAL);
    const used = messages.map(({ usage }) => usage!.completionTokens);
    expect(used).toEqual([...used].sort((a, b) => a - b));
    expect(messages.at(-1)!.usage!.totalTokens).toBe(messages.at(-1)!.usage!.inputTextTokens + used.at(-1)!);
  });

  it('never sends half a character, however the reply is made', async () => {
    await start({
      gpt: {
        async *reply() {
          yield* ['Да \uD83D', '\uDE00', '!'];
        },
      },
    });
    const texts = (await complete()).map(({ alternatives }) => alternatives[0]!.message!.text!);
    expect(texts).toEqual(['Да ', 'Да 😀', 'Да 😀!', 'Да 😀!']);
  });

  it('sends one message without streaming', async () => {
    await start({ gpt: { reply: [text] } });
    const messages = await complete({ completionOptions: { stream: false } });
    expect(messages.map(({ alternatives }) => alternatives[0]!.message!.text)).toEqual([text]);
  });

  it('cuts the reply at max_tokens', async () => {
    await start({ gpt: { reply: [text] } });
    const last = (await complete({ completionOptions: { stream: true, maxTokens: 7 } })).at(-1)!;
    expect(last.alternatives[0]!.status).toBe(Status.ALTERNATIVE_STATUS_TRUNCATED_FINAL);
    expect(last.usage!.completionTokens).toBe(7);
    expect(text.startsWith(last.alternatives[0]!.message!.text!)).toBe(true);
  });

  it('keeps to the place in the conversation: a repeated request gets the same reply', async () => {
    await start({ gpt: { reply: ['первый', 'второй'] } });
    expect(await reply('а')).toBe('первый');
    expect(await reply('а')).toBe('первый');
    expect(await reply('а', 'б')).toBe('второй');
    expect(await reply('а', 'б', 'в')).toBe('второй');
  });

  it('calls tools and goes on after their results', async () => {
    const call = { name: 'book', arguments: { day: 'пятница', hour: 14 } };
    await start({ gpt: { reply: [{ toolCalls: [call] }, 'Записала.'] } });
    const [asked] = await complete({ tools: [{ function: { name: 'book' } }] });
    expect(asked!.alternatives[0]!.status).toBe(Status.ALTERNATIVE_STATUS_TOOL_CALLS);
    expect(asked!.alternatives[0]!.message!.toolCallList!.toolCalls[0]!.functionCall).toEqual(
      expect.objectContaining(call),
    );
    const after = await complete({
      messages: [
        { role: 'user', text: 'запиши' },
        { role: 'assistant', toolCallList: { toolCalls: [{ functionCall: { name: 'book' } }] } },
        {
          role: 'user',
          toolResultList: { toolResults: [{ functionResult: { name: 'book', content: 'ok' } }] },
        },
      ],
    });
    expect(after.at(-1)!.alternatives[0]!.message!.text).toBe('Записала.');
  });

  it('replies with a function, also as the text is made', async () => {
    await start({
      gpt: {
        reply: async function* (messages) {
          yield 'Вы сказали: ';
          yield messages.at(-1)?.text ?? '';
        },
      },
    });
    expect((await complete()).at(-1)!.alternatives[0]!.message!.text).toBe('Вы сказали: привет');
  });

  it('answers by any name of a model, of the folder and in any version', async () => {
    await start({ gpt: { reply: ['да'] } });
    for (const name of ['yandexgpt', 'yandexgpt-lite/rc', 'aliceai-llm/latest', 'nobody-knows-it@tuned'])
      expect(await complete({ modelUri: `gpt://${emulator.folderId}/${name}` })).not.toHaveLength(0);
  });

  it('replies by rules', async () => {
    await start({
      gpt: {
        rules: [
          { when: 'ЁЛКА', reply: 'ель' },
          { when: /^д/g, reply: ({ length }) => `${length}` },
        ],
        otherwise: 'нет',
      },
    });
    expect(await reply('где елка')).toBe('ель');
    expect(await reply('да')).toBe('2');
    expect(await reply('да')).toBe('2');
    expect(await reply('хм')).toBe('нет');
  });

  it('is the receptionist of a barbershop when told nothing', async () => {
    await start();
    expect(await reply('здравствуйте')).toContain('Барбершоп');
    expect(await reply('хочу записаться на стрижку')).toContain('На какой день');
    expect(await reply('запишите меня')).toContain('На какой день');
    expect(await reply('запишите меня на пятницу')).toContain('В пятницу');
    expect(await reply('сколько стоит стрижка')).toContain('рублей');
    expect(await reply('давайте в четырнадцать часов')).toContain('Как вас зовут');
    expect(await reply('меня зовут пётр')).toContain('записала');
    expect(await reply('спасибо пока')).toContain('Пожалуйста');
  });

  it('allows ten generations at once, and again when one has ended', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await start({ gpt: { reply: () => held.then(() => 'готово') } });
    const ten = Array.from({ length: 10 }, () => complete());
    await expect.poll(() => emulator.log.filter(({ type }) => type === 'options').length).toBe(10);
    const refusal = await refusalOf(complete());
    expect(refusal).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: 'ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 10 requests',
    });
    release();
    expect(await Promise.all(ten)).toHaveLength(10);
    expect((await complete()).length).toBeGreaterThan(0);
  });

  it('stops generating when the client cancels, whatever the script waits for', async () => {
    const replies = [new Promise<string>(() => undefined), Promise.resolve('готово')];
    await start({ gpt: { maxConcurrent: 1, reply: () => replies.shift() ?? 'ещё' } });
    const request = {
      modelUri: `gpt://${emulator.folderId}/yandexgpt`,
      messages: [{ role: 'user', text: 'а' }],
    };
    const call = sdk.llm.completion(textGenerationService.CompletionRequest.fromPartial(request), metadata);
    const cancelled = refusalOf(collect(call));
    await expect.poll(() => emulator.log.some(({ type }) => type === 'options')).toBe(true);
    call.cancel();
    expect(await cancelled).toMatchObject({ code: status.CANCELLED });
    await expect.poll(() => emulator.log.at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' });
    expect(await reply('б')).toBe('готово');
  });

  it.each<[string, (folderId: string) => Request, RegExp]>([
    [
      'another folder',
      () => ({ modelUri: 'gpt://b1gother/yandexgpt' }),
      /^Specified folder ID 'b1gother' does not match/,
    ],
    ['a model name instead of its URI', () => ({ modelUri: 'yandexgpt' }), /model_uri/],
    ['no messages', () => ({ messages: [] }), /messages/],
    ['a temperature above 1', () => ({ completionOptions: { temperature: 1.5 } }), /temperature/],
  ])('refuses %s', async (_, request, text) => {
    await start();
    const refusal = await refusalOf(complete(request(emulator.folderId)));
    expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(refusal.details).toMatch(text);
  });

  it('tokenizes without losing a character', async () => {
    await start();
    const request = textGenerationService.TokenizeRequest.fromPartial({
      modelUri: `gpt://${emulator.folderId}/yandexgpt`,
      text,
    });
    const { tokens } = await new Promise<textGenerationService.TokenizeResponse>((resolve, reject) => {
      sdk.tokenizer.tokenize(request, metadata, (error, response) =>
        error === null ? resolve(response) : reject(error),
      );
    });
    expect(tokens.map((token) => token.text).join('')).toBe(text);
  });
});
