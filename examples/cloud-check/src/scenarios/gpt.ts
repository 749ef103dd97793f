import { status, type ServiceError } from '@grpc/grpc-js';
import {
  TextGenerationService,
  TokenizerService,
  type CompletionRequestInit,
  type CompletionResponse,
} from '@rechka/proto/gpt';
import { rawCall, type Outcome } from '../raw-call.js';
import { refusal, type Scenario } from '../scenario.js';
import type { Target } from '../target.js';

function completion(
  target: Target,
  changes: Partial<CompletionRequestInit> = {},
): Promise<Outcome<CompletionResponse>> {
  return rawCall(target, 'llm', TextGenerationService.completion, [
    {
      send: {
        modelUri: `gpt://${target.cloud.folderId ?? ''}/yandexgpt-lite/latest`,
        completionOptions: { stream: true, temperature: 0, maxTokens: 40 },
        messages: [{ role: 'user', text: 'Назови три фрукта одной строкой.' }],
        ...changes,
      },
    },
    'half-close',
  ]);
}

/** Documented: generations at once. */
const atOnce = 10;

/** Begins a long completion, and cancels it at its first message; the code with which it ended before that, or OK. */
async function begin(target: Target): Promise<string> {
  const { completion: method } = TextGenerationService;
  const request: CompletionRequestInit = {
    modelUri: `gpt://${target.cloud.folderId ?? ''}/yandexgpt-lite/latest`,
    completionOptions: { stream: true, temperature: 0, maxTokens: 100 },
    messages: [{ role: 'user', text: 'Перечисли двадцать городов с их реками.' }],
  };
  const call = target.channel('llm').makeServerStreamRequest<CompletionRequestInit, CompletionResponse>(
    method.path,
    (message) => Buffer.from(method.request.encode(message)),
    (bytes) => method.response.decode(bytes),
    request,
    await target.headers(),
  );
  const code = await new Promise<status>((resolve) => {
    call.on('data', () => resolve(status.OK));
    call.on('error', (error: ServiceError) => resolve(error.code));
    call.on('end', () => resolve(status.OK));
  });
  call.cancel();
  return status[code];
}

const textOf = (message: CompletionResponse) => message.alternatives[0]?.message?.text ?? '';

export const gptScenarios: readonly Scenario[] = [
  {
    name: 'gpt.stream',
    question: 'What does a streamed completion come as?',
    spends: { llmTokens: 80 },
    async run(target) {
      const { messages, code } = await completion(target);
      const texts = messages.map(({ message }) => textOf(message));
      const statuses = messages.map(({ message }) => message.alternatives[0]?.status ?? 'none');
      return [
        { name: 'code', is: code },
        {
          name: 'each message has the text so far',
          is: texts.every((text, n) => n === 0 || text.startsWith(texts[n - 1] ?? '')),
        },
        { name: 'every message has usage', is: messages.every(({ message }) => message.usage !== undefined) },
        { name: 'status before the last', is: [...new Set(statuses.slice(0, -1))] },
        { name: 'role', is: messages[0]?.message.alternatives[0]?.message?.role ?? 'none' },
        { name: 'first token', about: messages[0]?.atMs ?? 0, unit: 'ms' },
        { name: 'messages', seen: messages.length },
      ];
    },
  },
  {
    name: 'gpt.refusals',
    question: 'With which code and text is a request refused?',
    spends: { llmTokens: 100 },
    async run(target) {
      const folder = target.cloud.folderId ?? '';
      return [
        ...refusal('no messages', await completion(target, { messages: [] })),
        ...refusal(
          'unknown model',
          await completion(target, { modelUri: `gpt://${folder}/no-such-model/latest` }),
        ),
        ...refusal('temperature 2', await completion(target, { completionOptions: { temperature: 2 } })),
        ...refusal(
          'another folder',
          await completion(target, { modelUri: 'gpt://b1gnosuchfolder00000/yandexgpt-lite' }),
        ),
      ];
    },
  },
  {
    name: 'gpt.cancel',
    question: 'Is a generation free again as soon as its client has cancelled it?',
    spends: { llmTokens: 3000 },
    async run(target) {
      // As many as are allowed at once, given up in the middle, and as many again.
      const first = await Promise.all(Array.from({ length: atOnce }, () => begin(target)));
      const second = await Promise.all(Array.from({ length: atOnce }, () => begin(target)));
      return [
        { name: 'code of the first ten', is: [...new Set(first)] },
        { name: 'code of ten more, after the first were cancelled', is: [...new Set(second)].sort() },
      ];
    },
  },
  {
    name: 'gpt.tokenizer',
    question: 'What does the tokenizer answer?',
    spends: {},
    async run(target) {
      const { messages, code } = await rawCall(target, 'llm', TokenizerService.tokenize, [
        {
          send: {
            modelUri: `gpt://${target.cloud.folderId ?? ''}/yandexgpt-lite/latest`,
            text: 'Привет, мир',
          },
        },
        'half-close',
      ]);
      const tokens = messages[0]?.message.tokens ?? [];
      return [
        { name: 'code', is: code },
        { name: 'has special tokens', is: tokens.some(({ special }) => special) },
        { name: 'tokens', seen: tokens.length },
      ];
    },
  },
];
