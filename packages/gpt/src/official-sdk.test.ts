import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import type { LlmEvent } from '@rechka/core';
import { noCredentials } from '@rechka/iam';
import { textGenerationService } from '@yandex-cloud/nodejs-sdk/ai-foundation_models-v1';
import { expect, it } from 'vitest';
import { YandexGpt } from './yandex-gpt.js';

type Request = textGenerationService.CompletionRequest;
const { CompletionResponse, TextGenerationServiceService } = textGenerationService;

it("is understood by a server made from the official SDK's definitions, and understands it", async () => {
  const requests: Request[] = [];
  const server = new Server();
  server.addService(TextGenerationServiceService, {
    completion: (call: ServerWritableStream<Request, textGenerationService.CompletionResponse>) => {
      requests.push(call.request);
      const message = {
        role: 'assistant',
        toolCallList: {
          toolCalls: [{ functionCall: { name: 'book', arguments: { day: 'среда', people: 2 } } }],
        },
      };
      call.write(
        CompletionResponse.fromPartial({ alternatives: [{ message, status: 5 }], modelVersion: '5' }),
      );
      call.end();
    },
  });
  const port = await new Promise<number>((resolve) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) => resolve(bound)),
  );
  const endpoints = { llm: `http://127.0.0.1:${port}` };
  const gpt = new YandexGpt({
    auth: noCredentials(),
    endpoints,
    model: 'gpt://other/yandexgpt/rc',
    temperature: 0,
  });
  const parameters = {
    type: 'object',
    properties: { day: { type: 'string' }, people: { type: 'integer' } },
    required: ['day'],
  };
  const events: LlmEvent[] = [];
  const tools = [{ name: 'book', description: 'Записывает', parameters }];
  for await (const event of gpt.stream([{ role: 'user', text: 'На среду, двоих' }], { tools }))
    events.push(event);
  gpt.close();
  server.forceShutdown();

  expect(requests[0]).toMatchObject({
    modelUri: 'gpt://other/yandexgpt/rc',
    completionOptions: { stream: true, temperature: 0, maxTokens: 500, reasoningOptions: { mode: 1 } },
    messages: [{ role: 'user', text: 'На среду, двоих' }],
    tools: [{ function: { name: 'book', description: 'Записывает', parameters } }],
  });
  expect(events).toEqual([
    { type: 'tool-call', call: { id: 'book-1', name: 'book', arguments: { day: 'среда', people: 2 } } },
    { type: 'finish', reason: 'tool-calls' },
  ]);
});
