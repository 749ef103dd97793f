import { Server, ServerCredentials, type ServerDuplexStream, type ServerWritableStream } from '@grpc/grpc-js';
import {
  StreamSynthesisRequest,
  StreamSynthesisResponse,
  Synthesizer,
  UtteranceSynthesisRequest,
  UtteranceSynthesisResponse,
  type StreamSynthesisResponseInit,
  type UtteranceSynthesisResponseInit,
} from '@rechka/proto/tts';
import type { Codec } from '@rechka/proto/wire';

/** The server's end of one synthesis request. */
export type UtteranceCall = ServerWritableStream<UtteranceSynthesisRequest, UtteranceSynthesisResponseInit>;
/** The server's end of one synthesis stream. */
export type StreamCall = ServerDuplexStream<StreamSynthesisRequest, StreamSynthesisResponseInit>;

interface Script {
  utterance?: (call: UtteranceCall, index: number) => void;
  stream?: (call: StreamCall, index: number) => void;
}

function definition<QI, Q, SI, S>(
  path: string,
  requestStream: boolean,
  request: Codec<Q, QI>,
  response: Codec<S, SI>,
) {
  return {
    path,
    requestStream,
    responseStream: true,
    requestSerialize: (message: QI) => Buffer.from(request.encode(message)),
    requestDeserialize: (bytes: Buffer) => request.decode(bytes),
    responseSerialize: (message: SI) => Buffer.from(response.encode(message)),
    responseDeserialize: (bytes: Buffer) => response.decode(bytes),
  };
}

/** A synthesiser on a free port that does with its n-th call what the script says. */
export async function scriptedSynthesiser({ utterance, stream }: Script) {
  const server = new Server();
  const requests: UtteranceSynthesisRequest[] = [];
  let streams = 0;
  const { utteranceSynthesis, streamSynthesis } = Synthesizer;
  server.addService(
    {
      utterance: definition(
        utteranceSynthesis.path,
        false,
        UtteranceSynthesisRequest,
        UtteranceSynthesisResponse,
      ),
      stream: definition(streamSynthesis.path, true, StreamSynthesisRequest, StreamSynthesisResponse),
    },
    {
      utterance: (call: UtteranceCall) => {
        call.on('error', () => undefined);
        requests.push(call.request);
        utterance?.(call, requests.length - 1);
      },
      stream: (call: StreamCall) => {
        call.on('error', () => undefined);
        stream?.(call, streams++);
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    streams: () => streams,
    close: () => server.forceShutdown(),
  };
}
