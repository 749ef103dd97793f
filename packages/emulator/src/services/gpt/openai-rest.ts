import { openAiBody } from '../../http/error-body.js';
import { serverSentEvents } from '../../http/rest-call.js';
import type { RestServer } from '../../http/rest-server.js';
import { randomUuid } from '../../random-ids.js';
import { wallNowMs } from '../../wall-clock.js';
import type { GptModel } from './gpt-model.js';
import { maxBodyBytes } from './gpt-rest.js';
import { completionFromChat } from './openai-request.js';
import { ChatChunks, chatCompletion } from './openai-response.js';

export interface OpenAiOptions {
  folderId: string;
}

/** Models of the list that the real one gave in November 2025 and that are Yandex's own. */
const models = [
  'aliceai-llm/latest',
  'yandexgpt-lite/latest',
  'yandexgpt-lite/rc',
  'yandexgpt/latest',
  'yandexgpt/rc',
];

/** The OpenAI-compatible interface: chat completions and the list of models. */
export function serveOpenAi(server: RestServer, model: GptModel, { folderId }: OpenAiOptions): void {
  const common = { service: 'gpt', keyAsBearer: true, errorBody: openAiBody } as const;

  server.route(
    { ...common, method: 'POST', path: '/v1/chat/completions', stream: serverSentEvents, maxBodyBytes },
    async (call) => {
      const request = completionFromChat(call.body);
      const created = Math.floor(wallNowMs() / 1000);
      const head = { id: randomUuid(call.random), created, model: request.modelUri };
      const chunks = new ChatChunks(head);
      let whole: object | undefined;
      await model.complete(request, 'openai', call, (answer) => {
        if (request.completionOptions?.stream === true) call.send(chunks.next(answer));
        else whole = chatCompletion(head, answer);
      });
      return whole;
    },
  );

  server.route({ ...common, method: 'GET', path: '/v1/models' }, async () => ({
    object: 'list',
    data: models.map((name) => ({
      id: `gpt://${folderId}/${name}`,
      object: 'model',
      owned_by: 'Yandex',
      created: 0,
    })),
  }));
}
