import { randomUUID } from 'node:crypto';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { createServer, connect as connectTo } from 'node:net';
import { once } from 'node:events';
import {
  type ChannelOptions,
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  type sendUnaryData,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { TokenizerService, type TokenizeRequest, type TokenizeResponseInit } from '@rechka/proto/gpt';
import {
  type StreamSynthesisRequest,
  type StreamSynthesisResponseInit,
  Synthesizer,
  type UtteranceSynthesisRequest,
  type UtteranceSynthesisResponseInit,
} from '@rechka/proto/tts';
import type { Codec, Method } from '@rechka/proto/wire';

export type UnaryCall = ServerUnaryCall<TokenizeRequest, TokenizeResponseInit>;
export type StreamCall = ServerWritableStream<UtteranceSynthesisRequest, UtteranceSynthesisResponseInit>;
export type BothWaysCall = ServerDuplexStream<StreamSynthesisRequest, StreamSynthesisResponseInit>;

/** Who a server says it is, in PEM. */
export interface TlsIdentity {
  key: Buffer;
  cert: Buffer;
}

/** What the server does; each has a friendly default. */
export interface Handlers {
  tokenize?: (call: UnaryCall, answer: sendUnaryData<TokenizeResponseInit>) => void;
  utterance?: (call: StreamCall) => void;
  stream?: (call: BothWaysCall) => void;
}

function definition<QI, Q, SI, S>(method: Method<QI, Q, SI, S>) {
  const serialize =
    <Init>(codec: Codec<unknown, Init>) =>
    (message: Init) =>
      Buffer.from(codec.encode(message));
  return {
    path: method.path,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    requestSerialize: serialize(method.request),
    requestDeserialize: (bytes: Buffer) => method.request.decode(bytes),
    responseSerialize: serialize(method.response),
    responseDeserialize: (bytes: Buffer) => method.response.decode(bytes),
  };
}

/** A real gRPC server on this machine, behind a TCP relay that can be cut. */
export class RpcServer {
  /** Metadata of every call, in order. */
  readonly seen: Metadata[] = [];
  readonly #handlers: Handlers;
  readonly #server: Server;
  readonly #relay: NetServer;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(handlers: Handlers = {}, options: ChannelOptions = {}) {
    this.#handlers = handlers;
    this.#server = new Server(options);
    this.#server.addService(
      {
        tokenize: definition(TokenizerService.tokenize),
        utterance: definition(Synthesizer.utteranceSynthesis),
        stream: definition(Synthesizer.streamSynthesis),
      },
      {
        tokenize: (call: UnaryCall, answer: sendUnaryData<TokenizeResponseInit>) => {
          this.#meet(call);
          if (this.#handlers.tokenize) this.#handlers.tokenize(call, answer);
          else answer(null, { modelVersion: call.request.text });
        },
        utterance: (call: StreamCall) => {
          this.#meet(call);
          if (this.#handlers.utterance) this.#handlers.utterance(call);
          else {
            for (const data of [1, 2, 3]) call.write({ audioChunk: { data: Uint8Array.of(data) } });
            call.end();
          }
        },
        stream: (call: BothWaysCall) => {
          this.#meet(call);
          if (this.#handlers.stream) this.#handlers.stream(call);
          else {
            call.on('data', ({ synthesisInput }: StreamSynthesisRequest) => {
              call.write({ textChunk: { text: synthesisInput?.text ?? '' } });
            });
            call.on('end', () => call.end());
          }
        },
      },
    );
    this.#relay = createServer((near) => this.#join(near));
  }

  /** Connections that clients hold now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Begins to serve; with `tls`, encrypted. Answers with the endpoint. */
  async listen({ port = 0, tls }: { port?: number; tls?: TlsIdentity } = {}): Promise<string> {
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
      : ServerCredentials.createInsecure();
    this.#port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    this.#relay.listen(port, '127.0.0.1');
    await once(this.#relay, 'listening');
    return `${tls ? 'https' : 'http'}://127.0.0.1:${(this.#relay.address() as AddressInfo).port}`;
  }

  /** Cuts every connection, as a network does. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Goes away as a server does: resets its streams and closes its sessions. */
  shutDown(): void {
    this.#server.forceShutdown();
  }

  /** Goes away politely: GOAWAY, no new streams, those that run are finished. */
  drain(): void {
    this.#server.tryShutdown(() => undefined);
  }

  close(): void {
    this.shutDown();
    this.#relay.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #meet(call: { metadata: Metadata; sendMetadata(metadata: Metadata): void }): void {
    this.seen.push(call.metadata);
    const metadata = new Metadata();
    metadata.set('x-request-id', `server-${this.seen.length}-${randomUUID().slice(0, 4)}`);
    call.sendMetadata(metadata);
  }

  #join(near: Socket): void {
    const far = connectTo(this.#port, '127.0.0.1');
    this.#sockets.add(near);
    near.on('close', () => {
      this.#sockets.delete(near);
      far.destroy();
    });
    far.on('close', () => near.destroy());
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
  }
}
