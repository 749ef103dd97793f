import type { IncomingHttpHeaders } from 'node:http2';
import { abortError, type Clock } from '@rechka/core';
import type { Method } from '@rechka/proto/wire';
import type { AccessControl } from '../auth/access-control.js';
import type { EmulatedService, EmulatorLog } from '../emulator-log.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { CallBook } from '../inspection/call-book.js';
import type { CallRecord } from '../inspection/call-record.js';
import type { CallRecorder, SessionRecorder } from '../recording/session-recorder.js';
import type { SessionReplay } from '../recording/session-replay.js';
import { Refusal } from '../refusal.js';
import { randomText, randomUuid } from '../random-ids.js';
import type { RandomSources } from '../random-sources.js';
import type { ServerTls } from '../tls/tls-options.js';
import { runAside, type AsideHandler } from './aside.js';
import { GrpcServer, type IncomingCall } from './grpc-server.js';
import { one, type GrpcWire, type ResponseHeaders } from './grpc-wire.js';
import type { Handler, ServerCall } from './server-call.js';
import { status } from './status.js';

export interface GrpcRouterOptions {
  host: string;
  tls: ServerTls | undefined;
  access: AccessControl;
  log: EmulatorLog;
  sources: RandomSources;
  clock: Clock;
  calls: CallBook;
  faults: FaultBook;
  recorder: SessionRecorder;
  replay?: SessionReplay;
}

export interface RouteOptions {
  service: EmulatedService;
  /** IAM is where one gets a token, so it asks for none. Default false. */
  open?: boolean;
}

type Route = (call: IncomingCall) => Promise<void>;

/** Puts handlers of our shape behind the gRPC server: identity, ids, headers, statuses, faults and the log are here. */
export class GrpcRouter {
  readonly #options: GrpcRouterOptions;
  readonly #server: GrpcServer;
  readonly #routes = new Map<string, Route>();

  constructor(options: GrpcRouterOptions) {
    this.#options = options;
    const { connections } = options.faults;
    this.#server = new GrpcServer({
      clock: options.clock,
      host: options.host,
      tls: options.tls,
      tell: (connection, message) => options.log.addConnection('grpc', connection, message),
      refuses: (connection) => connections.refuses('grpc', connection),
      onConnection: (connection) => connections.opened(connection),
      onConnectionClosed: (connection) => connections.closed(connection),
      onCall: (call) => this.#onCall(call),
    });
  }

  /** Serves `method` with `handler`. */
  route<RequestInit, Request, ResponseInit, Response>(
    method: Method<RequestInit, Request, ResponseInit, Response>,
    options: RouteOptions,
    handler: Handler<Request, ResponseInit>,
  ): void {
    this.#routes.set(method.path, (call) => this.#serve(method, options, call, handler));
  }

  /** Serves what is about the server and not of the cloud: no credentials, no ids, no faults, nothing in the log. */
  serveAside<RequestInit, Request, ResponseInit, Response>(
    method: Method<RequestInit, Request, ResponseInit, Response>,
    handler: AsideHandler<Request, ResponseInit>,
  ): void {
    this.#routes.set(method.path, ({ wire }) => runAside(method, wire, handler));
  }

  /** All services that are served, with their packages. */
  serviceNames(): string[] {
    const names = [...this.#routes.keys()].map((path) => path.split('/')[1] ?? '');
    return [...new Set(names)].sort();
  }

  /** Listens; returns the port. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    return this.#server.listen(port);
  }

  /** Drops all connections, and takes no new ones until {@link resume}. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  resume(): Promise<void> {
    return this.#server.resume();
  }

  /** Ends all calls and connections at once. */
  close(): void {
    this.#server.close();
  }

  #onCall(call: IncomingCall): void {
    const serve = this.#routes.get(call.path);
    if (serve === undefined) {
      call.wire.finish(status.UNIMPLEMENTED, `The server does not implement the method ${call.path}`);
    } else {
      void serve(call);
    }
  }

  /** Runs the handler and ends the call with its status. Never rejects. */
  async #serve<RequestInit, Request, ResponseInit, Response>(
    method: Method<RequestInit, Request, ResponseInit, Response>,
    { service, open = false }: RouteOptions,
    { headers, connection, wire }: IncomingCall,
    handler: Handler<Request, ResponseInit>,
  ): Promise<void> {
    const { access, log, sources, calls, faults, recorder, replay } = this.#options;
    const random = sources.next(method.path);
    const requestId = randomUuid(random);
    const faultSeed = random.seed();
    const clientRequestId = one(headers['x-client-request-id']) ?? '';
    const signal = wire.over;
    const record = calls.open({
      requestId,
      service,
      method: method.path,
      clientRequestId,
      connection: connection.id,
      client: clientOf(headers),
    });
    const write = recorder.of(requestId, service);
    const context: ServerCall<Request, ResponseInit> = {
      requestId,
      clientRequestId,
      random,
      signal,
      progress: record,
      note: (event) => {
        record.note(event);
        log.add(service, requestId, event);
      },
      requests: requestsOf(method, wire, record, write),
      send: (response) => {
        if (signal.aborted) return;
        const bytes = method.response.encode(response);
        write({ type: 'response', message: response });
        wire.send(bytes);
        record.messageSent(bytes.byteLength);
      },
    };
    context.note({
      type: 'call-start',
      method: method.path,
      ...(clientRequestId === '' ? {} : { clientRequestId }),
    });
    write({ type: 'call', service, method: method.path, ...(clientRequestId !== '' && { clientRequestId }) });
    wire.trailers = responseHeaders(requestId, clientRequestId);
    const traceId = randomText(random, 32, '0123456789abcdef');
    const unwatch = faults.watch({
      seed: faultSeed,
      record,
      wire,
      note: (event) => context.note(event),
      spoilToken: (how) => access.spoil(one(headers.authorization), how),
    });
    try {
      if (signal.aborted) return;
      wire.respond({ ...wire.trailers, 'x-server-trace-id': traceId });
      const credentials = {
        authorization: one(headers.authorization),
        folderId: one(headers['x-folder-id']),
      };
      const serve = async () => (replay?.take(service, method.path) ?? handler)(context);
      await (open ? serve() : access.guard(credentials, serve));
      wire.finish(status.OK, '');
    } catch (error) {
      if (signal.aborted) return;
      const code = error instanceof Refusal ? error.code : status.INTERNAL;
      const message = error instanceof Error ? error.message : String(error);
      wire.finish(code, message);
    } finally {
      unwatch();
      const { status: sent, outcome } = wire;
      // Whoever sent it: the handler, a fault or the client's deadline.
      if (sent !== undefined && sent.code !== status.OK) context.note({ type: 'refusal', ...sent });
      write({ type: 'end', outcome, ...sent });
      context.note({ type: 'call-end', outcome });
      calls.close(record, outcome);
    }
  }
}

/** The requests of a call of any kind, decoded and counted. A call without a stream of them has exactly one. */
async function* requestsOf<RequestInit, Request, ResponseInit, Response>(
  method: Method<RequestInit, Request, ResponseInit, Response>,
  wire: GrpcWire,
  record: CallRecord,
  write: CallRecorder,
): AsyncIterable<Request> {
  for await (const bytes of wire.requests.read(wire.over)) {
    record.messageCame(bytes.byteLength);
    if (wire.over.aborted) throw abortError(wire.over);
    if (!method.requestStream && record.received.messages > 1) {
      throw new Refusal(status.UNIMPLEMENTED, `${method.path} takes one request message`);
    }
    const message = decode(method, bytes);
    write({ type: 'request', message });
    yield message;
  }
  if (record.received.messages === 0 && !method.requestStream) {
    throw new Refusal(status.UNIMPLEMENTED, `${method.path} takes one request message, got none`);
  }
  // A cancelled call may look half-closed at first; that it was cancelled is told within the same event-loop turn.
  await new Promise((resolve) => setImmediate(resolve));
  if (wire.over.aborted) throw abortError(wire.over);
}

function decode<Request>(
  method: { request: { decode(bytes: Uint8Array): Request } },
  bytes: Uint8Array,
): Request {
  try {
    return method.request.decode(bytes);
  } catch {
    // The reason is of no use to a client that cannot write its own schema.
    throw new Refusal(status.INTERNAL, 'Error deserializing request');
  }
}

/** What tells one client from another when it does not say so itself. Kept in memory, shown nowhere. */
function clientOf(headers: IncomingHttpHeaders): string {
  return JSON.stringify([headers.authorization, headers['x-folder-id'], headers['user-agent']]);
}

function responseHeaders(requestId: string, clientRequestId: string): ResponseHeaders {
  return {
    'x-request-id': requestId,
    ...(clientRequestId === '' ? {} : { 'x-client-request-id': clientRequestId }),
  };
}
