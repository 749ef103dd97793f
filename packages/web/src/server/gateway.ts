import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { checkNumber, checkObject, sleep } from '@rechka/core';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type ClientMessage,
  type CloseReason,
  decodeClientMessage,
  maxMessageBytes,
  protocolVersion,
  type ResumeRequest,
  subprotocol,
} from '../protocol/index.js';
import type { Identity } from './browser-call.js';
import { type Admitted, CallCounter } from './call-limits.js';
import { judge } from './doorkeeper.js';
import {
  authorizeMissing,
  checkGatewayOptions,
  type CheckedGatewayOptions,
  type GatewayOptions,
  listensOnLoopback,
} from './gateway-options.js';
import { peerAddress } from './peer-address.js';
import { Session } from './session.js';
import { SocketLink } from './socket-link.js';
import { WaitingRoom } from './waiting-room.js';

/** Takes calls from web pages. */
export interface Gateway {
  /** Calls now, those included whose page has lost its socket. */
  readonly calls: number;
  /** Takes an upgrade, whatever its path: for servers whose `upgrade` event you handle yourself. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers 200 while the process lives. A handler for `node:http` and Express. */
  readonly healthz: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers 200 while calls are taken, 503 when drained or full. */
  readonly readyz: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Takes no more calls, lets those that go on end their sentence, and closes. Calls that last longer than
   * `deadlineMs` (0–3 600 000, default 10 000) are cut. For `SIGTERM`; the HTTP server is yours to close after it.
   * Rejects with `ERR_INVALID_OPTION`, and takes calls on, for options that cannot be used.
   */
  drain(options?: { deadlineMs?: number }): Promise<void>;
  /** Ends all calls now, and releases everything. */
  close(): Promise<void>;
}

/**
 * A gateway at an HTTP server, be it of `node:http`, Express or Fastify. Throws `ERR_INVALID_OPTION` for
 * options that cannot be used.
 *
 * @example
 * ```ts
 * const gateway = createGateway({
 *   server,
 *   authorize: ({ token }) => tokens.redeem(token),
 *   async onCall(call) {
 *     const pipeline = new VoicePipeline({ call, stt, tts, language: russian(), respond });
 *     connectPage(pipeline, call);
 *     await pipeline.run();
 *   },
 * });
 * process.once('SIGTERM', () => void gateway.drain().then(() => server.close()));
 * ```
 */
export function createGateway(options: GatewayOptions): Gateway {
  return new WebGateway(checkGatewayOptions(options));
}

type Refusal = Exclude<CloseReason, 'lost'>;
type Hello = Extract<ClientMessage, { type: 'hello' }>;

interface Guest {
  identity: Identity;
  remoteAddress: string;
}

/** A page introduces itself at once. */
const helloMs = 5000;
class WebGateway implements Gateway {
  readonly #options: CheckedGatewayOptions;
  readonly #counter: CallCounter;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    // Speech does not compress, and each context would cost memory.
    perMessageDeflate: false,
    handleProtocols: () => subprotocol,
  });
  readonly #sessions = new Map<string, Session>();
  readonly #links = new Set<SocketLink>();
  readonly #waitingRoom = new WaitingRoom();
  #draining = false;
  #onIdle: (() => void) | undefined;

  constructor(options: CheckedGatewayOptions) {
    this.#options = options;
    this.#counter = new CallCounter(options.limits, options.clock);
    const { server } = options;
    server?.on('upgrade', this.#onUpgrade);
    server?.on('listening', this.#onListening);
  }

  get calls(): number {
    return this.#sessions.size;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until ws has the socket, nobody else would hear of its errors.
    socket.on('error', ignore);
    const leave = this.#waitingRoom.enter(peerAddress(request, this.#options.trustProxy));
    if (leave === undefined) {
      refuseUpgrade(socket, '503 Service Unavailable');
      return;
    }
    this.#admit(request, socket, head)
      .catch((error: unknown) => {
        this.#options.onError(error);
        socket.destroy();
      })
      .finally(leave);
  }

  readonly healthz = (_request: IncomingMessage, response: ServerResponse): void => {
    answer(response, 200, { status: 'ok' });
  };

  readonly readyz = (_request: IncomingMessage, response: ServerResponse): void => {
    const full = this.calls >= this.#counter.mostCalls;
    const status = this.#draining ? 'draining' : full ? 'full' : 'ready';
    answer(response, status === 'ready' ? 200 : 503, { status, calls: this.calls });
  };

  async drain(options: { deadlineMs?: number } = {}): Promise<void> {
    checkObject('options', options, 'an object, e.g. { deadlineMs: 10_000 }');
    const { deadlineMs = 10_000 } = options;
    checkNumber('deadlineMs', deadlineMs, { min: 0, max: 3_600_000 });
    this.#draining = true;
    for (const session of [...this.#sessions.values()]) session.drain();
    const patience = new AbortController();
    const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
    if (this.#sessions.size > 0) {
      await Promise.race([
        idle,
        sleep(this.#options.clock, deadlineMs, patience.signal).catch(() => undefined),
      ]);
    }
    patience.abort();
    await this.close();
  }

  async close(): Promise<void> {
    this.#draining = true;
    const { server } = this.#options;
    server?.off('upgrade', this.#onUpgrade);
    server?.off('listening', this.#onListening);
    for (const session of [...this.#sessions.values()]) void session.end('ended', 'draining');
    await Promise.all([...this.#links].map((link) => link.close('busy')));
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { server, path } = this.#options;
    const [pathname] = (request.url ?? '').split('?', 1);
    if (pathname === path) this.handleUpgrade(request, socket, head);
    // Another listener may want it; if there is none, nobody would ever answer.
    else if (server?.listenerCount('upgrade') === 1) refuseUpgrade(socket, '404 Not Found');
  };

  readonly #onListening = (): void => {
    const { server, authorize, onError } = this.#options;
    if (authorize === undefined && server && !listensOnLoopback(server)) onError(authorizeMissing());
  };

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(subprotocol)) {
      refuseUpgrade(socket, '400 Bad Request');
      return;
    }
    const visitor = this.#draining
      ? { refused: 'busy' as const }
      : await judge(request, offered, this.#options);
    if (socket.destroyed) return;
    await new Promise<void>((done) => {
      // If ws finds the handshake at fault, it answers by itself and the socket closes.
      socket.once('close', done);
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        socket.off('error', ignore);
        // A browser shows a page no status of HTTP, so the refusal comes as a close code.
        if (visitor.refused !== undefined) this.#refuse(webSocket, visitor.refused);
        else this.#receive(webSocket, visitor, done);
      });
    });
  }

  #refuse(webSocket: WebSocket, reason: Refusal): void {
    const link = this.#link(webSocket, { text: ignore, binary: ignore, flowing: ignore, closed: ignore });
    void link.close(reason);
  }

  /** Waits for the page to introduce itself; `introduced` is called when it has, or will not. */
  #receive(webSocket: WebSocket, guest: Guest, introduced: () => void): void {
    const { clock } = this.#options;
    let session: Session | undefined;
    const link = this.#link(webSocket, {
      text: (message) => {
        if (session) session.text(link, message);
        else if (link.open) session = this.#greet(link, message, guest);
        timer.cancel();
        introduced();
      },
      binary: (bytes) => {
        if (session) session.binary(link, bytes);
        else void link.close('protocol');
      },
      flowing: () => session?.flowing(),
      closed: (code) => {
        timer.cancel();
        introduced();
        session?.detach(link, code);
      },
    });
    const timer = clock.setTimeout(() => void link.close('no-hello'), helloMs);
  }

  #link(webSocket: WebSocket, listener: ConstructorParameters<typeof SocketLink>[2]): SocketLink {
    const link = new SocketLink(webSocket, this.#options.clock, {
      ...listener,
      closed: (code) => {
        this.#links.delete(link);
        listener.closed(code);
      },
    });
    this.#links.add(link);
    return link;
  }

  /** The session that a page's first message asks for; `undefined` if there is none for it, and the socket closes. */
  #greet(link: SocketLink, message: string, guest: Guest): Session | undefined {
    const hello = readHello(message);
    if (hello === undefined) {
      void link.close('protocol');
      return undefined;
    }
    const session = hello.resume
      ? this.#resume(hello.resume, hello.micRateHz, guest)
      : this.#begin(hello, guest);
    if (typeof session === 'string') {
      void link.close(session);
      return undefined;
    }
    session.attach(link, hello.resume);
    if (hello.resume === undefined) void this.#converse(session);
    return session;
  }

  #resume(resume: ResumeRequest, micRateHz: number, { identity }: Guest): Session | Refusal {
    const session = this.#sessions.get(resume.sessionId);
    return session?.admits(resume, identity, micRateHz) ? session : 'session-lost';
  }

  #begin({ micRateHz, echoCanceller, settings = {} }: Hello, guest: Guest): Session | Refusal {
    if (this.#draining) return 'busy';
    const admitted = this.#makeRoom(guest, () => void session.end('minutes', 'minutes'));
    if (typeof admitted === 'string') return admitted;
    const { speechRateHz, aheadMs, graceMs, clock, onError } = this.#options;
    const session: Session = new Session({
      callId: `web-${randomUUID()}`,
      ...guest,
      micRateHz,
      echoCanceller,
      settings,
      speechRateHz,
      aheadMs,
      graceMs,
      clock,
      onError,
      onEnd: () => {
        this.#sessions.delete(session.id);
        admitted.release();
        if (this.#sessions.size === 0) this.#onIdle?.();
      },
    });
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Lets a call in; a page that was reloaded has left one behind that waits for it in vain. */
  #makeRoom({ identity, remoteAddress }: Guest, onOver: () => void): Admitted | Refusal {
    const admit = () => this.#counter.admit({ identity, address: remoteAddress }, onOver);
    const admitted = admit();
    if (admitted !== 'too-many-calls') return admitted;
    const left = [...this.#sessions.values()].find(
      ({ connected, call }) => !connected && call.identity.id === identity.id,
    );
    if (left === undefined) return admitted;
    void left.end('session-lost');
    return admit();
  }

  async #converse(session: Session): Promise<void> {
    try {
      await this.#options.onCall(session.call);
    } catch (error) {
      this.#options.onError(error);
      await session.end('failed', 'failed');
    }
  }
}

function ignore(): void {
  // Nothing to be done: what failed is gone already.
}

function readHello(message: string): Hello | undefined {
  try {
    const hello = decodeClientMessage(message);
    return hello.type === 'hello' && hello.protocol === protocolVersion ? hello : undefined;
  } catch {
    // Whatever it is, it is not the protocol.
    return undefined;
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', ignore);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
