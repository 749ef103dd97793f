import { createServer, type Server, type Socket } from 'node:net';
import { VoiceError } from '@rechka/core';
import { TlsAcceptor } from './tls/tls-acceptor.js';
import type { ServerTls } from './tls/tls-options.js';

export interface TcpFrontOptions {
  /** Address to listen on. */
  host: string;
  /** Speaks TLS, if given. */
  tls: ServerTls | undefined;
  /** The protocol behind, by its name in TLS (ALPN). */
  protocol: 'h2' | 'http/1.1';
  /** Whether to refuse a connection: it is reset at once. Asked for each, with its number, from 1. */
  refuses?: (id: number) => boolean;
  /** Hears of a connection whose client speaks another protocol. */
  tell: (id: number, message: string) => void;
  /** Takes each connection with its number. */
  serve: (socket: Socket, id: number) => void;
}

/**
 * A port. It hands every connection on to the protocol behind it, and can refuse one, drop all of them, or go away and
 * come back on the same port.
 */
export class TcpFront {
  readonly #options: TcpFrontOptions;
  readonly #tls: TlsAcceptor | undefined;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number | undefined;
  #connections = 0;
  #isClosed = false;

  constructor(options: TcpFrontOptions) {
    this.#options = options;
    this.#tls = options.tls && new TlsAcceptor(options.tls, options.protocol, options.tell);
  }

  /** Listens on `port`, or on any free one for 0; returns which. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    if (this.#isClosed) throw new VoiceError({ code: 'ERR_MISUSE', message: 'The emulator is closed.' });
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.#options.host, () => {
        server.off('error', reject);
        const address = server.address();
        this.#port = typeof address === 'object' && address !== null ? address.port : port;
        resolve(this.#port);
      });
    });
  }

  /** Drops all connections and takes no new ones. */
  stop(): Promise<void> {
    const stopped = this.#stopListening();
    for (const socket of this.#sockets) socket.destroy();
    return stopped;
  }

  /** Takes no new connections for good; ends when those that are there have ended. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#stopListening();
  }

  /** Listens again where it did, after {@link stop}; does nothing once it is closed. */
  async resume(): Promise<void> {
    if (!this.#isClosed && this.#server === undefined && this.#port !== undefined)
      await this.listen(this.#port);
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    const { refuses, serve } = this.#options;
    const id = ++this.#connections;
    this.#sockets.add(socket);
    // Else a small piece waits up to 40 ms of real time until the client has acknowledged the one before.
    socket.setNoDelay(true);
    socket.on('close', () => this.#sockets.delete(socket));
    // What it means is told by the protocol behind; here it must only not end the process.
    socket.on('error', () => undefined);
    if (refuses?.(id) === true) socket.resetAndDestroy();
    else if (this.#tls === undefined) serve(socket, id);
    else this.#tls.accept(socket, id, (secured) => serve(secured, id));
  }
}
