import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { status } from '@grpc/grpc-js';
import type { EmulatedService, EmulatorLog } from '../emulator-log.js';
import type { ConnectionFaults } from '../faults/connection-faults.js';
import { randomUuid } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { httpStatusOf, Refusal } from '../refusal.js';
import { TcpFront } from '../tcp-front.js';
import type { RestWatch } from './rest-watch.js';

export interface RestRequest {
  /** Lower-case names. */
  headers: IncomingMessage['headers'];
  /** Parsed JSON; an empty object if there is no body. */
  body: Readonly<Record<string, unknown>>;
}

/** Answers with an object that becomes the JSON body, or throws a `Refusal`. */
export type RestHandler = (request: RestRequest) => Promise<object>;

interface Route {
  service: EmulatedService;
  handler: RestHandler;
}

export interface RestServerOptions {
  log: EmulatorLog;
  random: SeededRandom;
  watch: RestWatch;
  connections: ConnectionFaults;
}

/** More than any request of the emulated services needs. */
const maxBodyBytes = 64 * 1024;

/** All REST services of the emulator, on one port. */
export class RestServer {
  readonly #routes = new Map<string, Route>();
  readonly #server: Server;
  readonly #front: TcpFront;
  readonly #log: EmulatorLog;
  readonly #random: SeededRandom;
  readonly #watch: RestWatch;
  readonly #connectionIds = new WeakMap<Socket, number>();

  constructor({ log, random, watch, connections }: RestServerOptions) {
    this.#log = log;
    this.#random = random;
    this.#watch = watch;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#front = new TcpFront((socket, id) => {
      this.#connectionIds.set(socket, id);
      if (connections.refuses('http', id)) socket.resetAndDestroy();
      else this.#server.emit('connection', socket);
    });
  }

  /** Serves `method` (`GET`, `POST`) at `path`. */
  route(method: string, path: string, service: EmulatedService, handler: RestHandler): void {
    this.#routes.set(`${method} ${path}`, { service, handler });
  }

  /** Listens on the loopback interface; returns the port. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    return this.#front.listen(port);
  }

  /** Drops all connections, and takes no new ones until {@link resume}. */
  stop(): Promise<void> {
    return this.#front.stop();
  }

  resume(): Promise<void> {
    return this.#front.resume();
  }

  /** Ends all connections at once. */
  close(): Promise<void> {
    const closed = this.#front.close();
    void this.#front.stop();
    return closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUuid(this.#random);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = `${request.method ?? 'GET'} ${pathname}`;
    const route = this.#routes.get(name);
    const service = route?.service ?? 'iam';
    this.#log.add(service, requestId, { type: 'call-start', method: name });
    const watched = this.#watch({
      identity: {
        requestId,
        service,
        method: name,
        clientRequestId: String(request.headers['x-client-request-id'] ?? ''),
        connection: this.#connectionIds.get(request.socket) ?? 0,
      },
      request,
      response,
      refuse: (_, code, message) => refuse(response, requestId, code, message),
    });
    try {
      if (watched.isOver()) return;
      if (route === undefined) throw new Refusal(status.NOT_FOUND, `The emulator has no ${name}`);
      const body = await readJson(request);
      answer(response, 200, requestId, await route.handler({ headers: request.headers, body }));
    } catch (error) {
      const code = error instanceof Refusal ? error.code : status.INTERNAL;
      const message = error instanceof Error ? error.message : String(error);
      watched.note({ type: 'refusal', code, message });
      this.#log.add(service, requestId, { type: 'refusal', code, message });
      refuse(response, requestId, code, message);
    } finally {
      this.#log.add(service, requestId, { type: 'call-end', outcome: watched.end() });
    }
  }
}

function refuse(response: ServerResponse, requestId: string, code: status, message: string): void {
  // The form of google.rpc.Status as gRPC gateways write it; the real one is not documented.
  answer(response, httpStatusOf(code), requestId, { code, message, details: [] });
}

function answer(response: ServerResponse, httpStatus: number, requestId: string, body: object): void {
  response.writeHead(httpStatus, { 'content-type': 'application/json', 'x-request-id': requestId });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes)
      throw new Refusal(status.INVALID_ARGUMENT, `Request body is over ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Falls through: whatever is not a JSON object is refused in the same words.
  }
  throw new Refusal(status.INVALID_ARGUMENT, 'Request body is not a JSON object');
}
