// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Codec, JsonObject, Method, OneOf, Reader, Writer } from '../wire.js';
import {
  EnumTable,
  createCodec,
  readBoolValue,
  readDoubleValue,
  readInt64Value,
  readStruct,
  refuseSeveral,
  refuseUnknown,
  writeBoolValue,
  writeDoubleValue,
  writeInt64Value,
  writeStruct,
} from '../wire.js';
import type { OperationInit } from './operation.js';
import { Operation } from './operation.js';

/** A conversation to answer. */
export type CompletionRequest = {
  /** As `gpt://<folder>/<model>/latest`. */
  modelUri: string;
  completionOptions?: CompletionOptions | undefined;
  messages: Message[];
  tools: Tool[];
  /** Whether several tools may be called at once. */
  parallelToolCalls?: boolean | undefined;
  toolChoice?: ToolChoice | undefined;
} & OneOf<{
  /** Any JSON object will do as the answer. */
  jsonObject: boolean;
  jsonSchema: JsonSchema;
}>;

/** What may be encoded as a {@link CompletionRequest}. */
export type CompletionRequestInit = {
  /** As `gpt://<folder>/<model>/latest`. */
  readonly modelUri?: string | undefined;
  readonly completionOptions?: CompletionOptionsInit | undefined;
  readonly messages?: readonly MessageInit[] | undefined;
  readonly tools?: readonly ToolInit[] | undefined;
  /** Whether several tools may be called at once. */
  readonly parallelToolCalls?: boolean | undefined;
  readonly toolChoice?: ToolChoiceInit | undefined;
} & OneOf<{
  /** Any JSON object will do as the answer. */
  jsonObject: boolean;
  jsonSchema: JsonSchemaInit;
}>;

const completionRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'modelUri',
  'completionOptions',
  'messages',
  'tools',
  'jsonObject',
  'jsonSchema',
  'parallelToolCalls',
  'toolChoice',
]);

function writeCompletionRequest(writer: Writer, message: CompletionRequestInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.CompletionRequest', completionRequestFields, message);
  if ((message.jsonObject === undefined ? 0 : 1) + (message.jsonSchema === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'yandex.cloud.ai.foundation_models.v1.CompletionRequest',
      'ResponseFormat',
      ['jsonObject', 'jsonSchema'],
      message,
    );
  }
  if (message.toolChoice !== undefined)
    writer.message(66, writeToolChoice, message.toolChoice, 'CompletionRequest.toolChoice');
  if (message.parallelToolCalls !== undefined) writer.wrapped(58, writeBoolValue, message.parallelToolCalls);
  if (message.jsonSchema !== undefined)
    writer.message(50, writeJsonSchema, message.jsonSchema, 'CompletionRequest.jsonSchema');
  if (message.jsonObject !== undefined) writer.bool(40, message.jsonObject, 'CompletionRequest.jsonObject');
  if (message.tools !== undefined) writer.messages(34, writeTool, message.tools, 'CompletionRequest.tools');
  if (message.messages !== undefined)
    writer.messages(26, writeMessage, message.messages, 'CompletionRequest.messages');
  if (message.completionOptions !== undefined)
    writer.message(
      18,
      writeCompletionOptions,
      message.completionOptions,
      'CompletionRequest.completionOptions',
    );
  if (message.modelUri !== undefined && message.modelUri !== '')
    writer.string(10, message.modelUri, 'CompletionRequest.modelUri');
}

function readCompletionRequest(reader: Reader, previous: CompletionRequest | undefined): CompletionRequest {
  let modelUri: string = '';
  let completionOptions: CompletionOptions | undefined;
  let messages: Message[] = [];
  let tools: Tool[] = [];
  let jsonObject: boolean | undefined;
  let jsonSchema: JsonSchema | undefined;
  let parallelToolCalls: boolean | undefined;
  let toolChoice: ToolChoice | undefined;
  if (previous !== undefined)
    ({ modelUri, completionOptions, messages, tools, jsonObject, jsonSchema, parallelToolCalls, toolChoice } =
      previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        modelUri = reader.string();
        break;
      case 18:
        completionOptions = reader.message(readCompletionOptions, completionOptions);
        break;
      case 26:
        messages.push(reader.message(readMessage, undefined));
        break;
      case 34:
        tools.push(reader.message(readTool, undefined));
        break;
      case 40:
        jsonObject = reader.bool();
        jsonSchema = undefined;
        break;
      case 50:
        jsonSchema = reader.message(readJsonSchema, jsonSchema);
        jsonObject = undefined;
        break;
      case 58:
        parallelToolCalls = reader.message(readBoolValue, parallelToolCalls);
        break;
      case 66:
        toolChoice = reader.message(readToolChoice, toolChoice);
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    modelUri,
    completionOptions,
    messages,
    tools,
    jsonObject,
    jsonSchema,
    parallelToolCalls,
    toolChoice,
  } as CompletionRequest;
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.CompletionRequest`. */
export const CompletionRequest: Codec<CompletionRequest, CompletionRequestInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.CompletionRequest',
  writeCompletionRequest,
  readCompletionRequest,
);

/** The answer, or the answer so far. */
export interface CompletionResponse {
  alternatives: Alternative[];
  usage?: ContentUsage | undefined;
  modelVersion: string;
}

/** What may be encoded as a {@link CompletionResponse}. */
export interface CompletionResponseInit {
  readonly alternatives?: readonly AlternativeInit[] | undefined;
  readonly usage?: ContentUsageInit | undefined;
  readonly modelVersion?: string | undefined;
}

const completionResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'alternatives',
  'usage',
  'modelVersion',
]);

function writeCompletionResponse(writer: Writer, message: CompletionResponseInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.CompletionResponse', completionResponseFields, message);
  if (message.modelVersion !== undefined && message.modelVersion !== '')
    writer.string(26, message.modelVersion, 'CompletionResponse.modelVersion');
  if (message.usage !== undefined)
    writer.message(18, writeContentUsage, message.usage, 'CompletionResponse.usage');
  if (message.alternatives !== undefined)
    writer.messages(10, writeAlternative, message.alternatives, 'CompletionResponse.alternatives');
}

function readCompletionResponse(
  reader: Reader,
  previous: CompletionResponse | undefined,
): CompletionResponse {
  let alternatives: Alternative[] = [];
  let usage: ContentUsage | undefined;
  let modelVersion: string = '';
  if (previous !== undefined) ({ alternatives, usage, modelVersion } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        alternatives.push(reader.message(readAlternative, undefined));
        break;
      case 18:
        usage = reader.message(readContentUsage, usage);
        break;
      case 26:
        modelVersion = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { alternatives, usage, modelVersion };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.CompletionResponse`. */
export const CompletionResponse: Codec<CompletionResponse, CompletionResponseInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.ai.foundation_models.v1.CompletionResponse',
    writeCompletionResponse,
    readCompletionResponse,
  );

/** A text to split. */
export interface TokenizeRequest {
  /** As `gpt://<folder>/<model>/latest`. */
  modelUri: string;
  text: string;
}

/** What may be encoded as a {@link TokenizeRequest}. */
export interface TokenizeRequestInit {
  /** As `gpt://<folder>/<model>/latest`. */
  readonly modelUri?: string | undefined;
  readonly text?: string | undefined;
}

const tokenizeRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['modelUri', 'text']);

function writeTokenizeRequest(writer: Writer, message: TokenizeRequestInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.TokenizeRequest', tokenizeRequestFields, message);
  if (message.text !== undefined && message.text !== '')
    writer.string(18, message.text, 'TokenizeRequest.text');
  if (message.modelUri !== undefined && message.modelUri !== '')
    writer.string(10, message.modelUri, 'TokenizeRequest.modelUri');
}

function readTokenizeRequest(reader: Reader, previous: TokenizeRequest | undefined): TokenizeRequest {
  let modelUri: string = '';
  let text: string = '';
  if (previous !== undefined) ({ modelUri, text } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        modelUri = reader.string();
        break;
      case 18:
        text = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { modelUri, text };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.TokenizeRequest`. */
export const TokenizeRequest: Codec<TokenizeRequest, TokenizeRequestInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.TokenizeRequest',
  writeTokenizeRequest,
  readTokenizeRequest,
);

/** The tokens of the text. */
export interface TokenizeResponse {
  tokens: Token[];
  modelVersion: string;
}

/** What may be encoded as a {@link TokenizeResponse}. */
export interface TokenizeResponseInit {
  readonly tokens?: readonly TokenInit[] | undefined;
  readonly modelVersion?: string | undefined;
}

const tokenizeResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['tokens', 'modelVersion']);

function writeTokenizeResponse(writer: Writer, message: TokenizeResponseInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.TokenizeResponse', tokenizeResponseFields, message);
  if (message.modelVersion !== undefined && message.modelVersion !== '')
    writer.string(18, message.modelVersion, 'TokenizeResponse.modelVersion');
  if (message.tokens !== undefined)
    writer.messages(10, writeToken, message.tokens, 'TokenizeResponse.tokens');
}

function readTokenizeResponse(reader: Reader, previous: TokenizeResponse | undefined): TokenizeResponse {
  let tokens: Token[] = [];
  let modelVersion: string = '';
  if (previous !== undefined) ({ tokens, modelVersion } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        tokens.push(reader.message(readToken, undefined));
        break;
      case 18:
        modelVersion = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { tokens, modelVersion };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.TokenizeResponse`. */
export const TokenizeResponse: Codec<TokenizeResponse, TokenizeResponseInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.TokenizeResponse',
  writeTokenizeResponse,
  readTokenizeResponse,
);

/** How to generate. */
export interface CompletionOptions {
  /** Send the answer while it grows. */
  stream: boolean;
  /** 0 to 1; absent means 0.3. */
  temperature?: number | undefined;
  /** The answer is cut after so many tokens. */
  maxTokens?: number | undefined;
  reasoningOptions?: ReasoningOptions | undefined;
}

/** What may be encoded as a {@link CompletionOptions}. */
export interface CompletionOptionsInit {
  /** Send the answer while it grows. */
  readonly stream?: boolean | undefined;
  /** 0 to 1; absent means 0.3. */
  readonly temperature?: number | undefined;
  /** The answer is cut after so many tokens. */
  readonly maxTokens?: number | undefined;
  readonly reasoningOptions?: ReasoningOptionsInit | undefined;
}

const completionOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'stream',
  'temperature',
  'maxTokens',
  'reasoningOptions',
]);

function writeCompletionOptions(writer: Writer, message: CompletionOptionsInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.CompletionOptions', completionOptionsFields, message);
  if (message.reasoningOptions !== undefined)
    writer.message(34, writeReasoningOptions, message.reasoningOptions, 'CompletionOptions.reasoningOptions');
  if (message.maxTokens !== undefined) writer.wrapped(26, writeInt64Value, message.maxTokens);
  if (message.temperature !== undefined) writer.wrapped(18, writeDoubleValue, message.temperature);
  if (message.stream !== undefined && message.stream !== false)
    writer.bool(8, message.stream, 'CompletionOptions.stream');
}

function readCompletionOptions(reader: Reader, previous: CompletionOptions | undefined): CompletionOptions {
  let stream: boolean = false;
  let temperature: number | undefined;
  let maxTokens: number | undefined;
  let reasoningOptions: ReasoningOptions | undefined;
  if (previous !== undefined) ({ stream, temperature, maxTokens, reasoningOptions } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        stream = reader.bool();
        break;
      case 18:
        temperature = reader.message(readDoubleValue, temperature);
        break;
      case 26:
        maxTokens = reader.message(readInt64Value, maxTokens);
        break;
      case 34:
        reasoningOptions = reader.message(readReasoningOptions, reasoningOptions);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { stream, temperature, maxTokens, reasoningOptions };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.CompletionOptions`. */
export const CompletionOptions: Codec<CompletionOptions, CompletionOptionsInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.CompletionOptions',
  writeCompletionOptions,
  readCompletionOptions,
);

/**
 * Whether the model thinks before it answers.
 *
 * - `REASONING_MODE_UNSPECIFIED` (0)
 * - `DISABLED` (1)
 * - `ENABLED_HIDDEN` (2)
 */
export type ReasoningOptions_ReasoningMode = 'REASONING_MODE_UNSPECIFIED' | 'DISABLED' | 'ENABLED_HIDDEN';

const ReasoningOptions_ReasoningModeTable = /* @__PURE__ */ new EnumTable<ReasoningOptions_ReasoningMode>(
  'yandex.cloud.ai.foundation_models.v1.ReasoningOptions.ReasoningMode',
  {
    REASONING_MODE_UNSPECIFIED: 0,
    DISABLED: 1,
    ENABLED_HIDDEN: 2,
  },
);

/** Whether the model thinks before it answers. */
export interface ReasoningOptions {
  mode: ReasoningOptions_ReasoningMode | number;
}

/** What may be encoded as a {@link ReasoningOptions}. */
export interface ReasoningOptionsInit {
  readonly mode?: ReasoningOptions_ReasoningMode | number | undefined;
}

const reasoningOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['mode']);

function writeReasoningOptions(writer: Writer, message: ReasoningOptionsInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ReasoningOptions', reasoningOptionsFields, message);
  if (message.mode !== undefined && message.mode !== 'REASONING_MODE_UNSPECIFIED' && message.mode !== 0)
    writer.enum(8, ReasoningOptions_ReasoningModeTable, message.mode, 'ReasoningOptions.mode');
}

function readReasoningOptions(reader: Reader, previous: ReasoningOptions | undefined): ReasoningOptions {
  let mode: ReasoningOptions_ReasoningMode | number = 'REASONING_MODE_UNSPECIFIED';
  if (previous !== undefined) ({ mode } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        mode = ReasoningOptions_ReasoningModeTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { mode };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ReasoningOptions`. */
export const ReasoningOptions: Codec<ReasoningOptions, ReasoningOptionsInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ReasoningOptions',
  writeReasoningOptions,
  readReasoningOptions,
);

/** One message of a conversation. */
export type Message = {
  /** `system`, `user` or `assistant`. */
  role: string;
} & OneOf<{
  text: string;
  toolCallList: ToolCallList;
  toolResultList: ToolResultList;
}>;

/** What may be encoded as a {@link Message}. */
export type MessageInit = {
  /** `system`, `user` or `assistant`. */
  readonly role?: string | undefined;
} & OneOf<{
  text: string;
  toolCallList: ToolCallListInit;
  toolResultList: ToolResultListInit;
}>;

const messageFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'role',
  'text',
  'toolCallList',
  'toolResultList',
]);

function writeMessage(writer: Writer, message: MessageInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.Message', messageFields, message);
  if (
    (message.text === undefined ? 0 : 1) +
      (message.toolCallList === undefined ? 0 : 1) +
      (message.toolResultList === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'yandex.cloud.ai.foundation_models.v1.Message',
      'Content',
      ['text', 'toolCallList', 'toolResultList'],
      message,
    );
  }
  if (message.toolResultList !== undefined)
    writer.message(34, writeToolResultList, message.toolResultList, 'Message.toolResultList');
  if (message.toolCallList !== undefined)
    writer.message(26, writeToolCallList, message.toolCallList, 'Message.toolCallList');
  if (message.text !== undefined) writer.string(18, message.text, 'Message.text');
  if (message.role !== undefined && message.role !== '') writer.string(10, message.role, 'Message.role');
}

function readMessage(reader: Reader, previous: Message | undefined): Message {
  let role: string = '';
  let text: string | undefined;
  let toolCallList: ToolCallList | undefined;
  let toolResultList: ToolResultList | undefined;
  if (previous !== undefined) ({ role, text, toolCallList, toolResultList } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        role = reader.string();
        break;
      case 18:
        text = reader.string();
        toolCallList = undefined;
        toolResultList = undefined;
        break;
      case 26:
        toolCallList = reader.message(readToolCallList, toolCallList);
        text = undefined;
        toolResultList = undefined;
        break;
      case 34:
        toolResultList = reader.message(readToolResultList, toolResultList);
        text = undefined;
        toolCallList = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { role, text, toolCallList, toolResultList } as Message;
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.Message`. */
export const Message: Codec<Message, MessageInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.Message',
  writeMessage,
  readMessage,
);

/** What the tokens of the answer were spent on. */
export interface ContentUsage_CompletionTokensDetails {
  reasoningTokens: number;
}

/** What may be encoded as a {@link ContentUsage_CompletionTokensDetails}. */
export interface ContentUsage_CompletionTokensDetailsInit {
  readonly reasoningTokens?: number | undefined;
}

const contentUsage_CompletionTokensDetailsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'reasoningTokens',
]);

function writeContentUsage_CompletionTokensDetails(
  writer: Writer,
  message: ContentUsage_CompletionTokensDetailsInit,
): void {
  refuseUnknown(
    'yandex.cloud.ai.foundation_models.v1.ContentUsage.CompletionTokensDetails',
    contentUsage_CompletionTokensDetailsFields,
    message,
  );
  if (message.reasoningTokens !== undefined && message.reasoningTokens !== 0)
    writer.int64(8, message.reasoningTokens, 'ContentUsage.CompletionTokensDetails.reasoningTokens');
}

function readContentUsage_CompletionTokensDetails(
  reader: Reader,
  previous: ContentUsage_CompletionTokensDetails | undefined,
): ContentUsage_CompletionTokensDetails {
  let reasoningTokens: number = 0;
  if (previous !== undefined) ({ reasoningTokens } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        reasoningTokens = reader.int64('ContentUsage.CompletionTokensDetails.reasoningTokens');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { reasoningTokens };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ContentUsage.CompletionTokensDetails`. */
export const ContentUsage_CompletionTokensDetails: Codec<
  ContentUsage_CompletionTokensDetails,
  ContentUsage_CompletionTokensDetailsInit
> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ContentUsage.CompletionTokensDetails',
  writeContentUsage_CompletionTokensDetails,
  readContentUsage_CompletionTokensDetails,
);

/** The tokens that a request took. */
export interface ContentUsage {
  inputTextTokens: number;
  completionTokens: number;
  totalTokens: number;
  completionTokensDetails?: ContentUsage_CompletionTokensDetails | undefined;
}

/** What may be encoded as a {@link ContentUsage}. */
export interface ContentUsageInit {
  readonly inputTextTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  readonly totalTokens?: number | undefined;
  readonly completionTokensDetails?: ContentUsage_CompletionTokensDetailsInit | undefined;
}

const contentUsageFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'inputTextTokens',
  'completionTokens',
  'totalTokens',
  'completionTokensDetails',
]);

function writeContentUsage(writer: Writer, message: ContentUsageInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ContentUsage', contentUsageFields, message);
  if (message.completionTokensDetails !== undefined)
    writer.message(
      34,
      writeContentUsage_CompletionTokensDetails,
      message.completionTokensDetails,
      'ContentUsage.completionTokensDetails',
    );
  if (message.totalTokens !== undefined && message.totalTokens !== 0)
    writer.int64(24, message.totalTokens, 'ContentUsage.totalTokens');
  if (message.completionTokens !== undefined && message.completionTokens !== 0)
    writer.int64(16, message.completionTokens, 'ContentUsage.completionTokens');
  if (message.inputTextTokens !== undefined && message.inputTextTokens !== 0)
    writer.int64(8, message.inputTextTokens, 'ContentUsage.inputTextTokens');
}

function readContentUsage(reader: Reader, previous: ContentUsage | undefined): ContentUsage {
  let inputTextTokens: number = 0;
  let completionTokens: number = 0;
  let totalTokens: number = 0;
  let completionTokensDetails: ContentUsage_CompletionTokensDetails | undefined;
  if (previous !== undefined)
    ({ inputTextTokens, completionTokens, totalTokens, completionTokensDetails } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        inputTextTokens = reader.int64('ContentUsage.inputTextTokens');
        break;
      case 16:
        completionTokens = reader.int64('ContentUsage.completionTokens');
        break;
      case 24:
        totalTokens = reader.int64('ContentUsage.totalTokens');
        break;
      case 34:
        completionTokensDetails = reader.message(
          readContentUsage_CompletionTokensDetails,
          completionTokensDetails,
        );
        break;
      default:
        reader.skip(tag);
    }
  }
  return { inputTextTokens, completionTokens, totalTokens, completionTokensDetails };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ContentUsage`. */
export const ContentUsage: Codec<ContentUsage, ContentUsageInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ContentUsage',
  writeContentUsage,
  readContentUsage,
);

/**
 * Whether the answer is complete, and what ended it.
 *
 * - `ALTERNATIVE_STATUS_UNSPECIFIED` (0)
 * - `ALTERNATIVE_STATUS_PARTIAL` (1): More is coming.
 * - `ALTERNATIVE_STATUS_TRUNCATED_FINAL` (2): Cut at the limit of tokens.
 * - `ALTERNATIVE_STATUS_FINAL` (3): Complete.
 * - `ALTERNATIVE_STATUS_CONTENT_FILTER` (4): Stopped by the content filter.
 * - `ALTERNATIVE_STATUS_TOOL_CALLS` (5): The model calls tools and waits for their results.
 */
export type Alternative_AlternativeStatus =
  | 'ALTERNATIVE_STATUS_UNSPECIFIED'
  | 'ALTERNATIVE_STATUS_PARTIAL'
  | 'ALTERNATIVE_STATUS_TRUNCATED_FINAL'
  | 'ALTERNATIVE_STATUS_FINAL'
  | 'ALTERNATIVE_STATUS_CONTENT_FILTER'
  | 'ALTERNATIVE_STATUS_TOOL_CALLS';

const Alternative_AlternativeStatusTable = /* @__PURE__ */ new EnumTable<Alternative_AlternativeStatus>(
  'yandex.cloud.ai.foundation_models.v1.Alternative.AlternativeStatus',
  {
    ALTERNATIVE_STATUS_UNSPECIFIED: 0,
    ALTERNATIVE_STATUS_PARTIAL: 1,
    ALTERNATIVE_STATUS_TRUNCATED_FINAL: 2,
    ALTERNATIVE_STATUS_FINAL: 3,
    ALTERNATIVE_STATUS_CONTENT_FILTER: 4,
    ALTERNATIVE_STATUS_TOOL_CALLS: 5,
  },
);

/** One answer of the model. */
export interface Alternative {
  message?: Message | undefined;
  status: Alternative_AlternativeStatus | number;
}

/** What may be encoded as a {@link Alternative}. */
export interface AlternativeInit {
  readonly message?: MessageInit | undefined;
  readonly status?: Alternative_AlternativeStatus | number | undefined;
}

const alternativeFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['message', 'status']);

function writeAlternative(writer: Writer, message: AlternativeInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.Alternative', alternativeFields, message);
  if (
    message.status !== undefined &&
    message.status !== 'ALTERNATIVE_STATUS_UNSPECIFIED' &&
    message.status !== 0
  )
    writer.enum(16, Alternative_AlternativeStatusTable, message.status, 'Alternative.status');
  if (message.message !== undefined) writer.message(10, writeMessage, message.message, 'Alternative.message');
}

function readAlternative(reader: Reader, previous: Alternative | undefined): Alternative {
  let message: Message | undefined;
  let status: Alternative_AlternativeStatus | number = 'ALTERNATIVE_STATUS_UNSPECIFIED';
  if (previous !== undefined) ({ message, status } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        message = reader.message(readMessage, message);
        break;
      case 16:
        status = Alternative_AlternativeStatusTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { message, status };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.Alternative`. */
export const Alternative: Codec<Alternative, AlternativeInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.Alternative',
  writeAlternative,
  readAlternative,
);

/** A token of the model. */
export interface Token {
  id: number;
  text: string;
  /** Part of the prompt template, not of the text. */
  special: boolean;
}

/** What may be encoded as a {@link Token}. */
export interface TokenInit {
  readonly id?: number | undefined;
  readonly text?: string | undefined;
  /** Part of the prompt template, not of the text. */
  readonly special?: boolean | undefined;
}

const tokenFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['id', 'text', 'special']);

function writeToken(writer: Writer, message: TokenInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.Token', tokenFields, message);
  if (message.special !== undefined && message.special !== false)
    writer.bool(24, message.special, 'Token.special');
  if (message.text !== undefined && message.text !== '') writer.string(18, message.text, 'Token.text');
  if (message.id !== undefined && message.id !== 0) writer.int64(8, message.id, 'Token.id');
}

function readToken(reader: Reader, previous: Token | undefined): Token {
  let id: number = 0;
  let text: string = '';
  let special: boolean = false;
  if (previous !== undefined) ({ id, text, special } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        id = reader.int64('Token.id');
        break;
      case 18:
        text = reader.string();
        break;
      case 24:
        special = reader.bool();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { id, text, special };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.Token`. */
export const Token: Codec<Token, TokenInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.Token',
  writeToken,
  readToken,
);

/** Something that the model may call. */
export type Tool = OneOf<{
  function: FunctionTool;
}>;

/** What may be encoded as a {@link Tool}. */
export type ToolInit = OneOf<{
  function: FunctionToolInit;
}>;

const toolFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['function']);

function writeTool(writer: Writer, message: ToolInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.Tool', toolFields, message);
  if (message.function !== undefined)
    writer.message(10, writeFunctionTool, message.function, 'Tool.function');
}

function readTool(reader: Reader, previous: Tool | undefined): Tool {
  let function_: FunctionTool | undefined;
  if (previous !== undefined) ({ function: function_ } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        function_ = reader.message(readFunctionTool, function_);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { function: function_ };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.Tool`. */
export const Tool: Codec<Tool, ToolInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.Tool',
  writeTool,
  readTool,
);

/** A function that the model may call. */
export interface FunctionTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments. */
  parameters?: JsonObject | undefined;
  /** Keep to the schema strictly. */
  strict: boolean;
}

/** What may be encoded as a {@link FunctionTool}. */
export interface FunctionToolInit {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** JSON Schema of the arguments. */
  readonly parameters?: JsonObject | undefined;
  /** Keep to the schema strictly. */
  readonly strict?: boolean | undefined;
}

const functionToolFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'name',
  'description',
  'parameters',
  'strict',
]);

function writeFunctionTool(writer: Writer, message: FunctionToolInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.FunctionTool', functionToolFields, message);
  if (message.strict !== undefined && message.strict !== false)
    writer.bool(32, message.strict, 'FunctionTool.strict');
  if (message.parameters !== undefined)
    writer.message(26, writeStruct, message.parameters, 'FunctionTool.parameters');
  if (message.description !== undefined && message.description !== '')
    writer.string(18, message.description, 'FunctionTool.description');
  if (message.name !== undefined && message.name !== '') writer.string(10, message.name, 'FunctionTool.name');
}

function readFunctionTool(reader: Reader, previous: FunctionTool | undefined): FunctionTool {
  let name: string = '';
  let description: string = '';
  let parameters: JsonObject | undefined;
  let strict: boolean = false;
  if (previous !== undefined) ({ name, description, parameters, strict } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      case 18:
        description = reader.string();
        break;
      case 26:
        parameters = reader.message(readStruct, parameters);
        break;
      case 32:
        strict = reader.bool();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { name, description, parameters, strict };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.FunctionTool`. */
export const FunctionTool: Codec<FunctionTool, FunctionToolInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.FunctionTool',
  writeFunctionTool,
  readFunctionTool,
);

/** The model calls a function. */
export interface FunctionCall {
  name: string;
  /** A JSON object; every number in it is a double. */
  arguments?: JsonObject | undefined;
}

/** What may be encoded as a {@link FunctionCall}. */
export interface FunctionCallInit {
  readonly name?: string | undefined;
  /** A JSON object; every number in it is a double. */
  readonly arguments?: JsonObject | undefined;
}

const functionCallFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['name', 'arguments']);

function writeFunctionCall(writer: Writer, message: FunctionCallInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.FunctionCall', functionCallFields, message);
  if (message.arguments !== undefined)
    writer.message(18, writeStruct, message.arguments, 'FunctionCall.arguments');
  if (message.name !== undefined && message.name !== '') writer.string(10, message.name, 'FunctionCall.name');
}

function readFunctionCall(reader: Reader, previous: FunctionCall | undefined): FunctionCall {
  let name: string = '';
  let arguments_: JsonObject | undefined;
  if (previous !== undefined) ({ name, arguments: arguments_ } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      case 18:
        arguments_ = reader.message(readStruct, arguments_);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { name, arguments: arguments_ };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.FunctionCall`. */
export const FunctionCall: Codec<FunctionCall, FunctionCallInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.FunctionCall',
  writeFunctionCall,
  readFunctionCall,
);

/** One call that the model makes. It has no id: results are matched by name and order. */
export type ToolCall = OneOf<{
  functionCall: FunctionCall;
}>;

/** What may be encoded as a {@link ToolCall}. */
export type ToolCallInit = OneOf<{
  functionCall: FunctionCallInit;
}>;

const toolCallFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['functionCall']);

function writeToolCall(writer: Writer, message: ToolCallInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ToolCall', toolCallFields, message);
  if (message.functionCall !== undefined)
    writer.message(10, writeFunctionCall, message.functionCall, 'ToolCall.functionCall');
}

function readToolCall(reader: Reader, previous: ToolCall | undefined): ToolCall {
  let functionCall: FunctionCall | undefined;
  if (previous !== undefined) ({ functionCall } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        functionCall = reader.message(readFunctionCall, functionCall);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { functionCall };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ToolCall`. */
export const ToolCall: Codec<ToolCall, ToolCallInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ToolCall',
  writeToolCall,
  readToolCall,
);

/** The calls that the model makes at once. */
export interface ToolCallList {
  toolCalls: ToolCall[];
}

/** What may be encoded as a {@link ToolCallList}. */
export interface ToolCallListInit {
  readonly toolCalls?: readonly ToolCallInit[] | undefined;
}

const toolCallListFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['toolCalls']);

function writeToolCallList(writer: Writer, message: ToolCallListInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ToolCallList', toolCallListFields, message);
  if (message.toolCalls !== undefined)
    writer.messages(10, writeToolCall, message.toolCalls, 'ToolCallList.toolCalls');
}

function readToolCallList(reader: Reader, previous: ToolCallList | undefined): ToolCallList {
  let toolCalls: ToolCall[] = [];
  if (previous !== undefined) ({ toolCalls } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        toolCalls.push(reader.message(readToolCall, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { toolCalls };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ToolCallList`. */
export const ToolCallList: Codec<ToolCallList, ToolCallListInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ToolCallList',
  writeToolCallList,
  readToolCallList,
);

/** What a function returned. */
export type FunctionResult = {
  name: string;
} & OneOf<{
  content: string;
}>;

/** What may be encoded as a {@link FunctionResult}. */
export type FunctionResultInit = {
  readonly name?: string | undefined;
} & OneOf<{
  content: string;
}>;

const functionResultFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['name', 'content']);

function writeFunctionResult(writer: Writer, message: FunctionResultInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.FunctionResult', functionResultFields, message);
  if (message.content !== undefined) writer.string(18, message.content, 'FunctionResult.content');
  if (message.name !== undefined && message.name !== '')
    writer.string(10, message.name, 'FunctionResult.name');
}

function readFunctionResult(reader: Reader, previous: FunctionResult | undefined): FunctionResult {
  let name: string = '';
  let content: string | undefined;
  if (previous !== undefined) ({ name, content } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      case 18:
        content = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { name, content };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.FunctionResult`. */
export const FunctionResult: Codec<FunctionResult, FunctionResultInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.FunctionResult',
  writeFunctionResult,
  readFunctionResult,
);

/** The result of one call. */
export type ToolResult = OneOf<{
  functionResult: FunctionResult;
}>;

/** What may be encoded as a {@link ToolResult}. */
export type ToolResultInit = OneOf<{
  functionResult: FunctionResultInit;
}>;

const toolResultFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['functionResult']);

function writeToolResult(writer: Writer, message: ToolResultInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ToolResult', toolResultFields, message);
  if (message.functionResult !== undefined)
    writer.message(10, writeFunctionResult, message.functionResult, 'ToolResult.functionResult');
}

function readToolResult(reader: Reader, previous: ToolResult | undefined): ToolResult {
  let functionResult: FunctionResult | undefined;
  if (previous !== undefined) ({ functionResult } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        functionResult = reader.message(readFunctionResult, functionResult);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { functionResult };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ToolResult`. */
export const ToolResult: Codec<ToolResult, ToolResultInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ToolResult',
  writeToolResult,
  readToolResult,
);

/** The results of all calls of the message before. */
export interface ToolResultList {
  toolResults: ToolResult[];
}

/** What may be encoded as a {@link ToolResultList}. */
export interface ToolResultListInit {
  readonly toolResults?: readonly ToolResultInit[] | undefined;
}

const toolResultListFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['toolResults']);

function writeToolResultList(writer: Writer, message: ToolResultListInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ToolResultList', toolResultListFields, message);
  if (message.toolResults !== undefined)
    writer.messages(10, writeToolResult, message.toolResults, 'ToolResultList.toolResults');
}

function readToolResultList(reader: Reader, previous: ToolResultList | undefined): ToolResultList {
  let toolResults: ToolResult[] = [];
  if (previous !== undefined) ({ toolResults } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        toolResults.push(reader.message(readToolResult, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { toolResults };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ToolResultList`. */
export const ToolResultList: Codec<ToolResultList, ToolResultListInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ToolResultList',
  writeToolResultList,
  readToolResultList,
);

/** A JSON Schema that the answer has to satisfy. */
export interface JsonSchema {
  schema?: JsonObject | undefined;
}

/** What may be encoded as a {@link JsonSchema}. */
export interface JsonSchemaInit {
  readonly schema?: JsonObject | undefined;
}

const jsonSchemaFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['schema']);

function writeJsonSchema(writer: Writer, message: JsonSchemaInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.JsonSchema', jsonSchemaFields, message);
  if (message.schema !== undefined) writer.message(10, writeStruct, message.schema, 'JsonSchema.schema');
}

function readJsonSchema(reader: Reader, previous: JsonSchema | undefined): JsonSchema {
  let schema: JsonObject | undefined;
  if (previous !== undefined) ({ schema } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        schema = reader.message(readStruct, schema);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { schema };
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.JsonSchema`. */
export const JsonSchema: Codec<JsonSchema, JsonSchemaInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.JsonSchema',
  writeJsonSchema,
  readJsonSchema,
);

/**
 * Whether the model may, must or must not call tools.
 *
 * - `TOOL_CHOICE_MODE_UNSPECIFIED` (0)
 * - `NONE` (1)
 * - `AUTO` (2)
 * - `REQUIRED` (3)
 */
export type ToolChoice_ToolChoiceMode = 'TOOL_CHOICE_MODE_UNSPECIFIED' | 'NONE' | 'AUTO' | 'REQUIRED';

const ToolChoice_ToolChoiceModeTable = /* @__PURE__ */ new EnumTable<ToolChoice_ToolChoiceMode>(
  'yandex.cloud.ai.foundation_models.v1.ToolChoice.ToolChoiceMode',
  {
    TOOL_CHOICE_MODE_UNSPECIFIED: 0,
    NONE: 1,
    AUTO: 2,
    REQUIRED: 3,
  },
);

/** Whether the model may, must or must not call tools. */
export type ToolChoice = OneOf<{
  mode: ToolChoice_ToolChoiceMode | number;
  /** The one function that it has to call. */
  functionName: string;
}>;

/** What may be encoded as a {@link ToolChoice}. */
export type ToolChoiceInit = OneOf<{
  mode: ToolChoice_ToolChoiceMode | number;
  /** The one function that it has to call. */
  functionName: string;
}>;

const toolChoiceFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['mode', 'functionName']);

function writeToolChoice(writer: Writer, message: ToolChoiceInit): void {
  refuseUnknown('yandex.cloud.ai.foundation_models.v1.ToolChoice', toolChoiceFields, message);
  if ((message.mode === undefined ? 0 : 1) + (message.functionName === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'yandex.cloud.ai.foundation_models.v1.ToolChoice',
      'ToolChoice',
      ['mode', 'functionName'],
      message,
    );
  }
  if (message.functionName !== undefined) writer.string(18, message.functionName, 'ToolChoice.functionName');
  if (message.mode !== undefined)
    writer.enum(8, ToolChoice_ToolChoiceModeTable, message.mode, 'ToolChoice.mode');
}

function readToolChoice(reader: Reader, previous: ToolChoice | undefined): ToolChoice {
  let mode: ToolChoice_ToolChoiceMode | number | undefined;
  let functionName: string | undefined;
  if (previous !== undefined) ({ mode, functionName } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        mode = ToolChoice_ToolChoiceModeTable.name(reader.int32());
        functionName = undefined;
        break;
      case 18:
        functionName = reader.string();
        mode = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { mode, functionName } as ToolChoice;
}

/** Codec of `yandex.cloud.ai.foundation_models.v1.ToolChoice`. */
export const ToolChoice: Codec<ToolChoice, ToolChoiceInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.ai.foundation_models.v1.ToolChoice',
  writeToolChoice,
  readToolChoice,
);

/** Text generation. */
export const TextGenerationService: {
  /** Answers a conversation. When streaming, each message holds the whole answer so far, not a piece of it. */
  readonly completion: Method<
    CompletionRequestInit,
    CompletionRequest,
    CompletionResponseInit,
    CompletionResponse
  >;
} = {
  completion: {
    path: '/yandex.cloud.ai.foundation_models.v1.TextGenerationService/Completion',
    requestStream: false,
    responseStream: true,
    request: CompletionRequest,
    response: CompletionResponse,
  },
};

/** Text generation in the background. */
export const TextGenerationAsyncService: {
  /** Starts an answer; the response of the operation is a `CompletionResponse`. */
  readonly completion: Method<CompletionRequestInit, CompletionRequest, OperationInit, Operation>;
} = {
  completion: {
    path: '/yandex.cloud.ai.foundation_models.v1.TextGenerationAsyncService/Completion',
    requestStream: false,
    responseStream: false,
    request: CompletionRequest,
    response: Operation,
  },
};

/** Splitting of text into tokens, free of charge. */
export const TokenizerService: {
  /** The tokens of a text. */
  readonly tokenize: Method<TokenizeRequestInit, TokenizeRequest, TokenizeResponseInit, TokenizeResponse>;
  /** The tokens of a whole request, the prompt template of the model included. */
  readonly tokenizeCompletion: Method<
    CompletionRequestInit,
    CompletionRequest,
    TokenizeResponseInit,
    TokenizeResponse
  >;
} = {
  tokenize: {
    path: '/yandex.cloud.ai.foundation_models.v1.TokenizerService/Tokenize',
    requestStream: false,
    responseStream: false,
    request: TokenizeRequest,
    response: TokenizeResponse,
  },
  tokenizeCompletion: {
    path: '/yandex.cloud.ai.foundation_models.v1.TokenizerService/TokenizeCompletion',
    requestStream: false,
    responseStream: false,
    request: CompletionRequest,
    response: TokenizeResponse,
  },
};
