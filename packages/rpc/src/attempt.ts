import { type ClientDuplexStream, type Metadata, status, type StatusObject } from '@grpc/grpc-js';
import type { VoiceError } from '@rechka/core';
import { type Clock } from '@rechka/core';
import { type CallScope, deadlineError } from './call-scope.js';
import type { Lease } from './channel-pool.js';
import { requestIdIn, rpcErrorToVoiceError } from './rpc-error.js';
import type { CallListener } from './rpc-options.js';

/** Messages read ahead of a slow consumer before the server is made to wait; reading goes on at half of it. */
const readAhead = 16;

/** What one {@link Attempt} is made of. */
export interface AttemptOptions<Response> {
  lease: Lease;
  /** The `:path` of the call. */
  path: string;
  scope: CallScope;
  clock: Clock;
  target: string;
  requestId: string;
  authorization: string;
  silenceMs: number | undefined;
  decode: (bytes: Uint8Array) => Response;
  /** Told when the server refuses the credentials. */
  refused: (authorization: string) => void;
}

interface Waiter<Response> {
  resolve(result: IteratorResult<Response, undefined>): void;
  reject(error: Error): void;
}

/**
 * One gRPC call on one connection. All calls are opened as streams both ways: on the wire a unary call is just
 * a stream of one message, and so there is one path for back-pressure, endings and accounting.
 */
export class Attempt<Response> {
  readonly authorization: string;
  readonly #options: AttemptOptions<Response>;
  readonly #stream: ClientDuplexStream<Buffer, Buffer>;
  readonly #received: Response[] = [];
  #waiter: Waiter<Response> | undefined;
  #listener: CallListener<Response> | undefined;
  #ending: { error?: unknown } | undefined;
  #status: StatusObject | undefined;
  #serverRequestId: string | undefined;
  #unsentBytes = 0;
  #connected = false;

  constructor(options: AttemptOptions<Response>, metadata: Metadata) {
    const { lease, path, scope } = options;
    this.#options = options;
    this.authorization = options.authorization;
    this.#stream = lease.client.makeBidiStreamRequest<Buffer, Buffer>(path, asIs, asIs, metadata);
    scope.onAbort(this.#onAbort);
    this.#stream
      .on('metadata', (initial: Metadata) => {
        this.#serverRequestId = requestIdIn(initial);
      })
      .on('data', (bytes: Buffer) => this.#receive(bytes))
      // Comes before 'end', and whether or not anyone reads: the place on the connection is free from here.
      .on('status', (ended: StatusObject) => {
        this.#status = ended;
        lease.release();
        if (ended.code === status.UNAUTHENTICATED) options.refused(options.authorization);
      })
      // After the last message has been read.
      .on('end', () => this.#settle())
      // Also told by 'status'; without a listener it would be thrown.
      .on('error', () => undefined);
  }

  /** Encoded bytes that flow control has not let go yet. */
  get unsentBytes(): number {
    return this.#over ? 0 : this.#unsentBytes;
  }

  /** Whether the peer has taken a message. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Sends a message; does nothing once the call is over. `copied` is called when nobody will read the bytes any more. */
  write(bytes: Buffer, copied?: (bytes: Buffer) => void): void {
    if (this.#over) return;
    this.#unsentBytes += bytes.length;
    // grpc-js calls back when HTTP/2 has taken the bytes, which it does as the peer's window allows.
    this.#stream.write(bytes, (error?: Error | null) => {
      this.#unsentBytes -= bytes.length;
      // A frame has a copy of its own, and without a retry buffer (see the channel pool) grpc-js keeps no message.
      if (!error) copied?.(bytes);
      if (error || this.#over || this.#connected) return;
      this.#connected = true;
      this.#options.lease.taken();
    });
  }

  halfClose(): void {
    if (!this.#over) this.#stream.end();
  }

  /** The connection is not to be used for other calls. */
  distrustConnection(): void {
    this.#options.lease.distrust();
  }

  /** The next message. One caller at a time. */
  next(): Promise<IteratorResult<Response, undefined>> {
    const message = this.#received.shift();
    if (message !== undefined) {
      if (this.#received.length <= readAhead / 2 && this.#stream.isPaused()) this.#stream.resume();
      return Promise.resolve({ done: false, value: message });
    }
    return new Promise((resolve, reject) => {
      const { silenceMs, clock, target, requestId } = this.#options;
      const timer =
        silenceMs === undefined || this.#ending
          ? undefined
          : clock.setTimeout(
              () => this.#fail(deadlineError(`Nothing from ${target} for ${silenceMs} ms.`, requestId)),
              silenceMs,
            );
      this.#waiter = {
        resolve: (result) => {
          timer?.cancel();
          resolve(result);
        },
        reject: (error) => {
          timer?.cancel();
          reject(error);
        },
      };
      this.#answer();
    });
  }

  /** Hands messages over as they come, in place of {@link next}. */
  listen(listener: CallListener<Response>): void {
    queueMicrotask(() => {
      this.#listener = listener;
      this.#handOver();
    });
  }

  /** Ends the call if it still runs, and lets go of everything. */
  cancel(): void {
    this.#ending ??= {};
    this.#options.scope.offAbort(this.#onAbort);
    if (this.#status === undefined) this.#stream.cancel();
    this.#received.length = 0;
    // Whatever grpc-js still holds flows out, so that 'end' comes.
    this.#stream.resume();
    this.#answer();
  }

  get #over(): boolean {
    return this.#ending !== undefined || this.#status !== undefined;
  }

  readonly #onAbort = () => this.#fail(this.#options.scope.reason);

  #receive(bytes: Buffer): void {
    if (this.#ending) return;
    try {
      this.#received.push(this.#options.decode(bytes));
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#listener) {
      this.#handOver();
      return;
    }
    this.#answer();
    if (this.#received.length >= readAhead) this.#stream.pause();
  }

  #settle(): void {
    const ended = this.#status;
    this.#ending ??= ended === undefined || ended.code === status.OK ? {} : { error: this.#errorOf(ended) };
    this.#answer();
  }

  #errorOf(ended: StatusObject): VoiceError {
    const { target, requestId, authorization } = this.#options;
    return rpcErrorToVoiceError(ended, {
      target,
      requestId,
      authorization,
      serverRequestId: this.#serverRequestId,
    });
  }

  #fail(error: unknown): void {
    this.#ending ??= { error };
    this.cancel();
  }

  #handOver(): void {
    const listener = this.#listener;
    for (let message = this.#received.shift(); message !== undefined; message = this.#received.shift())
      listener?.message(message);
    if (this.#stream.isPaused()) this.#stream.resume();
    if (!this.#ending || !listener) return;
    this.#listener = undefined;
    listener.ended('error' in this.#ending ? this.#ending.error : undefined);
  }

  /** Gives the waiting consumer what there is for it. */
  #answer(): void {
    if (this.#listener) {
      // Who ends a call is not told so in the middle of it.
      queueMicrotask(() => this.#handOver());
      return;
    }
    const waiter = this.#waiter;
    if (!waiter) return;
    const message = this.#received.shift();
    if (message === undefined && !this.#ending) return;
    this.#waiter = undefined;
    if (message !== undefined) waiter.resolve({ done: false, value: message });
    else if (this.#ending && 'error' in this.#ending) waiter.reject(this.#ending.error as Error);
    else waiter.resolve({ done: true, value: undefined });
  }
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
