import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isVoiceError } from '@rechka/core';
import { hintAtMismatch } from '../http/hint-at-mismatch.js';
import { TcpFront } from '../tcp-front.js';
import type { ServerTls } from '../tls/tls-options.js';
import { ControlError } from './control-error.js';

/** A request to the control endpoint, checked and read. */
export interface ControlRequest {
  /** Parts of the path that the route leaves open (`:id`), decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** As it was sent. */
  body: string;
  response: ServerResponse;
}

/** Returns what becomes the JSON body, or `undefined` if it has answered by itself. */
export type ControlHandler = (request: ControlRequest) => unknown;

/** By method and path: `DELETE /faults/:id`. */
export type ControlRoutes = Readonly<Record<string, ControlHandler>>;

const maxBodyBytes = 64 * 1024;

/**
 * HTTP on the loopback interface for whoever has the token. A page in a browser could reach it under a name of its own
 * that leads to 127.0.0.1 (DNS rebinding), so names other than those of this machine are turned away before the token is
 * looked at.
 */
export class ControlServer {
  /** Made anew at each start; deliberately not from the seed. */
  readonly token = randomBytes(24).toString('base64url');
  readonly #routes: ControlRoutes;
  readonly #server: Server;
  readonly #front: TcpFront;

  /** `tell` hears of connections whose clients speak another protocol. */
  constructor(
    routes: ControlRoutes,
    { tls, tell }: { tls: ServerTls | undefined; tell: (connection: number, message: string) => void },
  ) {
    this.#routes = routes;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    const ids = new WeakMap<Socket, number>();
    hintAtMismatch(this.#server, (socket, hint) => tell(ids.get(socket) ?? 0, hint));
    const serve = (socket: Socket, id: number) => {
      ids.set(socket, id);
      this.#server.emit('connection', socket);
    };
    this.#front = new TcpFront({ host: '127.0.0.1', tls, protocol: 'http/1.1', tell, serve });
  }

  listen(port: number): Promise<number> {
    return this.#front.listen(port);
  }

  close(): Promise<void> {
    const closed = this.#front.close();
    void this.#front.stop();
    return closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#admit(request);
      // Not by URL, for which `//` is no path.
      const [pathname = '/', ...query] = (request.url ?? '/').split('?');
      const { handler, params } = this.#find(request.method ?? 'GET', pathname);
      const body = await readBody(request);
      const answer = await handler({ params, query: new URLSearchParams(query.join('?')), body, response });
      if (answer !== undefined) send(response, 200, answer);
    } catch (error) {
      const httpStatus = error instanceof ControlError ? error.httpStatus : isVoiceError(error) ? 400 : 500;
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else send(response, httpStatus, { error: message, ...(isVoiceError(error) && { code: error.code }) });
    }
  }

  #admit({ headers }: IncomingMessage): void {
    const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(name)) {
      throw new ControlError(403, `Host '${name}' is not this machine; use 127.0.0.1 or localhost.`);
    }
    const given = Buffer.from(headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${this.token}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new ControlError(
        401,
        'The header `authorization: Bearer <token>` is missing or wrong; the emulator prints its token at start.',
      );
    }
  }

  #find(method: string, pathname: string): { handler: ControlHandler; params: Record<string, string> } {
    const asked = pathname.split('/');
    for (const [route, handler] of Object.entries(this.#routes)) {
      const [routeMethod, routePath = ''] = route.split(' ');
      const parts = routePath.split('/');
      if (routeMethod !== method || parts.length !== asked.length) continue;
      const params: Record<string, string> = {};
      const fits = parts.every((part, index) => {
        const value = asked[index] ?? '';
        if (!part.startsWith(':')) return part === value;
        params[part.slice(1)] = decode(value);
        return value !== '';
      });
      if (fits) return { handler, params };
    }
    throw new ControlError(
      404,
      `There is no ${method} ${pathname}; there are ${Object.keys(this.#routes).join(', ')}.`,
    );
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError(400, `'${part}' is not URL-encoded.`);
  }
}

function send(response: ServerResponse, httpStatus: number, body: unknown): void {
  response.writeHead(httpStatus, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving a plain `for await` would destroy the request, whose rest must still be read off the connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new ControlError(413, `The body is over ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
