import { OperationService, TextGenerationAsyncService } from '@rechka/proto/gpt';
import type { GrpcRouter } from '../../grpc/grpc-router.js';
import { onlyRequest } from '../../grpc/server-call.js';
import { gatewayBody } from '../../http/error-body.js';
import type { RestServer } from '../../http/rest-server.js';
import { completionFromJson, completionToJson } from './completion-json.js';
import { maxBodyBytes } from './gpt-rest.js';
import {
  description,
  operationMessage,
  responseType,
  type Operation,
  type Operations,
} from './operations.js';

/** Completions in the background, over gRPC and REST. */
export function serveOperations(router: GrpcRouter, server: RestServer, operations: Operations): void {
  router.route(TextGenerationAsyncService.completion, { service: 'gpt' }, async (call) => {
    call.send(operationMessage(operations.start(await onlyRequest(call), 'grpc', call)));
  });

  router.route(OperationService.get, { service: 'gpt' }, async (call) => {
    call.send(operationMessage(operations.get((await onlyRequest(call)).operationId)));
  });

  router.route(OperationService.cancel, { service: 'gpt' }, async (call) => {
    call.send(operationMessage(operations.cancel((await onlyRequest(call)).operationId)));
  });

  const common = { service: 'gpt', errorBody: gatewayBody } as const;

  server.route(
    { ...common, method: 'POST', path: '/foundationModels/v1/completionAsync', maxBodyBytes },
    async (call) => operationToJson(operations.start(completionFromJson(call.body), 'rest', call)),
  );

  server.route({ ...common, method: 'GET', path: /\/operations\/(?<id>[^/:]+)/ }, async ({ params }) =>
    operationToJson(operations.get(params['id'] ?? '')),
  );

  server.route({ ...common, method: 'GET', path: /\/operations\/(?<id>[^/:]+):cancel/ }, async ({ params }) =>
    operationToJson(operations.cancel(params['id'] ?? '')),
  );
}

function operationToJson(operation: Operation): object {
  const { id, createdBy, createdAtEpochMs, modifiedAtEpochMs, outcome } = operation;
  return {
    id,
    description,
    createdAt: rfc3339(createdAtEpochMs),
    createdBy,
    modifiedAt: rfc3339(modifiedAtEpochMs),
    done: outcome !== undefined,
    metadata: null,
    ...(outcome === undefined
      ? {}
      : 'error' in outcome
        ? { error: { ...outcome.error, details: [] } }
        : { response: { '@type': responseType, ...completionToJson(outcome.response) } }),
  };
}

/** To the second, as recorded. */
function rfc3339(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
