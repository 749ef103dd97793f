import type { CompletionRequest, Message } from '@rechka/proto/gpt';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import type { GptRequest } from './gpt-request.js';
import { splitTokens } from './tokens.js';

/** Longest text of a message, in characters (third-party: from the refusal's text). */
const maxTextChars = 100_000;

/**
 * Throws INVALID_ARGUMENT for what the service would not answer. That of a long text and of a long conversation is
 * as users saw it; the other texts are assumed.
 */
export function checkCompletion({ messages, completionOptions, tools, toolChoice }: CompletionRequest): void {
  if (messages.length === 0) throw invalid('messages: at least one message is required');
  messages.forEach((message, index) => checkMessage(message, messages[index - 1], index));
  const { temperature = 0.3, maxTokens = 1 } = completionOptions ?? {};
  if (!(temperature >= 0 && temperature <= 1))
    throw invalid(`temperature: ${temperature} is outside the range [0, 1]`);
  if (maxTokens < 1) throw invalid(`max_tokens: ${maxTokens} must be greater than 0`);
  const names = tools.map(({ function: tool }) => tool?.name ?? '');
  if (names.includes('')) throw invalid('tools: a function must have a name');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`tools: function '${twice}' is there twice`);
  const forced = toolChoice?.functionName;
  if (forced !== undefined && !names.includes(forced))
    throw invalid(`tool_choice: function '${forced}' is not among the tools`);
  if (toolChoice?.mode === 'REQUIRED' && names.length === 0)
    throw invalid('tool_choice: a call is required, but there are no tools');
}

/** The length of a text is refused in the words users saw; 0 is outside its range too. */
export function checkText(text: string): void {
  if (text.length > 0 && text.length <= maxTextChars) return;
  throw invalid(`text length is ${text.length}, which is outside the range (0, ${maxTextChars}]`);
}

/** Throws INVALID_ARGUMENT for a conversation beyond the model's context; returns its tokens. */
export function checkInputTokens(request: GptRequest, maxInputTokens: number): number {
  const tokens = inputTokens(request);
  if (tokens <= maxInputTokens) return tokens;
  throw invalid(`number of input tokens must be no more than ${maxInputTokens}, got ${tokens}`);
}

/** What a request has, as its answer tells it: texts, calls, results, and the tools that are offered. */
export function inputTokens({ messages, tools }: GptRequest): number {
  const texts = messages.flatMap(({ text, toolCalls, toolResults }) => [
    text,
    ...toolCalls.map((call) => JSON.stringify(call)),
    ...toolResults.map(({ content }) => content),
  ]);
  const offered = tools.map((tool) => JSON.stringify(tool));
  return [...texts, ...offered].reduce((sum, text) => sum + splitTokens(text).length, 0);
}

function checkMessage(message: Message, before: Message | undefined, index: number): void {
  const { role, text, toolCallList, toolResultList } = message;
  if (!['system', 'user', 'assistant'].includes(role))
    throw invalid(`messages[${index}].role: '${role}' is not one of system, user, assistant`);
  if (toolCallList !== undefined) {
    if (role !== 'assistant' || toolCallList.toolCalls.length === 0)
      throw invalid(`messages[${index}]: a list of tool calls is an assistant's and not empty`);
  } else if (toolResultList === undefined) {
    checkText(text ?? '');
  } else {
    checkResults(toolResultList.toolResults, before, index);
  }
}

/** Results follow right after the calls they belong to, each for one of them. */
function checkResults(
  results: NonNullable<Message['toolResultList']>['toolResults'],
  before: Message | undefined,
  index: number,
): void {
  const called = (before?.toolCallList?.toolCalls ?? []).map(({ functionCall }) => functionCall?.name ?? '');
  if (called.length === 0 || results.length === 0)
    throw invalid(`messages[${index}]: tool results must follow the message with their calls`);
  for (const { functionResult } of results) {
    const name = functionResult?.name ?? '';
    const at = called.indexOf(name);
    if (at < 0) throw invalid(`messages[${index}]: there is no call of '${name}' for this result`);
    called.splice(at, 1);
  }
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
