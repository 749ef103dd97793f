import type { Message, ToolResult, ToolSpec } from '@rechka/core';
import type { JsonObject } from '@rechka/proto/wire';
import type { MessageInit, ToolInit } from '@rechka/proto/gpt';

/**
 * A conversation as the service takes it. A message holds text or tool calls, so an assistant's message
 * with both becomes two. Results have no ids on the wire and are matched by name and order: they go in the
 * order of their calls, from the role `user` (as recorded from the official SDK). Empty texts, which the
 * service refuses, are left out.
 */
export function wireMessages(messages: readonly Message[]): MessageInit[] {
  let calls: readonly { id: string }[] = [];
  return messages.flatMap((message): MessageInit[] => {
    switch (message.role) {
      case 'tool':
        return [
          { role: 'user', toolResultList: { toolResults: inOrder(message.results, calls).map(wireResult) } },
        ];
      case 'assistant': {
        calls = message.toolCalls ?? [];
        const toolCalls = (message.toolCalls ?? []).map((call) => ({
          functionCall: { name: call.name, arguments: call.arguments as JsonObject },
        }));
        const list: MessageInit[] =
          toolCalls.length > 0 ? [{ role: 'assistant', toolCallList: { toolCalls } }] : [];
        return [...textMessage('assistant', message.text), ...list];
      }
      default:
        return textMessage(message.role, message.text);
    }
  });
}

/** Tools as the service takes them. */
export function wireTools(tools: readonly ToolSpec[]): ToolInit[] {
  return tools.map(({ name, description, parameters }) => ({
    function: { name, description, parameters: parameters as JsonObject },
  }));
}

function textMessage(role: string, text: string): MessageInit[] {
  return text.trim() === '' ? [] : [{ role, text }];
}

function wireResult({ name, content }: ToolResult) {
  return { functionResult: { name, content } };
}

function inOrder(results: readonly ToolResult[], calls: readonly { id: string }[]): ToolResult[] {
  const place = (id: string) => {
    const at = calls.findIndex((call) => call.id === id);
    return at < 0 ? calls.length : at;
  };
  return [...results].sort((a, b) => place(a.id) - place(b.id));
}
