import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { mismatch } from './protocol-mismatch.js';
import type { ServerTls } from './tls-options.js';

/** Speaks TLS on TCP connections that have come. A client that cannot agree with us is dropped. */
export class TlsAcceptor {
  readonly #server: Server;
  /** Connections that are agreeing on TLS, by the client's address: the server tells no other way whose one is ready. */
  readonly #pending = new Map<string, { id: number; tcp: Socket; ready: (secured: Socket) => void }>();

  /** `protocol` is the only one that is offered (ALPN); `tell` hears of clients that cannot agree. */
  constructor(
    { cert, key }: ServerTls,
    protocol: 'h2' | 'http/1.1',
    tell: (connection: number, message: string) => void,
  ) {
    this.#server = createServer({ cert, key, minVersion: 'TLSv1.2', ALPNProtocols: [protocol] });
    // The socket is destroyed by then.
    this.#server.on('tlsClientError', (error, socket) => {
      const connection = this.#pending.get(addressOf(socket))?.id;
      const hint = mismatch(error);
      if (connection !== undefined && hint !== undefined) tell(connection, hint);
    });
    this.#server.on('secureConnection', (secured) => {
      const { tcp, ready } = this.#pending.get(addressOf(secured)) ?? {};
      if (tcp === undefined) secured.destroy();
      else {
        // Node resets no connection under TLS.
        secured.resetAndDestroy = () => {
          tcp.resetAndDestroy();
          return secured;
        };
        ready?.(secured);
      }
    });
  }

  /** Calls `ready` with the connection once both sides have agreed. */
  accept(tcp: Socket, id: number, ready: (secured: Socket) => void): void {
    const address = addressOf(tcp);
    this.#pending.set(address, { id, tcp, ready });
    tcp.on('close', () => this.#pending.delete(address));
    this.#server.emit('connection', tcp);
  }
}

function addressOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
