import { constants, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock, ClockTimer } from '@rechka/core';

/** Streams on a connection when nothing limits them: what HTTP/2 has for "no limit". */
const unlimitedStreams = 0xffff_ffff;

/** One client's connection: its socket and its HTTP/2 session. */
export class Connection {
  /** Counts from 1. */
  readonly id: number;
  readonly #socket: Socket;
  readonly #session: ServerHttp2Session;
  readonly #clock: Clock;
  #timer: ClockTimer | undefined;

  constructor(options: { id: number; socket: Socket; session: ServerHttp2Session; clock: Clock }) {
    this.id = options.id;
    this.#socket = options.socket;
    this.#session = options.session;
    this.#clock = options.clock;
    this.#session.on('close', () => this.#timer?.cancel());
  }

  /** Announces how many streams the client may have open at a time; nothing for no limit. */
  limitStreams(count: number | undefined): void {
    if (this.#session.destroyed) return;
    this.#session.settings({ maxConcurrentStreams: count ?? unlimitedStreams });
  }

  /** GOAWAY; calls may finish for `graceMs`, or as long as they like. */
  goAway(code: number, graceMs: number | undefined): void {
    const session = this.#session;
    if (session.destroyed) return;
    // Of its own accord a session says no more than NO_ERROR.
    if (code !== constants.NGHTTP2_NO_ERROR) session.goaway(code);
    session.close();
    if (graceMs !== undefined) this.#timer ??= this.#clock.setTimeout(() => session.destroy(), graceMs);
  }

  /** Drops the connection without a word of HTTP/2. */
  disconnect(how: 'reset' | 'end'): void {
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  /** Ends all streams as cancelled, and the connection. */
  cancel(): void {
    // Without an error the code is not told to the client.
    const error = new Error('The emulator is closed.');
    if (!this.#session.destroyed) this.#session.destroy(error, constants.NGHTTP2_CANCEL);
  }
}
