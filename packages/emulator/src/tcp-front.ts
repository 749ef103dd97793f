import { createServer, type Server, type Socket } from 'node:net';
import { VoiceError } from '@rechka/core';

/**
 * A port on the loopback interface. It hands every connection on to the protocol behind it, and can refuse one, drop
 * all of them, or go away and come back on the same port.
 */
export class TcpFront {
  readonly #serve: (socket: Socket, id: number) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number | undefined;
  #connections = 0;
  #isClosed = false;

  /** `serve` takes each connection with its number, from 1. */
  constructor(serve: (socket: Socket, id: number) => void) {
    this.#serve = serve;
  }

  /** Listens on `port`, or on any free one for 0; returns which. Rejects if it is taken. */
  listen(port: number): Promise<number> {
    if (this.#isClosed) throw new VoiceError({ code: 'ERR_MISUSE', message: 'The emulator is closed.' });
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
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
    this.#sockets.add(socket);
    // Else a small piece waits up to 40 ms of real time until the client has acknowledged the one before.
    socket.setNoDelay(true);
    socket.on('close', () => this.#sockets.delete(socket));
    // What it means is told by the protocol behind; here it must only not end the process.
    socket.on('error', () => undefined);
    this.#serve(socket, ++this.#connections);
  }
}
