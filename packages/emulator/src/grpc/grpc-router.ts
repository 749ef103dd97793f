import type { EventEmitter } from 'node:events';
import * as grpc from '@grpc/grpc-js';
import { abortError } from '@rechka/core';
import type { Method } from '@rechka/proto/wire';
import type { AccessControl } from '../auth/access-control.js';
import type { EmulatedService, EmulatorLog } from '../emulator-log.js';
import { Refusal } from '../refusal.js';
import { randomText, randomUuid } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { RequestQueue } from './request-queue.js';
import type { Handler, ServerCall } from './server-call.js';

export interface GrpcRouterOptions {
  access: AccessControl;
  log: EmulatorLog;
  random: SeededRandom;
}

export interface RouteOptions {
  service: EmulatedService;
  /** IAM is where one gets a token, so it asks for none. Default false. */
  open?: boolean;
}

type AnyCall<Request, Response> =
  | grpc.ServerUnaryCall<Request, Response>
  | grpc.ServerWritableStream<Request, Response>
  | grpc.ServerDuplexStream<Request, Response>;

/** Puts handlers of our shape behind a grpc-js server: identity, ids, headers, statuses and the log are here. */
export class GrpcRouter {
  readonly server = new grpc.Server({
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
    'grpc.max_send_message_length': -1,
  });
  readonly #options: GrpcRouterOptions;
  readonly #calls = new Set<AbortController>();

  constructor(options: GrpcRouterOptions) {
    this.#options = options;
  }

  /** Serves `method` with `handler`. */
  route<RequestInit, Request, ResponseInit, Response>(
    method: Method<RequestInit, Request, ResponseInit, Response>,
    options: RouteOptions,
    handler: Handler<Request, ResponseInit>,
  ): void {
    const definition: grpc.MethodDefinition<Request, ResponseInit> = {
      path: method.path,
      requestStream: method.requestStream,
      responseStream: method.responseStream,
      requestDeserialize: (bytes) => method.request.decode(bytes),
      responseSerialize: (message) => toBuffer(method.response.encode(message)),
      // Only a client would call these; a definition must have them.
      requestSerialize: notOnTheServer,
      responseDeserialize: notOnTheServer,
    };
    const serve = method.responseStream
      ? (
          call:
            grpc.ServerDuplexStream<Request, ResponseInit> | grpc.ServerWritableStream<Request, ResponseInit>,
        ) =>
          void this.#serve(method.path, options, call, handler, (response) => void call.write(response)).then(
            (error) => (error === undefined ? call.end() : call.emit('error', error)),
          )
      : (call: grpc.ServerUnaryCall<Request, ResponseInit>, callback: grpc.sendUnaryData<ResponseInit>) => {
          let answer: ResponseInit | undefined;
          void this.#serve(method.path, options, call, handler, (response) => (answer = response)).then(
            (error) => (error === undefined ? callback(null, answer) : callback(error)),
          );
        };
    this.server.addService({ method: definition }, { method: serve as grpc.UntypedHandleCall });
  }

  /** Listens on the loopback interface; returns the port. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  }

  /** Ends all calls and connections at once. */
  close(): void {
    for (const controller of this.#calls) controller.abort();
    this.server.forceShutdown();
  }

  /** Runs the handler; resolves to the error that ends the call, or to nothing. Never rejects. */
  async #serve<Request, Response>(
    path: string,
    { service, open = false }: RouteOptions,
    call: AnyCall<Request, Response>,
    handler: Handler<Request, Response>,
    send: (response: Response) => void,
  ): Promise<Partial<grpc.StatusObject> | undefined> {
    const { access, log, random } = this.#options;
    const requestId = randomUuid(random);
    const clientRequestId = header(call.metadata, 'x-client-request-id') ?? '';
    const controller = new AbortController();
    const { signal } = controller;
    this.#calls.add(controller);
    (call as EventEmitter).on('cancelled', () => controller.abort());

    const context: ServerCall<Request, Response> = {
      requestId,
      clientRequestId,
      signal,
      note: (event) => log.add(service, requestId, event),
      requests: requestsOf(call, signal),
      send: (response) => (signal.aborted ? undefined : send(response)),
    };
    context.note({
      type: 'call-start',
      method: path,
      ...(clientRequestId === '' ? {} : { clientRequestId }),
    });
    call.sendMetadata(
      responseHeaders(requestId, clientRequestId, randomText(random, 32, '0123456789abcdef')),
    );
    try {
      if (!open) access.check(header(call.metadata, 'authorization'), header(call.metadata, 'x-folder-id'));
      await handler(context);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const code = error instanceof Refusal ? error.code : grpc.status.INTERNAL;
      const message = error instanceof Error ? error.message : String(error);
      context.note({ type: 'refusal', code, message });
      return { code, details: message, metadata: responseHeaders(requestId, clientRequestId) };
    } finally {
      context.note({ type: 'call-end', outcome: signal.aborted ? 'cancelled' : 'done' });
      this.#calls.delete(controller);
      controller.abort();
    }
  }
}

/** The requests of a call of any kind; throws when `signal` aborts, since a cancelled call never ends by itself. */
async function* requestsOf<Request>(
  call: AnyCall<Request, unknown>,
  signal: AbortSignal,
): AsyncIterable<Request> {
  if ('request' in call) {
    yield call.request;
    return;
  }
  yield* new RequestQueue<Request>(call, signal);
  // A cancelled call looks half-closed at first; that it was cancelled is told within the same event-loop turn.
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw abortError(signal);
}

function responseHeaders(requestId: string, clientRequestId: string, traceId?: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set('x-request-id', requestId);
  if (traceId !== undefined) metadata.set('x-server-trace-id', traceId);
  if (clientRequestId !== '') metadata.set('x-client-request-id', clientRequestId);
  return metadata;
}

function header(metadata: grpc.Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return value === undefined ? undefined : String(value);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function notOnTheServer(): never {
  throw new Error('This definition is for a server.');
}
