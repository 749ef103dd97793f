import type { CompletionRequest, CompletionResponseInit, Message, Token } from '@rechka/proto/gpt';
import type { JsonFields } from '../../http/json-fields.js';

const toolModes = ['TOOL_CHOICE_MODE_UNSPECIFIED', 'NONE', 'AUTO', 'REQUIRED'] as const;
const reasoningModes = ['REASONING_MODE_UNSPECIFIED', 'DISABLED', 'ENABLED_HIDDEN'] as const;

/** A completion request from its JSON form. Throws INVALID_ARGUMENT. */
export function completionFromJson(body: JsonFields): CompletionRequest {
  const options = body.object('completionOptions');
  const reasoning = options?.object('reasoningOptions');
  const choice = body.object('toolChoice');
  const jsonSchema = body.object('jsonSchema');
  const jsonObject = body.flag('jsonObject');
  onlyOne(body, ['jsonObject', 'jsonSchema']);
  if (choice !== undefined) onlyOne(choice, ['mode', 'functionName']);
  const functionName = choice?.text('functionName');
  return {
    modelUri: body.text('modelUri') ?? '',
    completionOptions: options && {
      stream: options.flag('stream') ?? false,
      temperature: options.number('temperature'),
      maxTokens: options.integer('maxTokens'),
      reasoningOptions: reasoning && {
        mode: reasoning.oneOf('mode', reasoningModes) ?? 'REASONING_MODE_UNSPECIFIED',
      },
    },
    messages: body.objects('messages').map(messageFromJson),
    tools: body.objects('tools').map((tool) => {
      const described = tool.object('function');
      return {
        function: described && {
          name: described.text('name') ?? '',
          description: described.text('description') ?? '',
          parameters: described.json('parameters'),
          strict: described.flag('strict') ?? false,
        },
      };
    }),
    parallelToolCalls: body.flag('parallelToolCalls'),
    toolChoice:
      choice && (functionName === undefined ? { mode: choice.oneOf('mode', toolModes) } : { functionName }),
    ...(jsonSchema === undefined ? { jsonObject } : { jsonSchema: { schema: jsonSchema.json('schema') } }),
  };
}

function messageFromJson(message: JsonFields): Message {
  const role = message.text('role') ?? '';
  onlyOne(message, ['text', 'toolCallList', 'toolResultList']);
  const calls = message.object('toolCallList');
  if (calls !== undefined) {
    const toolCalls = calls.objects('toolCalls').map((call) => {
      const made = call.object('functionCall');
      return { functionCall: made && { name: made.text('name') ?? '', arguments: made.json('arguments') } };
    });
    return { role, toolCallList: { toolCalls } };
  }
  const results = message.object('toolResultList');
  if (results !== undefined) {
    const toolResults = results.objects('toolResults').map((result) => {
      const given = result.object('functionResult');
      return { functionResult: given && { name: given.text('name') ?? '', content: given.text('content') } };
    });
    return { role, toolResultList: { toolResults } };
  }
  return { role, text: message.text('text') };
}

/** A completion response in its JSON form: 64-bit integers are strings, zeros are told. */
export function completionToJson({
  alternatives = [],
  usage = {},
  modelVersion,
}: CompletionResponseInit): object {
  return {
    alternatives,
    usage: {
      inputTextTokens: String(usage.inputTextTokens ?? 0),
      completionTokens: String(usage.completionTokens ?? 0),
      totalTokens: String(usage.totalTokens ?? 0),
      completionTokensDetails: {
        reasoningTokens: String(usage.completionTokensDetails?.reasoningTokens ?? 0),
      },
    },
    modelVersion,
  };
}

/** Tokens in their JSON form. */
export function tokensToJson(tokens: readonly Token[]): object[] {
  return tokens.map(({ id, text, special }) => ({ id: String(id), text, special }));
}

/** Members of a oneof exclude each other in JSON too, where a parser cannot let the last one win. */
function onlyOne(fields: JsonFields, names: readonly string[]): void {
  const [first, second] = names.filter((name) => fields.has(name));
  if (first !== undefined && second !== undefined)
    throw fields.refusal(second, `cannot be set together with ${first}`);
}
