import { status } from '@grpc/grpc-js';
import type { Clock } from '@rechka/core';
import {
  TextGenerationService,
  TokenizerService,
  type CompletionRequest,
  type CompletionResponseInit,
} from '@rechka/proto/gpt';
import type { AccessControl } from '../../auth/access-control.js';
import type { GrpcRouter } from '../../grpc/grpc-router.js';
import { onlyRequest, type ServerCall } from '../../grpc/server-call.js';
import type { Latencies } from '../../latency/latency-sampler.js';
import { pause } from '../../pause.js';
import { Refusal } from '../../refusal.js';
import { untilAborted } from '../../until-aborted.js';
import { checkModelUri } from './model-uri.js';
import type { GptMessage, GptReply, GptResponder } from './gpt-reply.js';
import { splitTokens } from './tokens.js';
import { replyGroups } from './reply-groups.js';

export interface GptServiceOptions {
  respond: GptResponder;
  /** Generations at once; the next one is refused. The real gauge allows 10. */
  maxConcurrent: number;
  /** Longest reply in tokens when the request sets none. */
  maxTokens: number;
  access: AccessControl;
  clock: Clock;
  latencies: Latencies;
}

/** `modelVersion` of all responses. */
const modelVersion = 'emulator';

/** YandexGPT: text generation with cumulative streaming, and the tokenizer. */
export function serveGpt(router: GrpcRouter, options: GptServiceOptions): void {
  let generations = 0;

  router.route(TextGenerationService.completion, { service: 'gpt' }, async (call) => {
    const request = await onlyRequest(call);
    checkCompletion(request, options.access);
    call.note({ type: 'options', options: request });
    if (generations >= options.maxConcurrent) {
      throw new Refusal(
        status.RESOURCE_EXHAUSTED,
        `ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed ${options.maxConcurrent} requests`,
      );
    }
    generations++;
    try {
      await generate(call, request, options);
    } finally {
      generations--;
    }
  });

  router.route(TokenizerService.tokenize, { service: 'tokenizer' }, async (call) => {
    const { modelUri, text } = await onlyRequest(call);
    checkModelUri(modelUri, options.access);
    call.send({ tokens: tokensOf(text), modelVersion });
  });

  router.route(TokenizerService.tokenizeCompletion, { service: 'tokenizer' }, async (call) => {
    const { modelUri, messages } = await onlyRequest(call);
    checkModelUri(modelUri, options.access);
    call.send({ tokens: messages.flatMap(({ text }) => tokensOf(text ?? '')), modelVersion });
  });
}

async function generate(
  call: ServerCall<CompletionRequest, CompletionResponseInit>,
  request: CompletionRequest,
  { respond, clock, latencies, maxTokens }: GptServiceOptions,
): Promise<void> {
  const latency = latencies();
  const { stream = false, maxTokens: asked = maxTokens } = request.completionOptions ?? {};
  const messages = request.messages.map(toGptMessage);
  const inputTextTokens = messages.reduce((sum, { text }) => sum + splitTokens(text).length, 0);
  const usage = (completionTokens: number) => ({
    inputTextTokens,
    completionTokens,
    totalTokens: inputTextTokens + completionTokens,
  });

  const reply: GptReply = await untilAborted(respond(messages), call.signal);
  await pause(clock, latency.ms('roundTripMs', 'llmFirstTokenMs'), call.signal);

  if (typeof reply === 'object' && 'toolCalls' in reply) {
    const toolCalls = reply.toolCalls.map((functionCall) => ({ functionCall }));
    call.note({ type: 'text', text: `calls ${reply.toolCalls.map(({ name }) => name).join(', ')}` });
    call.send({
      alternatives: [
        {
          message: { role: 'assistant', toolCallList: { toolCalls } },
          status: 'ALTERNATIVE_STATUS_TOOL_CALLS',
        },
      ],
      usage: usage(splitTokens(JSON.stringify(reply.toolCalls)).length),
      modelVersion,
    });
    return;
  }

  let text = '';
  let tokens = 0;
  for await (const { group, last } of replyGroups(reply)) {
    const taken = group.slice(0, asked - tokens);
    await pause(clock, taken.length * latency.ms('llmTokenMs'), call.signal);
    text += taken.join('');
    tokens += taken.length;
    const cut = taken.length < group.length;
    const done = last || cut;
    if (done || stream) {
      // Half a character (a surrogate without its pair) waits for the other half.
      const whole = done ? text : text.replace(/[\uD800-\uDBFF]$/, '');
      const alternative = {
        message: { role: 'assistant', text: whole },
        status: cut
          ? ('ALTERNATIVE_STATUS_TRUNCATED_FINAL' as const)
          : done
            ? ('ALTERNATIVE_STATUS_FINAL' as const)
            : ('ALTERNATIVE_STATUS_PARTIAL' as const),
      };
      call.send({ alternatives: [alternative], usage: usage(tokens), modelVersion });
    }
    if (done) break;
  }
  call.note({ type: 'text', text });
}

function checkCompletion(
  { modelUri, messages, completionOptions }: CompletionRequest,
  access: AccessControl,
): void {
  checkModelUri(modelUri, access);
  if (messages.length === 0) throw invalid('messages: at least one message is required');
  const { temperature = 0.3, maxTokens = 1 } = completionOptions ?? {};
  if (!(temperature >= 0 && temperature <= 1))
    throw invalid(`temperature: ${temperature} is outside the range [0, 1]`);
  if (maxTokens < 1) throw invalid(`max_tokens: ${maxTokens} must be greater than 0`);
}

function toGptMessage({
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

function tokensOf(text: string): { id: number; text: string }[] {
  return splitTokens(text).map((token, index) => ({ id: index + 1, text: token }));
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
