import { tellModel } from '../agent/tool-state.js';
import { checkFlag, invalidOption } from '../errors/validate.js';
import type { Message, ToolCall, ToolResult } from '../ports/language-model.js';

/**
 * A history from elsewhere (another call, a database), checked and copied. What a tool had been doing when it was
 * exported is not known in this conversation, and the model is told so.
 *
 * Throws `ERR_INVALID_OPTION` for what no model could be shown.
 */
export function restoreHistory(history: unknown): Message[] {
  if (!Array.isArray(history)) throw invalidOption('history', history, 'a list of messages');
  const messages = history.map((message: unknown, at) => restoreMessage(message, `history[${at}]`));
  for (const [at, message] of messages.entries()) {
    const before = messages[at - 1];
    if (message.role === 'tool') checkAnswers(message.results, before, `history[${at}]`);
    else checkAnswered(before, `history[${at - 1}]`);
  }
  checkAnswered(messages.at(-1), `history[${messages.length - 1}]`);
  return messages;
}

function restoreMessage(message: unknown, name: string): Message {
  if (!isObject(message)) throw invalidOption(name, message, 'a message');
  const { role, text, interrupted, toolCalls, results } = message;
  if (role === 'tool') {
    return { role, results: list(results, `${name}.results`, restoreResult) };
  }
  if (role !== 'system' && role !== 'user' && role !== 'assistant') {
    throw invalidOption(`${name}.role`, role, 'one of system, user, assistant, tool');
  }
  if (typeof text !== 'string') throw invalidOption(`${name}.text`, text, 'a string');
  if (role !== 'assistant') return { role, text };
  if (interrupted !== undefined) checkFlag(`${name}.interrupted`, interrupted);
  return {
    role,
    text,
    ...(interrupted !== undefined && { interrupted }),
    ...(toolCalls !== undefined && { toolCalls: list(toolCalls, `${name}.toolCalls`, restoreCall) }),
  };
}

function restoreCall(call: unknown, name: string): ToolCall {
  if (!isObject(call)) throw invalidOption(name, call, 'a call of a tool');
  return {
    id: nonEmpty(call.id, `${name}.id`),
    name: nonEmpty(call.name, `${name}.name`),
    arguments: restoreArguments(call.arguments, `${name}.arguments`),
  };
}

function restoreArguments(value: unknown, name: string): Record<string, unknown> {
  if (!isObject(value)) throw invalidOption(name, value, 'an object');
  try {
    return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  } catch {
    // A cycle, a BigInt: whatever it is, no model was ever sent it.
    throw invalidOption(name, value, 'what JSON can hold');
  }
}

function restoreResult(result: unknown, name: string): ToolResult {
  if (!isObject(result)) throw invalidOption(name, result, 'a result of a tool');
  const { content } = result;
  if (typeof content !== 'string') throw invalidOption(`${name}.content`, content, 'a string');
  return {
    id: nonEmpty(result.id, `${name}.id`),
    name: nonEmpty(result.name, `${name}.name`),
    content: content === tellModel({ status: 'running' }) ? tellModel({ status: 'unknown' }) : content,
  };
}

/** Results without their calls, or calls without their results, are refused by models. */
function checkAnswers(results: readonly ToolResult[], before: Message | undefined, name: string): void {
  const calls = before?.role === 'assistant' ? (before.toolCalls ?? []) : [];
  const asked = calls.map(({ id }) => id).sort();
  const answered = results.map(({ id }) => id).sort();
  if (asked.length === 0 || JSON.stringify(asked) !== JSON.stringify(answered)) {
    throw invalidOption(name, answered.join(', '), 'a result for each toolCall of the message before it');
  }
}

function checkAnswered(message: Message | undefined, name: string): void {
  if (message?.role === 'assistant' && (message.toolCalls?.length ?? 0) > 0) {
    throw invalidOption(name, message, 'a tool message with the results of its toolCalls after it');
  }
}

function list<T>(value: unknown, name: string, restore: (item: unknown, name: string) => T): T[] {
  if (!Array.isArray(value)) throw invalidOption(name, value, 'a list');
  return value.map((item: unknown, at) => restore(item, `${name}[${at}]`));
}

function nonEmpty(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw invalidOption(name, value, 'a non-empty string');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
