import { Server, ServerCredentials, type ServerDuplexStream, type ServiceDefinition } from '@grpc/grpc-js';
import type { StreamingRequest, StreamingResponseInit } from '@rechka/proto/stt';
import {
  Recognizer,
  StreamingRequest as requestCodec,
  StreamingResponse as responseCodec,
} from '@rechka/proto/stt';

/** The server's end of one recognition stream. */
export type RecognitionCall = ServerDuplexStream<StreamingRequest, StreamingResponseInit>;

const service: ServiceDefinition = {
  recognizeStreaming: {
    path: Recognizer.recognizeStreaming.path,
    requestStream: true,
    responseStream: true,
    requestSerialize: (request: StreamingRequest) => Buffer.from(requestCodec.encode(request)),
    requestDeserialize: (bytes: Buffer) => requestCodec.decode(bytes),
    responseSerialize: (response: StreamingResponseInit) => Buffer.from(responseCodec.encode(response)),
    responseDeserialize: (bytes: Buffer) => responseCodec.decode(bytes),
  },
};

/** A recogniser on a free port, unless told which, that does with its n-th stream what the script says. */
export async function scriptedRecogniser(
  script: (call: RecognitionCall, index: number) => void,
  at = '127.0.0.1:0',
) {
  const server = new Server();
  let streams = 0;
  server.addService(service, {
    recognizeStreaming: (call: RecognitionCall) => {
      call.on('error', () => undefined);
      script(call, streams++);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(at, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    streams: () => streams,
    close: () => server.forceShutdown(),
  };
}

const statusIntervalMs = 5000;

/**
 * Counts the audio a stream got, in ms at 16 kHz, and calls back as it grows and when it ends. Says now and then that
 * it is alive, as the service does.
 */
export function onAudio(call: RecognitionCall, heard: (ms: number) => void, ended?: () => void): void {
  let [bytes, statuses] = [0, 0];
  call.on('data', ({ chunk }: StreamingRequest) => {
    if (chunk === undefined) return;
    bytes += chunk.data.byteLength;
    if (bytes / 32 >= statuses * statusIntervalMs) {
      statuses += 1;
      call.write({ statusCode: { codeType: 'WORKING' } });
    }
    heard(bytes / 32);
  });
  if (ended !== undefined) call.on('end', ended);
}
