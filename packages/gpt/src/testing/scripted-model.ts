import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import {
  CompletionRequest as requestCodec,
  CompletionResponse as responseCodec,
  TextGenerationService,
  type CompletionRequest,
  type CompletionResponseInit,
} from '@rechka/proto/gpt';

/** The server's end of one completion. */
export type CompletionCall = ServerWritableStream<CompletionRequest, CompletionResponseInit>;

/** A model on a free port that does with its n-th request what the script says. */
export async function scriptedModel(script: (call: CompletionCall, index: number) => void) {
  const server = new Server();
  const requests: CompletionRequest[] = [];
  const definition = {
    completion: {
      path: TextGenerationService.completion.path,
      requestStream: false,
      responseStream: true,
      requestSerialize: (request: CompletionRequest) => Buffer.from(requestCodec.encode(request)),
      requestDeserialize: (bytes: Buffer) => requestCodec.decode(bytes),
      responseSerialize: (response: CompletionResponseInit) => Buffer.from(responseCodec.encode(response)),
      responseDeserialize: (bytes: Buffer) => responseCodec.decode(bytes),
    },
  };
  server.addService(definition, {
    completion: (call: CompletionCall) => {
      call.on('error', () => undefined);
      requests.push(call.request);
      script(call, requests.length - 1);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { endpoint: `http://127.0.0.1:${port}`, requests, close: () => server.forceShutdown() };
}
