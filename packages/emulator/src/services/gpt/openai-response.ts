import type { AnswerStatus } from './generation.js';
import type { CostedAnswer } from './gpt-model.js';

/** What is the same in all pieces of an answer. */
export interface ChatHead {
  id: string;
  /** Unix time in seconds. */
  created: number;
  model: string;
}

const finishReasons: Record<AnswerStatus, string | undefined> = {
  partial: undefined,
  final: 'stop',
  truncated: 'length',
  filtered: 'content_filter',
  'tool-calls': 'tool_calls',
};

/** A whole answer, as recorded of `yandexgpt`. */
export function chatCompletion({ id, created, model }: ChatHead, answer: CostedAnswer): object {
  const { text, inputTokens, completionTokens, status } = answer;
  const message = { role: 'assistant', content: text, ...toolCallsOf(answer) };
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, finish_reason: finishReasons[status] }],
    usage: {
      prompt_tokens: inputTokens,
      total_tokens: inputTokens + completionTokens,
      completion_tokens: completionTokens,
    },
  };
}

/**
 * The pieces of a streamed answer, as recorded of `yandexgpt`: the first has the role and the first words, the last the
 * reason of the end, and none the usage.
 */
export class ChatChunks {
  readonly #head: ChatHead;
  #told: string | undefined;

  constructor(head: ChatHead) {
    this.#head = head;
  }

  /** The piece that adds what is new in an answer. */
  next(answer: CostedAnswer): object {
    const { id, created, model } = this.#head;
    const added = answer.text.slice(this.#told?.length ?? 0);
    const delta = {
      ...(this.#told === undefined ? { role: 'assistant' } : {}),
      ...(added === '' ? {} : { content: added }),
      ...toolCallsOf(answer),
    };
    this.#told = answer.text;
    const reason = finishReasons[answer.status];
    const choice = { index: 0, delta, ...(reason === undefined ? {} : { finish_reason: reason }) };
    return { id, object: 'chat.completion.chunk', created, model, choices: [choice] };
  }
}

/** Calls come whole, and the name of the function is their id (recorded), so ids repeat. */
function toolCallsOf({ toolCalls }: CostedAnswer): object {
  if (toolCalls.length === 0) return {};
  return {
    tool_calls: toolCalls.map((call, index) => ({
      index,
      id: call.name,
      type: 'function',
      function: { name: call.name, arguments: JSON.stringify(call.arguments) },
    })),
  };
}
