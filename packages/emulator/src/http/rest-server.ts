import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { status } from '@grpc/grpc-js';
import type { AccessControl } from '../auth/access-control.js';
import type { EmulatorLog } from '../emulator-log.js';
import { randomText, randomUuid } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { httpStatusOf, Refusal } from '../refusal.js';
import { statusBody } from './error-body.js';
import { readJson } from './read-json.js';
import { jsonLines, type RestCall, type RestHandler, type RestRoute } from './rest-call.js';

export interface RestServerOptions {
  access: AccessControl;
  log: EmulatorLog;
  random: SeededRandom;
}

interface Served extends RestRoute {
  handler: RestHandler;
}

type Match = Served & { params: Readonly<Partial<Record<string, string>>> };

const defaultMaxBodyBytes = 64 * 1024;

/** All REST services of the emulator, on one port: identity, ids, headers, statuses and the log are here. */
export class RestServer {
  readonly #routes: Served[] = [];
  readonly #server: Server;
  readonly #options: RestServerOptions;

  constructor(options: RestServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Serves what `route` names with `handler`. */
  route(route: RestRoute, handler: RestHandler): void {
    this.#routes.push({ ...route, handler });
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

  /** Ends all calls and connections at once. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { log, random } = this.#options;
    const requestId = randomUuid(random);
    const [path = '/'] = (request.url ?? '/').split('?');
    const matches = this.#matches(path);
    const match = matches.find(({ method }) => method === request.method);
    const service = match?.service ?? matches[0]?.service ?? 'iam';
    const clientRequestId = header(request, 'x-client-request-id') ?? '';
    const controller = new AbortController();
    const call = {
      requestId,
      clientRequestId,
      signal: controller.signal,
      note: (event) => log.add(service, requestId, event),
    } satisfies Partial<RestCall>;

    response.on('close', () => {
      if (!response.writableFinished) controller.abort();
    });
    request.on('error', () => controller.abort());
    response.setHeader('x-request-id', requestId);
    response.setHeader('x-server-trace-id', randomText(random, 32, '0123456789abcdef'));
    if (clientRequestId !== '') response.setHeader('x-client-request-id', clientRequestId);
    call.note({
      type: 'call-start',
      method: `${request.method ?? 'GET'} ${path}`,
      ...(clientRequestId === '' ? {} : { clientRequestId }),
    });
    if (match === undefined) {
      call.note({ type: 'refusal', ...refuseUnserved(response, path, matches) });
    } else {
      await this.#answer(match, call, request, response);
    }
    call.note({ type: 'call-end', outcome: controller.signal.aborted ? 'cancelled' : 'done' });
    controller.abort();
    // What is left of a body that nobody wanted would block the connection.
    request.resume();
  }

  /** Runs the handler and ends the response, with an error if there is one. Never rejects. */
  async #answer(
    match: Match,
    call: Omit<RestCall, 'headers' | 'params' | 'body' | 'send'>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { stream = jsonLines, errorBody = statusBody, maxBodyBytes = defaultMaxBodyBytes } = match;
    const send = (message: object) => {
      if (call.signal.aborted) return;
      if (!response.headersSent) response.writeHead(200, stream.headers);
      response.write(stream.frame(JSON.stringify(message)));
    };
    const handle = async () => {
      const body = await readJson(request, maxBodyBytes);
      return match.handler({ ...call, headers: request.headers, params: match.params, body, send });
    };
    try {
      const { open = false, keyAsBearer = false } = match;
      const folderId = header(request, 'x-folder-id') ?? header(request, 'openai-project');
      const credentials = { authorization: request.headers.authorization, folderId, keyAsBearer };
      const answer = await (open ? handle() : this.#options.access.guard(credentials, handle));
      if (answer === undefined) response.end(stream.end);
      else endWithJson(response, 200, answer);
    } catch (error) {
      if (call.signal.aborted) return;
      const code = error instanceof Refusal ? error.code : status.INTERNAL;
      const message = error instanceof Error ? error.message : String(error);
      call.note({ type: 'refusal', code, message });
      const body = errorBody(code, message);
      if (response.headersSent) response.end(stream.frame(JSON.stringify(body)));
      else endWithJson(response, httpStatusOf(code), body);
    }
  }

  /** What is served at `path`, by any method. */
  #matches(path: string): Match[] {
    return this.#routes.flatMap((route) => {
      if (typeof route.path === 'string') return route.path === path ? [{ ...route, params: {} }] : [];
      const match = route.path.exec(path);
      return match?.[0] === path ? [{ ...route, params: match.groups ?? {} }] : [];
    });
  }
}

function endWithJson(response: ServerResponse, httpStatus: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(httpStatus, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/**
 * 405 for a path that is served by another method, else 404. The 404 of `/v1/…` is plain text (third-party); the
 * rest is what gRPC gateways do (assumed).
 */
function refuseUnserved(
  response: ServerResponse,
  path: string,
  others: readonly RestRoute[],
): { code: status; message: string } {
  const [httpStatus, code, message] =
    others.length === 0
      ? ([404, status.NOT_FOUND, 'Not Found'] as const)
      : ([405, status.UNIMPLEMENTED, 'Method Not Allowed'] as const);
  if (others.length > 0) response.setHeader('allow', others.map(({ method }) => method).join(', '));
  if (path.startsWith('/v1/')) {
    response.writeHead(httpStatus, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(others.length === 0 ? '404 page not found\n' : 'Method Not Allowed\n');
  } else {
    endWithJson(response, httpStatus, statusBody(code, message));
  }
  return { code, message };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
