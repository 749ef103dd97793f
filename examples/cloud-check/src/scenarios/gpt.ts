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
