import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { status } from '@grpc/grpc-js';
import type { EmulatedService, EmulatorLog } from '../emulator-log.js';
import { randomUuid } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { httpStatusOf, Refusal } from '../refusal.js';

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

/** More than any request of the emulated services needs. */
const maxBodyBytes = 64 * 1024;

/** All REST services of the emulator, on one port. */
export class RestServer {
  readonly #routes = new Map<string, Route>();
  readonly #server: Server;
  readonly #log: EmulatorLog;
  readonly #random: SeededRandom;

  constructor(log: EmulatorLog, random: SeededRandom) {
    this.#log = log;
    this.#random = random;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Serves `method` (`GET`, `POST`) at `path`. */
  route(method: string, path: string, service: EmulatedService, handler: RestHandler): void {
    this.#routes.set(`${method} ${path}`, { service, handler });
  }

  /** Listens on the loopback interface; returns the port. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Ends all connections at once. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUuid(this.#random);
    const pathname = pathOf(request.url ?? '/');
    const name = `${request.method ?? 'GET'} ${pathname}`;
    const route = this.#routes.get(name);
    const service = route?.service ?? 'iam';
    this.#log.add(service, requestId, { type: 'call-start', method: name });
    try {
      if (route === undefined) throw new Refusal(status.NOT_FOUND, `The emulator has no ${name}`);
      const body = await readJson(request);
      answer(response, 200, requestId, await route.handler({ headers: request.headers, body }));
    } catch (error) {
      const code = error instanceof Refusal ? error.code : status.INTERNAL;
      const message = error instanceof Error ? error.message : String(error);
      this.#log.add(service, requestId, { type: 'refusal', code, message });
      // The form of google.rpc.Status as gRPC gateways write it; the real one is not documented.
      answer(response, httpStatusOf(code), requestId, { code, message, details: [] });
    }
    this.#log.add(service, requestId, { type: 'call-end', outcome: 'done' });
  }
}

/** Without the query. `new URL()` would throw for targets that are none, such as `//`. */
function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? '/';
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
