import type { Alternative, CompletionResponseInit } from '@rechka/proto/gpt';
import type { AnswerStatus } from './generation.js';
import type { CostedAnswer } from './gpt-model.js';

/** `modelVersion` of all responses; the real ones are dates (`09.02.2025`). */
export const modelVersion = 'emulator';

const statuses: Record<AnswerStatus, Alternative['status']> = {
  partial: 'ALTERNATIVE_STATUS_PARTIAL',
  final: 'ALTERNATIVE_STATUS_FINAL',
  truncated: 'ALTERNATIVE_STATUS_TRUNCATED_FINAL',
  filtered: 'ALTERNATIVE_STATUS_CONTENT_FILTER',
  'tool-calls': 'ALTERNATIVE_STATUS_TOOL_CALLS',
};

/** An answer as gRPC carries it. The details of tokens are there and empty, as recorded: the model never thinks. */
export function completionResponse(answer: CostedAnswer): CompletionResponseInit {
  const { text, toolCalls, status, inputTokens, completionTokens } = answer;
  const content =
    toolCalls.length === 0
      ? { text }
      : { toolCallList: { toolCalls: toolCalls.map((functionCall) => ({ functionCall })) } };
  return {
    alternatives: [{ message: { role: 'assistant', ...content }, status: statuses[status] }],
    usage: {
      inputTextTokens: inputTokens,
      completionTokens,
      totalTokens: inputTokens + completionTokens,
      completionTokensDetails: {},
    },
    modelVersion,
  };
}
