import type { Clock, ClockTimer } from '@rechka/core';
import type { RawData, WebSocket } from 'ws';
import { closeCodes, type CloseReason, maxBufferedBytes, type ServerMessage } from '../protocol/index.js';

/** What a {@link SocketLink} tells of its socket. */
export interface SocketLinkListener {
  text(message: string): void;
  binary(bytes: Uint8Array): void;
  /** The socket took what it had been given, and takes more. */
  flowing(): void;
  /** Told once; nothing comes after it. `code` is that of the closing handshake, or 1006 if there was none. */
  closed(code: number): void;
}

/** A socket that shows no life for so long after a ping is gone. */
const heartbeatMs = 15_000;
/** A peer that does not answer the closing handshake is not waited for any longer. */
const closeMs = 1000;
/** A socket in which this much piles up is cut. */
const mostBufferedBytes = 4 * maxBufferedBytes;

/** One socket of a page, with a heartbeat and bounds on what waits to be sent. */
export class SocketLink {
  /** Resolves when the socket is gone. */
  readonly gone: Promise<void>;
  #alive = true;
  #timer: ClockTimer;
  #full = false;
  #closing = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly clock: Clock,
    private readonly listener: SocketLinkListener,
  ) {
    this.#timer = clock.setTimeout(() => this.#beat(), heartbeatMs);
    socket.on('message', (data: RawData, isBinary: boolean) => {
      this.#alive = true;
      // `nodebuffer`, the default of ws, gives one Buffer for each message.
      const bytes = data as Buffer;
      if (isBinary) listener.binary(bytes);
      else listener.text(bytes.toString('utf8'));
    });
    socket.on('pong', () => (this.#alive = true));
    let faultCode: number | undefined;
    socket.on('error', (error: Error & { code?: string }) => {
      // ws closes the socket; what it says to the peer, it does not say to us.
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') faultCode = closeCodes['too-big'];
      else if (error.code?.startsWith('WS_ERR_')) faultCode = closeCodes.protocol;
    });
    this.gone = new Promise((resolve) => {
      socket.on('close', (code: number) => {
        this.#timer.cancel();
        resolve();
        listener.closed(faultCode ?? code);
      });
    });
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Whether the socket keeps up with what it is given. */
  get flowing(): boolean {
    return this.open && !this.#full;
  }

  /** Sends a message, or one that is JSON already. */
  send(message: ServerMessage | string): void {
    this.#give(typeof message === 'string' ? message : JSON.stringify(message));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#give(bytes);
  }

  /** Closes with the code for `reason`; resolves when the socket is gone, after 1 s at most. */
  async close(reason: Exclude<CloseReason, 'lost'>): Promise<void> {
    if (!this.#closing && this.socket.readyState !== this.socket.CLOSED) {
      this.#closing = true;
      this.#timer.cancel();
      this.#timer = this.clock.setTimeout(() => this.socket.terminate(), closeMs);
      this.socket.close(closeCodes[reason], reason);
    }
    await this.gone;
  }

  #give(message: string | Uint8Array): void {
    if (!this.open) return;
    this.socket.send(message, this.#sent);
    if (this.socket.bufferedAmount >= maxBufferedBytes) this.#full = true;
    // It has stopped taking anything: the page can ask for it over its next socket.
    if (this.socket.bufferedAmount > mostBufferedBytes) this.socket.terminate();
  }

  readonly #sent = () => {
    if (!this.#full || this.socket.bufferedAmount >= maxBufferedBytes / 2) return;
    this.#full = false;
    if (this.open) this.listener.flowing();
  };

  #beat(): void {
    if (!this.#alive) {
      this.socket.terminate();
      return;
    }
    this.#alive = false;
    this.socket.ping();
    this.#timer = this.clock.setTimeout(() => this.#beat(), heartbeatMs);
  }
}
