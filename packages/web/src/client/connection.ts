import type { Clock, ClockTimer } from '@rechka/core';
import { closeCodes, type Closing, describeClosing } from '../protocol/closing.js';
import { clientPingMs } from '../protocol/limits.js';
import { offeredProtocols } from '../protocol/subprotocol.js';
import { backoffMs } from './backoff.js';
import { VoiceClientError } from './client-error.js';

/** How a {@link Connection} is made. */
export interface ConnectionOptions {
  url: string;
  /** Called for each attempt. */
  token: (() => Promise<string>) | undefined;
  clock: Clock;
  /** 0–1, for the jitter. */
  random: () => number;
  createSocket: (url: string, protocols: string[]) => WebSocket;
  /** A socket is open; nothing was sent. */
  onOpen: () => void;
  onMessage: (data: string | ArrayBuffer) => void;
  /** The socket was lost; another is being made. */
  onLost: () => void;
  /** There will be no other socket. Without an error, the conversation ended as it should. */
  onEnd: (error?: VoiceClientError) => void;
  /** Asks for a sign of life. */
  ping: () => void;
}

/** How long a token and a socket may take. */
const attemptMs = 10_000;
/** A first connection that was not made by then is given up; also how long attempts go on after the grace period. */
const patienceMs = 10_000;
/** How often the socket is looked after. */
const lookMs = clientPingMs / 2;

/** One socket after another to one server, until it says that there shall be no more. */
export class Connection {
  readonly #options: ConnectionOptions;
  #socket: WebSocket | undefined;
  #attempts = 0;
  /** Counts attempts; what belongs to an earlier one is ignored. */
  #generation = 0;
  #retry: ClockTimer | undefined;
  #deadline: ClockTimer | undefined;
  #watch: ClockTimer | undefined;
  /** Looks since the last message: after the first comes a ping, the third finds a dead socket. */
  #silentLooks = 0;
  #giveUpAtMs: number;
  #graceMs = 0;
  #ended = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#giveUpAtMs = options.clock.now() + patienceMs;
  }

  /** Whether messages can be sent. */
  get open(): boolean {
    return this.#socket?.readyState === 1;
  }

  /** Bytes that wait in the socket. */
  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  connect(): void {
    if (this.#ended) return;
    this.#retry?.cancel();
    this.#retry = undefined;
    const generation = ++this.#generation;
    const current = () => generation === this.#generation && !this.#ended;
    this.#deadline = this.#options.clock.setTimeout(() => {
      if (current()) this.#fail(new Error('No connection within 10 s.'));
    }, attemptMs);
    void this.#open(current).catch((error: unknown) => {
      if (!current()) return;
      // Whoever gives tokens says that there will be none.
      if (error instanceof VoiceClientError) this.#end(error);
      else this.#fail(error);
    });
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.open) this.#socket?.send(data);
  }

  /** The conversation goes on for `graceMs` without a socket. */
  established(graceMs: number): void {
    this.#attempts = 0;
    this.#graceMs = graceMs;
    this.#giveUpAtMs = Number.POSITIVE_INFINITY;
  }

  /** The network may be back, or gone unnoticed: finds out now instead of later. */
  wake(): void {
    if (this.#retry !== undefined) {
      this.#attempts = 0;
      this.connect();
    } else if (this.open) {
      this.#silentLooks = 1;
      this.#look();
    }
  }

  /** No more sockets; the one there is closes with `code`, by default that of a conversation that is over. */
  close(code: number = closeCodes.ended): void {
    this.#ended = true;
    this.#release(code);
  }

  async #open(current: () => boolean): Promise<void> {
    const { url, token, createSocket } = this.#options;
    const offered = offeredProtocols(await token?.());
    if (!current()) return;
    const socket = createSocket(url, offered);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      if (!current()) return;
      this.#deadline?.cancel();
      this.#silentLooks = 0;
      this.#watchAgain();
      this.#options.onOpen();
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (!current()) return;
      this.#silentLooks = 0;
      this.#options.onMessage(data);
    };
    socket.onclose = ({ code }) => {
      if (current()) this.#closed(describeClosing(code));
    };
  }

  #closed(closing: Closing): void {
    if (closing.retry === 'no') {
      this.#end(closing.reason === 'ended' ? undefined : refusal(closing));
      return;
    }
    this.#fail(closing.reason === 'busy' ? refusal(closing) : new Error('The connection was lost.'));
  }

  #end(error?: VoiceClientError): void {
    this.close();
    this.#options.onEnd(error);
  }

  /** The attempt or its socket is over; makes another unless it has been too long. */
  #fail(cause: unknown): void {
    const { clock, random, onLost } = this.#options;
    this.#generation++;
    this.#release();
    if (this.#giveUpAtMs === Number.POSITIVE_INFINITY) {
      this.#giveUpAtMs = clock.now() + this.#graceMs + patienceMs;
      onLost();
    }
    const delayMs = backoffMs(this.#attempts++, random());
    if (clock.now() + delayMs > this.#giveUpAtMs) {
      this.#end(
        cause instanceof VoiceClientError ? cause : new VoiceClientError('ERR_SERVER_GONE', { cause }),
      );
      return;
    }
    this.#retry = clock.setTimeout(() => this.connect(), delayMs);
  }

  /** A socket that brings nothing, not even the answer to a ping, is dead whatever TCP says. */
  #watchAgain(): void {
    const { clock } = this.#options;
    const dueMs = clock.now() + lookMs;
    this.#watch?.cancel();
    this.#watch = clock.setTimeout(() => {
      // After a stall of the page its messages wait behind this timer: they get another chance.
      const stalled = clock.now() - dueMs > lookMs;
      if (this.#silentLooks === 2 && !stalled) this.#fail(new Error('The server fell silent.'));
      else this.#look();
    }, lookMs);
  }

  #look(): void {
    if (this.#silentLooks > 0) this.#options.ping();
    this.#silentLooks = Math.min(2, this.#silentLooks + 1);
    this.#watchAgain();
  }

  /** Without a code the server takes the socket for lost, and keeps the conversation. */
  #release(code?: number): void {
    for (const timer of [this.#retry, this.#deadline, this.#watch]) timer?.cancel();
    this.#retry = this.#deadline = this.#watch = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code);
  }
}

function refusal({ reason, message }: Closing): VoiceClientError {
  return new VoiceClientError(reason === 'session-lost' ? 'ERR_SERVER_GONE' : 'ERR_REFUSED', {
    message,
    reason,
  });
}
