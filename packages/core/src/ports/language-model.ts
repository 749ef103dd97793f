import type { Urgency } from './urgency.js';

/** A call of a tool by the model. `arguments` is the parsed JSON object. */
export interface ToolCall {
  /** Unique within the conversation; made up by the client where the provider has none. */
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** What came of a tool call, told to the model as text. */
export interface ToolResult {
  id: string;
  name: string;
  content: string;
}

/** One entry of a conversation, as a model is shown it. */
export type Message =
  | { role: 'system'; text: string }
  | { role: 'user'; text: string }
  /** `interrupted`: the text is what the caller heard of it. */
  | { role: 'assistant'; text: string; interrupted?: boolean; toolCalls?: readonly ToolCall[] }
  | { role: 'tool'; results: readonly ToolResult[] };

/** A tool as the model sees it. */
export interface ToolSpec {
  name: string;
  description: string;
  /** JSON Schema of the arguments. */
  parameters: Record<string, unknown>;
}

/** What a model tells while it answers. */
export type LlmEvent =
  /** More of the answer: a delta, never the text so far. */
  | { type: 'text'; text: string }
  | { type: 'tool-call'; call: ToolCall }
  /** Tokens of the round so far. May come more than once; the last one counts. */
  | { type: 'usage'; inputTokens: number; outputTokens: number; requestId?: string }
  /** Last event. `length`: the token cap cut the answer. */
  | { type: 'finish'; reason: 'stop' | 'length' | 'content-filter' | 'tool-calls' };

/** How one round of a model is to be made. */
export interface LlmStreamOptions extends Urgency {
  /** Ends the round at once; iteration then throws `ERR_ABORTED`. */
  signal?: AbortSignal;
  /** What the model may call. Default: nothing. */
  tools?: readonly ToolSpec[];
}

/** One model round, streamed; it never runs a tool. Every implementation passes `languageModelConformance`. */
export interface LanguageModel {
  /**
   * Begins when iterated. Throws a `VoiceError` if the provider fails, `ERR_ABORTED` if `signal` aborts. The reader is the
   * bot's voice and takes as long as speech: take from the provider what comes, and keep it, or quotas and deadlines wait
   * for the caller to have heard it.
   */
  stream(messages: readonly Message[], options?: LlmStreamOptions): AsyncIterable<LlmEvent>;
}
