import { gatewayBody } from '../../http/error-body.js';
import type { RestRoute } from '../../http/rest-call.js';
import type { RestServer } from '../../http/rest-server.js';
import { completionFromJson, completionToJson, tokensToJson } from './completion-json.js';
import { completionResponse, modelVersion } from './completion-response.js';
import type { GptModel } from './gpt-model.js';

/** A conversation of the longest texts has room in it. */
export const maxBodyBytes = 4 * 1024 * 1024;

/** YandexGPT over REST: the same messages as over gRPC, one JSON object a line when it streams. */
export function serveGptRest(server: RestServer, model: GptModel): void {
  const route = (path: string, service: 'gpt' | 'tokenizer'): RestRoute => ({
    method: 'POST',
    path: `/foundationModels/v1/${path}`,
    service,
    errorBody: gatewayBody,
    maxBodyBytes,
  });

  server.route(route('completion', 'gpt'), async (call) => {
    let whole: object | undefined;
    const request = completionFromJson(call.body);
    const stream = request.completionOptions?.stream ?? false;
    await model.complete(request, 'rest', call, (answer) => {
      const message = { result: completionToJson(completionResponse(answer)) };
      if (stream) call.send(message);
      else whole = message;
    });
    return whole;
  });

  server.route(route('tokenize', 'tokenizer'), async ({ body }) => {
    const tokens = model.tokenize(body.text('modelUri') ?? '', body.text('text') ?? '', 'rest');
    return { tokens: tokensToJson(tokens), modelVersion };
  });

  server.route(route('tokenizeCompletion', 'tokenizer'), async ({ body }) => {
    const tokens = model.tokenizeCompletion(completionFromJson(body), 'rest');
    return { tokens: tokensToJson(tokens), modelVersion };
  });
}
