import type { CompletionRequest } from '@rechka/proto/gpt';
import type { JsonObject } from '@rechka/proto/wire';

/** A call of a tool that the emulated model makes. There are no call ids on this wire: name and order tell. */
export interface GptToolCall {
  name: string;
  arguments: JsonObject;
}

/** A message of the conversation as the emulated model got it. */
export interface GptMessage {
  /** `system`, `user` or `assistant`; tool results come as `user`. */
  role: string;
  /** Empty in messages of tool calls and tool results. */
  text: string;
  toolCalls: readonly GptToolCall[];
  toolResults: readonly { name: string; content: string }[];
}

/** A tool that a request offers. */
export interface GptTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments; empty if the request has none. */
  parameters: JsonObject;
}

/** Over which interface a request came. */
export type GptApi = 'grpc' | 'rest' | 'openai';

/** What a client asks of the emulated model, the same whatever interface it came over. */
export interface GptRequest {
  readonly api: GptApi;
  /** As `gpt://<folder>/<model>/latest`. */
  readonly modelUri: string;
  readonly messages: readonly GptMessage[];
  readonly tools: readonly GptTool[];
  /** Whether a tool may, must not or must be called; a name stands for the one that must be. */
  readonly toolChoice: 'auto' | 'none' | 'required' | { readonly name: string };
  readonly parallelToolCalls: boolean;
  /** What the answer has to be: any text, any JSON object, or JSON that fits a schema. */
  readonly format: 'text' | 'json' | { readonly schema: JsonObject };
  /** Whether the answer is sent as it grows. */
  readonly stream: boolean;
  /** 0 to 1. */
  readonly temperature: number;
  /** Longest answer in tokens, if the request sets it. */
  readonly maxTokens: number | undefined;
}

/** Reads a request of the wire, which {@link checkCompletion} has passed. */
export function gptRequest(request: CompletionRequest, api: GptApi): GptRequest {
  const { modelUri, completionOptions, jsonObject, jsonSchema, parallelToolCalls = true } = request;
  return {
    api,
    modelUri,
    messages: request.messages.map(gptMessage),
    tools: request.tools.map(({ function: tool }) => ({
      name: tool?.name ?? '',
      description: tool?.description ?? '',
      parameters: tool?.parameters ?? {},
    })),
    toolChoice: toolChoice(request),
    parallelToolCalls,
    format:
      jsonSchema?.schema !== undefined
        ? { schema: jsonSchema.schema }
        : jsonObject === true
          ? 'json'
          : 'text',
    stream: completionOptions?.stream ?? false,
    temperature: completionOptions?.temperature ?? 0.3,
    maxTokens: completionOptions?.maxTokens,
  };
}

function gptMessage({
  role,
  text,
  toolCallList,
  toolResultList,
}: CompletionRequest['messages'][number]): GptMessage {
  return {
    role,
    text: text ?? '',
    toolCalls: (toolCallList?.toolCalls ?? []).map(({ functionCall }) => ({
      name: functionCall?.name ?? '',
      arguments: functionCall?.arguments ?? {},
    })),
    toolResults: (toolResultList?.toolResults ?? []).map(({ functionResult }) => ({
      name: functionResult?.name ?? '',
      content: functionResult?.content ?? '',
    })),
  };
}

function toolChoice({ toolChoice: choice }: CompletionRequest): GptRequest['toolChoice'] {
  if (choice?.functionName !== undefined) return { name: choice.functionName };
  if (choice?.mode === 'NONE') return 'none';
  return choice?.mode === 'REQUIRED' ? 'required' : 'auto';
}
