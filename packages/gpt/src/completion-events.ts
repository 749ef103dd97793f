import { VoiceError, type LlmEvent, type ToolCall } from '@rechka/core';
import type { Alternative, CompletionResponse, ContentUsage, ToolCallList } from '@rechka/proto/gpt';
import { CumulativeText } from './cumulative-text.js';

type FinishReason = (LlmEvent & { type: 'finish' })['reason'];

const reasons: Partial<Record<Alternative['status'], FinishReason>> = {
  ALTERNATIVE_STATUS_FINAL: 'stop',
  ALTERNATIVE_STATUS_TRUNCATED_FINAL: 'length',
  ALTERNATIVE_STATUS_CONTENT_FILTER: 'content-filter',
  ALTERNATIVE_STATUS_TOOL_CALLS: 'tool-calls',
};

/** Turns the responses of one completion into events of a model round. */
export class CompletionEvents {
  readonly #requestId: string;
  readonly #newCallId: (name: string) => string;
  readonly #text = new CumulativeText();
  #calls: ToolCallList | undefined;
  #toldUsage: ContentUsage | undefined;
  #reason: FinishReason | undefined;
  #answered = false;
  #spoken = false;

  /** `newCallId` gives the calls the ids that the service does not. */
  constructor(requestId: string, newCallId: (name: string) => string) {
    this.#requestId = requestId;
    this.#newCallId = newCallId;
  }

  /**
   * The tokens so far if they have changed, then what the response adds to the text. Tokens go first: who leaves at
   * a text knows what it has cost. Calls are kept for the end, for each response repeats them.
   */
  next({ usage, alternatives: [alternative] }: CompletionResponse): LlmEvent[] {
    const events = usage === undefined ? [] : this.#usageEvents(usage);
    if (alternative === undefined) return events;
    this.#answered = true;
    this.#reason = reasons[alternative.status] ?? this.#reason;
    this.#calls = alternative.message?.toolCallList ?? this.#calls;
    // The notice of a filter takes the place of the answer: it does not continue one that is half told.
    if (this.#spoken && this.#reason === 'content-filter') return events;
    const text = this.#text.next(alternative.message?.text ?? '');
    if (text === '') return events;
    this.#spoken = true;
    return [...events, { type: 'text', text }];
  }

  /** What is told when the stream has ended. Throws `ERR_PROTOCOL` if there was no answer in it. */
  end(): LlmEvent[] {
    if (!this.#answered) {
      throw new VoiceError({
        code: 'ERR_PROTOCOL',
        message: 'The model ended its stream without an answer; try again.',
        retryable: true,
        requestId: this.#requestId,
      });
    }
    const calls = (this.#calls?.toolCalls ?? []).flatMap(({ functionCall }): LlmEvent[] =>
      functionCall === undefined ? [] : [{ type: 'tool-call', call: this.#toolCall(functionCall) }],
    );
    const reason = calls.length > 0 ? 'tool-calls' : (this.#reason ?? 'stop');
    return [...calls, { type: 'finish', reason }];
  }

  #toolCall(call: { name: string; arguments?: object | undefined }): ToolCall {
    return { id: this.#newCallId(call.name), name: call.name, arguments: { ...call.arguments } };
  }

  #usageEvents(usage: ContentUsage): LlmEvent[] {
    const { inputTextTokens: inputTokens, completionTokens: outputTokens } = usage;
    const told = this.#toldUsage;
    if (told?.inputTextTokens === inputTokens && told.completionTokens === outputTokens) return [];
    this.#toldUsage = usage;
    return [{ type: 'usage', inputTokens, outputTokens, requestId: this.#requestId }];
  }
}
