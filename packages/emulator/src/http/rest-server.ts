import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AccessControl } from '../auth/access-control.js';
import type { EmulatorLog } from '../emulator-log.js';
import type { ConnectionFaults } from '../faults/connection-faults.js';
import { status } from '../grpc/status.js';
import { randomText, randomUuid } from '../random-ids.js';
import type { RandomSources } from '../random-sources.js';
import { replayedCall } from '../recording/replayed-rest-call.js';
import type { CallRecorder, SessionRecorder } from '../recording/session-recorder.js';
import type { SessionReplay } from '../recording/session-replay.js';
import { httpStatusOf, Refusal } from '../refusal.js';
import { TcpFront } from '../tcp-front.js';
import type { ServerTls } from '../tls/tls-options.js';
import { wallNowMs } from '../wall-clock.js';
import { statusBody } from './error-body.js';
import { hintAtMismatch } from './hint-at-mismatch.js';
import { readJson } from './read-json.js';
import { jsonLines, type RestCall, type RestHandler, type RestRoute } from './rest-call.js';
import type { RestWatch } from './rest-watch.js';

export interface RestServerOptions {
  host: string;
  tls: ServerTls | undefined;
  access: AccessControl;
  log: EmulatorLog;
  sources: RandomSources;
  /** Lets faults and inspection see the calls. */
  watch: RestWatch;
  recorder: SessionRecorder;
  replay?: SessionReplay;
  connections: ConnectionFaults;
}

interface Served extends RestRoute {
  handler: RestHandler;
}

type Match = Served & { params: Readonly<Partial<Record<string, string>>> };

/** What a call is answered with, and on what it is put on record. */
interface Answering {
  match: Match;
  call: Omit<RestCall, 'headers' | 'params' | 'body' | 'send'>;
  method: string;
  write: CallRecorder;
}

const defaultMaxBodyBytes = 64 * 1024;

/** All REST services of the emulator, on one port: identity, ids, headers, statuses and the log are here. */
export class RestServer {
  readonly #routes: Served[] = [];
  readonly #server: Server;
  readonly #options: RestServerOptions;
  readonly #front: TcpFront;
  readonly #connectionIds = new WeakMap<Socket, number>();

  constructor(options: RestServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    const { host, tls, connections, log } = options;
    const tell = (id: number, message: string) => log.addConnection('http', id, message);
    hintAtMismatch(this.#server, (socket, hint) => tell(this.#connectionIds.get(socket) ?? 0, hint));
    this.#front = new TcpFront({
      host,
      tls,
      protocol: 'http/1.1',
      tell,
      refuses: (id) => connections.refuses('http', id),
      serve: (socket, id) => {
        this.#connectionIds.set(socket, id);
        this.#server.emit('connection', socket);
      },
    });
  }

  /** Serves what `route` names with `handler`. */
  route(route: RestRoute, handler: RestHandler): void {
    this.#routes.push({ ...route, handler });
  }

  /** Listens; returns the port. Rejects if it is taken. */
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
    const { log, sources, watch, recorder } = this.#options;
    const [path = '/'] = (request.url ?? '/').split('?');
    const matches = this.#matches(path);
    const match = matches.find(({ method }) => method === request.method);
    const random = sources.next(match === undefined ? 'unserved' : `${match.method} ${String(match.path)}`);
    const requestId = randomUuid(random);
    const service = match?.service ?? matches[0]?.service ?? 'iam';
    const clientRequestId = header(request, 'x-client-request-id') ?? '';
    const method = `${request.method ?? 'GET'} ${path}`;
    const controller = new AbortController();
    response.on('close', () => controller.abort());
    request.on('error', () => controller.abort());
    // Node's own date is the real one, also in virtual time.
    response.setHeader('date', new Date(wallNowMs()).toUTCString());
    response.setHeader('x-request-id', requestId);
    response.setHeader('x-server-trace-id', randomText(random, 32, '0123456789abcdef'));
    if (clientRequestId !== '') response.setHeader('x-client-request-id', clientRequestId);
    log.add(service, requestId, {
      type: 'call-start',
      method,
      ...(clientRequestId === '' ? {} : { clientRequestId }),
    });
    const record = recorder.of(requestId, service);
    const write: CallRecorder = (line) => {
      // What nothing serves is no session of a service; what comes after a fault has ended the call is not sent.
      if (match !== undefined && !(line.type === 'response' && watched.isOver())) record(line);
    };
    write({ type: 'call', service, method, ...(clientRequestId !== '' && { clientRequestId }) });
    const errorBody = match?.errorBody ?? statusBody;
    /** With what the call was answered, unless it was cut off or given up. */
    let told: { code: status; message: string } | undefined;
    const connection = this.#connectionIds.get(request.socket) ?? 0;
    const watched = watch({
      seed: random.seed(),
      identity: { requestId, service, method, clientRequestId, connection },
      request,
      response,
      refuse: (_, code, message) => {
        told = { code, message };
        endWithJson(response, httpStatusOf(code), errorBody(code, message));
      },
    });
    const call = {
      requestId,
      clientRequestId,
      random,
      signal: controller.signal,
      progress: watched.progress,
      note: (event) => {
        watched.note(event);
        log.add(service, requestId, event);
      },
    } satisfies Partial<RestCall>;
    if (!watched.isOver()) {
      if (match === undefined) call.note({ type: 'refusal', ...refuseUnserved(response, path, matches) });
      else {
        const answered = await this.#answer({ match, call, method, write }, request, response);
        told ??= answered;
      }
    }
    const outcome = watched.end();
    // A bare HTTP answer has no message of the service in it: it cuts the call off.
    write({ type: 'end', outcome: outcome === 'done' && told === undefined ? 'cut' : outcome, ...told });
    log.add(service, requestId, { type: 'call-end', outcome });
    controller.abort();
    // What is left of a body that nobody wanted would block the connection.
    request.resume();
  }

  /**
   * Runs the handler and ends the response, with an error if there is one. Tells with what, unless the client is gone.
   * Never rejects.
   */
  async #answer(
    { match, call, method, write }: Answering,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ code: status; message: string } | undefined> {
    const { stream = jsonLines, errorBody = statusBody, maxBodyBytes = defaultMaxBodyBytes } = match;
    // Not `headersSent`: a fault may hold the headers back.
    const answer = { isStreaming: false };
    const send = (message: object) => {
      if (call.signal.aborted) return;
      if (!answer.isStreaming) response.writeHead(200, stream.headers);
      answer.isStreaming = true;
      write({ type: 'response', message });
      response.write(stream.frame(JSON.stringify(message)));
    };
    const handle = async () => {
      const body = await readJson(request, maxBodyBytes);
      write({ type: 'request', message: body.all });
      const replayed = this.#options.replay?.take(match.service, method);
      if (replayed !== undefined)
        return (await replayed(replayedCall(call, body.all, send))) as object | undefined;
      return match.handler({ ...call, headers: request.headers, params: match.params, body, send });
    };
    try {
      const { open = false, keyAsBearer = false } = match;
      const folderId = header(request, 'x-folder-id') ?? header(request, 'openai-project');
      const credentials = { authorization: request.headers.authorization, folderId, keyAsBearer };
      const whole = await (open ? handle() : this.#options.access.guard(credentials, handle));
      if (call.signal.aborted) return undefined;
      if (whole === undefined) {
        response.end(stream.end);
      } else {
        write({ type: 'response', message: whole, whole: true });
        endWithJson(response, 200, whole);
      }
      return { code: status.OK, message: '' };
    } catch (error) {
      if (call.signal.aborted) return undefined;
      const code = error instanceof Refusal ? error.code : status.INTERNAL;
      const message = error instanceof Error ? error.message : String(error);
      call.note({ type: 'refusal', code, message });
      const body = errorBody(code, message);
      if (answer.isStreaming) response.end(stream.frame(JSON.stringify(body)));
      else endWithJson(response, httpStatusOf(code), body);
      return { code, message };
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
