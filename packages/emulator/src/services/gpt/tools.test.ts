import { status } from '@grpc/grpc-js';
import { textCommon } from '@yandex-cloud/nodejs-sdk/ai-foundation_models-v1';
import { afterEach, describe, expect, it } from 'vitest';
import { startCompletions, type CompletionPart, type Completions } from '../../test-support/completions.js';
import { refusalOf } from '../../test-support/official-sdk.js';
import type { GptReply } from './gpt-reply.js';

const { Alternative_AlternativeStatus: Status, ToolChoice_ToolChoiceMode: Mode } = textCommon;

let completions: Completions;

afterEach(() => completions.close());

async function answerTo(reply: GptReply, request: CompletionPart) {
  completions = await startCompletions({ gpt: { reply: [reply] } });
  const responses = await completions.complete({ completionOptions: { stream: false }, ...request });
  const { message, status: ended } = responses.at(-1)!.alternatives[0]!;
  const calls = message!.toolCallList?.toolCalls.map(({ functionCall }) => functionCall!);
  return { text: message!.text, calls, status: ended };
}

const parameters = {
  type: 'object',
  properties: { day: { type: 'string' }, hour: { type: 'integer', minimum: 10 } },
  required: ['day', 'hour'],
};
const tools = [{ function: { name: 'book', parameters } }, { function: { name: 'cancel', parameters: {} } }];
const book = { name: 'book', arguments: { day: 'пятница', hour: 14 } };
const cancel = { name: 'cancel', arguments: {} };
const both: GptReply = { toolCalls: [book, cancel] };

describe('tools of a request', () => {
  it('may be called several at once, or one by one if so asked', async () => {
    const several = await answerTo(both, { tools });
    expect(several.calls).toEqual([book, cancel]);
    expect(several.text).toBeUndefined();
    await completions.close();
    const one = await answerTo(both, { tools, parallelToolCalls: false });
    expect(one.calls).toEqual([book]);
  });

  it('are written down instead when calls are forbidden', async () => {
    const { calls, text, status: ended } = await answerTo(both, { tools, toolChoice: { mode: Mode.NONE } });
    expect(calls).toBeUndefined();
    expect(text).toContain('\\[book\\]\n{"day":"пятница","hour":14}');
    expect(ended).toBe(Status.ALTERNATIVE_STATUS_FINAL);
  });

  it('are called when a call is demanded, whatever the script says', async () => {
    const made = await answerTo('Не знаю', { tools, toolChoice: { mode: Mode.REQUIRED } });
    expect(made.status).toBe(Status.ALTERNATIVE_STATUS_TOOL_CALLS);
    expect(made.calls).toEqual([{ name: 'book', arguments: { day: 'привет', hour: 10 } }]);
  });

  it('are called by the name demanded', async () => {
    const chosen = await answerTo(both, { tools, toolChoice: { functionName: 'cancel' } });
    expect(chosen.calls).toEqual([cancel]);
    await completions.close();
    const made = await answerTo({ toolCalls: [book] }, { tools, toolChoice: { functionName: 'cancel' } });
    expect(made.calls).toEqual([cancel]);
  });

  it('must be offered before the script can call them', async () => {
    const refusal = await refusalOf(answerTo({ toolCalls: [book] }, { tools: tools.slice(1) }));
    expect(refusal).toMatchObject({ code: status.INTERNAL });
    expect(refusal.details).toMatch(/it calls 'book', but the request offers cancel$/);
  });
});

describe('results of tools', () => {
  const asked = { role: 'user', text: 'запиши' };
  const called = { role: 'assistant', toolCallList: { toolCalls: [{ functionCall: book }] } };
  const result = (name: string) => ({
    role: 'user',
    toolResultList: { toolResults: [{ functionResult: { name, content: 'ok' } }] },
  });

  it.each<[string, NonNullable<CompletionPart['messages']>, RegExp]>([
    ['without a call', [asked, result('book')], /must follow the message with their calls/],
    ['of another function', [asked, called, result('cancel')], /no call of 'cancel'/],
    ['told twice', [asked, called, result('book'), result('book')], /must follow/],
    ['after something else', [asked, called, asked, result('book')], /must follow/],
    ['of no calls', [asked, { role: 'assistant', toolCallList: { toolCalls: [] } }], /not empty/],
    ['of calls by the user', [{ ...called, role: 'user' }, result('book')], /an assistant's/],
  ])('are refused %s', async (_, messages, problem) => {
    const refusal = await refusalOf(answerTo('да', { messages, tools }));
    expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(refusal.details).toMatch(problem);
  });

  it.each<[string, CompletionPart, RegExp]>([
    ['a tool without a name', { tools: [{ function: { name: '' } }] }, /must have a name/],
    ['a tool twice', { tools: [...tools, ...tools] }, /'book' is there twice/],
    ['a choice that is not offered', { tools, toolChoice: { functionName: 'pay' } }, /'pay' is not among/],
    ['a demand without tools', { toolChoice: { mode: Mode.REQUIRED } }, /there are no tools/],
  ])('refuses %s', async (_, request, problem) => {
    const refusal = await refusalOf(answerTo('да', request));
    expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(refusal.details).toMatch(problem);
  });
});

describe('the form of an answer', () => {
  const schema = { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] };

  it.each<[string, GptReply, CompletionPart, string]>([
    ['JSON as it is scripted', { json: { day: 'среда' } }, { jsonSchema: { schema } }, '{"day":"среда"}'],
    ['JSON in a text as it stands', '{ "day": "среда" }', { jsonSchema: { schema } }, '{ "day": "среда" }'],
    ['a text within the schema', 'В среду', { jsonSchema: { schema } }, '{"day":"В среду"}'],
    ['a text within any object', 'В среду', { jsonObject: true }, '{"output":"В среду"}'],
    ['a text if nothing is asked', 'В среду', {}, 'В среду'],
  ])('is %s', async (_, reply, request, text) => {
    expect(await answerTo(reply, request)).toMatchObject({ text, status: Status.ALTERNATIVE_STATUS_FINAL });
  });

  it('is made of a reply as it comes', async () => {
    completions = await startCompletions({
      gpt: {
        async *reply() {
          yield* ['В ', 'среду'];
        },
      },
    });
    const responses = await completions.complete({ jsonSchema: { schema } });
    expect(responses.at(-1)!.alternatives[0]!.message!.text).toBe('{"day":"В среду"}');
  });

  it.each<[string, GptReply, CompletionPart, number, RegExp]>([
    [
      'breaks the schema',
      { json: { day: 5 } },
      { jsonSchema: { schema } },
      status.INTERNAL,
      /#\/day: .*"string"/,
    ],
    ['is broken', '{"day":', { jsonSchema: { schema } }, status.INTERNAL, /cannot be parsed/],
    ['is no object', { json: [1] }, { jsonObject: true }, status.INTERNAL, /asks for a JSON object/],
    [
      'has a schema that leads nowhere',
      { json: {} },
      { jsonSchema: { schema: { $ref: '#/$defs/none' } } },
      status.INVALID_ARGUMENT,
      /^json_schema: /,
    ],
  ])('is refused if the JSON %s', async (_, reply, request, code, problem) => {
    const refusal = await refusalOf(answerTo(reply, request));
    expect(refusal).toMatchObject({ code });
    expect(refusal.details).toMatch(problem);
  });

  it('may be the notice of the content filter', async () => {
    const filtered = 'Я не могу обсуждать эту тему.';
    expect(await answerTo({ filtered }, {})).toMatchObject({
      text: filtered,
      status: Status.ALTERNATIVE_STATUS_CONTENT_FILTER,
    });
  });
});
