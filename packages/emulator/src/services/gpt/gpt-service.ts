import { TextGenerationService, TokenizerService } from '@rechka/proto/gpt';
import type { GrpcRouter } from '../../grpc/grpc-router.js';
import { onlyRequest } from '../../grpc/server-call.js';
import { completionResponse, modelVersion } from './completion-response.js';
import type { GptModel } from './gpt-model.js';

/** YandexGPT over gRPC: text generation with cumulative streaming, and the tokenizer. */
export function serveGpt(router: GrpcRouter, model: GptModel): void {
  router.route(TextGenerationService.completion, { service: 'gpt' }, async (call) => {
    const request = await onlyRequest(call);
    await model.complete(request, 'grpc', call, (answer) => call.send(completionResponse(answer)));
  });

  router.route(TokenizerService.tokenize, { service: 'tokenizer' }, async (call) => {
    const { modelUri, text } = await onlyRequest(call);
    call.send({ tokens: model.tokenize(modelUri, text, 'grpc'), modelVersion });
  });

  router.route(TokenizerService.tokenizeCompletion, { service: 'tokenizer' }, async (call) => {
    call.send({ tokens: model.tokenizeCompletion(await onlyRequest(call), 'grpc'), modelVersion });
  });
}
