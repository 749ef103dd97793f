import type { CompletionRequest, Message, ToolCall } from '@rechka/proto/gpt';
import type { JsonObject } from '@rechka/proto/wire';
import type { JsonFields } from '../../http/json-fields.js';

/**
 * A chat completion request as the native interface would have it, so that it is checked, put on record and answered
 * the same way. What is documented as not supported (`stop`, `seed`, `stream_options` …) is passed over; so are
 * `parallel_tool_calls` (recorded) and a `tool_choice` other than `auto` and `none` (assumed). Throws INVALID_ARGUMENT.
 */
export function completionFromChat(body: JsonFields): CompletionRequest {
  const format = body.object('responseFormat');
  const jsonSchema = format?.object('jsonSchema');
  if (jsonSchema !== undefined && jsonSchema.text('name') === undefined)
    throw jsonSchema.refusal('name', 'is required');
  return {
    modelUri: body.text('model') ?? '',
    completionOptions: {
      stream: body.flag('stream') ?? false,
      temperature: body.number('temperature'),
      maxTokens: body.integer('maxCompletionTokens') ?? body.integer('maxTokens'),
    },
    messages: chatMessages(body.objects('messages')),
    tools: body.objects('tools').map((tool) => {
      const described = tool.object('function');
      return {
        function: {
          name: described?.text('name') ?? '',
          description: described?.text('description') ?? '',
          parameters: described?.json('parameters'),
          strict: described?.flag('strict') ?? false,
        },
      };
    }),
    ...(body.value('toolChoice') === 'none' ? { toolChoice: { mode: 'NONE' as const } } : {}),
    ...(jsonSchema === undefined
      ? { jsonObject: format?.text('type') === 'json_object' ? true : undefined }
      : { jsonSchema: { schema: jsonSchema.json('schema') } }),
  };
}

/** Text and calls of one message become two; results that follow one another become one. */
function chatMessages(chat: readonly JsonFields[]): Message[] {
  const messages: Message[] = [];
  let calls: { id: string; name: string }[] = [];
  for (const message of chat) {
    const role = message.text('role') ?? '';
    if (role === 'tool') {
      const name = takeCall(message, calls);
      const result = { functionResult: { name, content: contentOf(message) } };
      const last = messages.at(-1);
      if (last?.toolResultList === undefined)
        messages.push({ role: 'user', toolResultList: { toolResults: [result] } });
      else last.toolResultList.toolResults.push(result);
      continue;
    }
    const made = message.objects('toolCalls');
    const text = contentOf(message);
    if (text !== '' || made.length === 0)
      messages.push({ role: role === 'developer' ? 'system' : role, text });
    if (made.length > 0) messages.push({ role, toolCallList: { toolCalls: made.map(toolCall) } });
    calls = made.map((call) => ({
      id: call.text('id') ?? '',
      name: call.object('function')?.text('name') ?? '',
    }));
  }
  return messages;
}

/** The name of the call that a result belongs to: ids repeat, being names of functions, so order tells. */
function takeCall(message: JsonFields, calls: { id: string; name: string }[]): string {
  const id = message.text('toolCallId') ?? '';
  const at = calls.findIndex((call) => call.id === id);
  const [call] = at < 0 ? [] : calls.splice(at, 1);
  if (call === undefined) throw message.refusal('tool_call_id', `there is no call '${id}' for this result`);
  return call.name;
}

function toolCall(call: JsonFields): ToolCall {
  const made = call.object('function');
  return {
    functionCall: { name: made?.text('name') ?? '', arguments: argumentsOf(call, made?.text('arguments')) },
  };
}

function argumentsOf(call: JsonFields, text = ''): JsonObject {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Falls through: whatever is not a JSON object is refused in the same words.
  }
  throw call.refusal('function.arguments', 'must be a JSON object in a string');
}

/** A text, or the parts of one; nothing else can be heard over the phone. */
function contentOf(message: JsonFields): string {
  const content = message.value('content');
  if (content === undefined || typeof content === 'string') return content ?? '';
  const texts = message.objects('content').map((part) => part.text('text'));
  if (texts.some((text) => text === undefined))
    throw message.refusal('content', 'only parts of type text are known');
  return texts.join('');
}
