import {
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock } from '@rechka/core';
import { TcpFront } from '../tcp-front.js';
import { mismatch } from '../tls/protocol-mismatch.js';
import type { ServerTls } from '../tls/tls-options.js';
import { Connection } from './grpc-connection.js';
import { GrpcWire, one } from './grpc-wire.js';
import { status } from './status.js';

/** A call that has come: its path (`/package.Service/Method`), headers, connection and wire. */
export interface IncomingCall {
  path: string;
  headers: IncomingHttpHeaders;
  connection: Connection;
  wire: GrpcWire;
}

export interface GrpcServerOptions {
  clock: Clock;
  host: string;
  tls: ServerTls | undefined;
  /** Whether to refuse a connection: it is reset at once. */
  refuses: (connection: number) => boolean;
  /** Hears of a connection whose client speaks another protocol. */
  tell: (connection: number, message: string) => void;
  onConnection: (connection: Connection) => void;
  onConnectionClosed: (connection: Connection) => void;
  onCall: (call: IncomingCall) => void;
}

/** Larger than any request of the emulated services; a message of 16 MB or more is refused, not kept. */
const maxMessageBytes = 16 * 1024 * 1024;

/**
 * gRPC over HTTP/2 on `node:http2`. The server of grpc-js hides its streams and connections, and faults need both; it
 * stays the judge, for clients on it are what the emulator is tested with.
 */
export class GrpcServer {
  readonly #options: GrpcServerOptions;
  readonly #front: TcpFront;
  // Memory of a session is as unlimited as in grpc-js: its default would refuse streams of a busy client.
  readonly #http2 = createServer({ maxSessionMemory: Number.MAX_SAFE_INTEGER });
  readonly #connections = new Set<Connection>();
  /** The connection that is being handed over. */
  #accepting: { socket: Socket; id: number } | undefined;

  constructor(options: GrpcServerOptions) {
    this.#options = options;
    const { host, tls, refuses, tell } = options;
    const serve = (socket: Socket, id: number) => this.#accept(socket, id);
    this.#front = new TcpFront({ host, tls, protocol: 'h2', refuses, tell, serve });
    this.#http2.on('session', (session) => this.#onSession(session));
    this.#http2.on('sessionError', () => undefined);
  }

  /** Listens; returns the port. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    return this.#front.listen(port);
  }

  /** Drops all connections as a crash would, and takes no new ones until {@link resume}. */
  stop(): Promise<void> {
    return this.#front.stop();
  }

  resume(): Promise<void> {
    return this.#front.resume();
  }

  /** Cancels all calls and ends all connections. */
  close(): void {
    for (const connection of this.#connections) connection.cancel();
    void this.#front.close();
  }

  #accept(socket: Socket, id: number): void {
    this.#accepting = { socket, id };
    this.#http2.emit('connection', socket);
    this.#accepting = undefined;
  }

  /** Called within the hand-over. */
  #onSession(session: ServerHttp2Session): void {
    if (this.#accepting === undefined) return;
    const { clock, onConnection, onConnectionClosed } = this.#options;
    const connection = new Connection({ ...this.#accepting, session, clock });
    this.#connections.add(connection);
    onConnection(connection);
    session.on('close', () => {
      this.#connections.delete(connection);
      onConnectionClosed(connection);
    });
    // Told to its streams; here it must only not end the process.
    session.on('error', (error: Error) => {
      const hint = mismatch(error);
      if (hint !== undefined) this.#options.tell(connection.id, hint);
    });
    session.on('stream', (stream, headers) => this.#onStream(stream, headers, connection));
  }

  #onStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, connection: Connection): void {
    if (!/^application\/grpc(?![^+;])/.test(headers['content-type'] ?? '')) {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 415 }, { endStream: true });
      return;
    }
    const wire = new GrpcWire(stream, headers, { clock: this.#options.clock, connection, maxMessageBytes });
    const path = one(headers[':path']) ?? '';
    if (headers[':method'] !== 'POST') {
      wire.finish(status.UNIMPLEMENTED, `gRPC calls are POST, not ${String(headers[':method'])}`);
      return;
    }
    this.#options.onCall({ path, headers, connection, wire });
  }
}
