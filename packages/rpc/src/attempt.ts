import { type InterceptingListener, type Metadata, status, type StatusObject } from '@grpc/grpc-js';
import type { Clock, StreamListener, VoiceError } from '@rechka/core';
import { type BareCall, bareCall } from './bare-call.js';
import { type AbortListener, type CallScope, deadlineError } from './call-scope.js';
import type { Lease } from './channel-pool.js';
import { requestIdIn, rpcErrorToVoiceError } from './rpc-error.js';

/** Messages read ahead of a slow consumer before the server is made to wait; reading goes on at half of it. */
const readAhead = 16;

/** The call that an {@link Attempt} is made for. */
export interface AttemptContext<Response> {
  readonly scope: CallScope;
  readonly clock: Clock;
  /** The `:path` of the call. */
  readonly path: string;
  /** `host/path`, for messages. */
  readonly target: string;
  readonly requestId: string;
  readonly silenceMs: number | undefined;
  decode(bytes: Uint8Array): Response;
  /** Told when the server refuses the credentials. */
  refused(authorization: string): void;
  /** Told once that the peer has taken a message. */
  connected(): void;
  /** Told of the memory of each message that nobody will read any more. */
  copied(memory: ArrayBufferLike): void;
}

/** What each {@link Attempt} has of its own. */
interface AttemptOptions {
  lease: Lease;
  authorization: string;
  metadata: Metadata;
}

interface Waiter<Response> {
  resolve(result: IteratorResult<Response, undefined>): void;
  reject(error: Error): void;
}

/**
 * One gRPC call on one connection. All calls are opened as streams both ways: on the wire a unary call is just
 * a stream of one message, and so there is one path for back-pressure, endings and accounting.
 */
export class Attempt<Response> implements InterceptingListener, AbortListener {
  readonly authorization: string;
  readonly #context: AttemptContext<Response>;
  readonly #lease: Lease;
  readonly #call: BareCall;
  /** Of every message, for there is one on its way at a time. */
  readonly #message = { callback: () => this.#taken() };
  /** Memory of the message that is on its way. Not the view of it: most memory is used again, while each view is new. */
  #sending: ArrayBufferLike | undefined;
  #sendingBytes = 0;
  /** Made when it is needed, as `#received`: there are many calls, and hardly any has either. */
  #unsent: Buffer[] | undefined;
  #unsentBytes = 0;
  #halfClosed = false;
  #connected = false;
  /** The server was asked for a message. */
  #reading = false;
  #received: Response[] | undefined;
  #waiter: Waiter<Response> | undefined;
  #listener: StreamListener<Response> | undefined;
  #ending: { error?: unknown } | undefined;
  #status: StatusObject | undefined;
  #serverRequestId: string | undefined;

  constructor(context: AttemptContext<Response>, { lease, authorization, metadata }: AttemptOptions) {
    this.#context = context;
    this.#lease = lease;
    this.authorization = authorization;
    this.#call = bareCall(lease.client, context.path, metadata);
    context.scope.onAbort(this);
    this.#call.start(metadata, this);
    this.#read();
  }

  /** Encoded bytes that flow control has not let go yet. */
  get unsentBytes(): number {
    return this.#over ? 0 : this.#unsentBytes;
  }

  /** Whether the peer has taken a message. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Sends a message; does nothing once the call is over. */
  write(bytes: Buffer): void {
    if (this.#over) return;
    this.#unsentBytes += bytes.length;
    if (this.#sending === undefined) this.#send(bytes);
    else (this.#unsent ??= []).push(bytes);
  }

  halfClose(): void {
    if (this.#over || this.#halfClosed) return;
    this.#halfClosed = true;
    // It follows the message that is on its way.
    if (!this.#unsent?.length) this.#call.halfClose();
  }

  /** The connection is not to be used for other calls. */
  distrustConnection(): void {
    this.#lease.distrust();
  }

  /** The next message. One caller at a time. */
  next(): Promise<IteratorResult<Response, undefined>> {
    const message = this.#nextReceived();
    if (message !== undefined) return Promise.resolve({ done: false, value: message });
    return new Promise((resolve, reject) => {
      const { silenceMs, clock } = this.#context;
      const timer =
        silenceMs === undefined || this.#ending
          ? undefined
          : clock.setTimeout(() => this.#fail(this.#silence(silenceMs)), silenceMs);
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
  listen(listener: StreamListener<Response>): void {
    queueMicrotask(() => {
      this.#listener = listener;
      this.#handOver();
    });
  }

  /** Ends the call if it still runs, and lets go of everything. */
  cancel(): void {
    this.#ending ??= {};
    this.#context.scope.offAbort(this);
    if (this.#status === undefined) this.#call.cancelWithStatus(status.CANCELLED, 'Cancelled on client');
    this.#received = this.#unsent = undefined;
    this.#answer();
  }

  /** @internal By the scope. */
  aborted(): void {
    const error = this.#context.scope.reason;
    // Nobody will read what the server has sent, however well it ended.
    if (this.#unread > 0) this.#ending = { error };
    this.#fail(error);
  }

  /** @internal By grpc-js. */
  onReceiveMetadata(initial: Metadata): void {
    this.#serverRequestId = requestIdIn(initial);
  }

  /** @internal By grpc-js, once for each time that it was asked to read. */
  onReceiveMessage(bytes: Buffer): void {
    this.#reading = false;
    if (this.#ending) return;
    let message: Response;
    try {
      message = this.#context.decode(bytes);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#listener !== undefined && this.#unread === 0) this.#tell(this.#listener, message);
    else {
      (this.#received ??= []).push(message);
      this.#answer();
    }
    if (this.#unread < readAhead) this.#read();
  }

  /** @internal By grpc-js: after the last message, and whether or not anyone reads. */
  onReceiveStatus(ended: StatusObject): void {
    if (this.#status !== undefined) return;
    this.#status = ended;
    // The place on the connection is free from here.
    this.#lease.release();
    if (ended.code === status.UNAUTHENTICATED) this.#context.refused(this.authorization);
    this.#ending ??= ended.code === status.OK ? {} : { error: this.#errorOf(ended) };
    this.#answer();
  }

  get #unread(): number {
    return this.#received?.length ?? 0;
  }

  get #over(): boolean {
    return this.#ending !== undefined || this.#status !== undefined;
  }

  #send(bytes: Buffer): void {
    this.#sending = bytes.buffer;
    this.#sendingBytes = bytes.length;
    this.#call.sendMessageWithContext(this.#message, bytes);
  }

  /** HTTP/2 has taken the message that was on its way, which it does as the peer's window allows. */
  #taken(): void {
    const memory = this.#sending;
    if (memory === undefined) return;
    this.#sending = undefined;
    this.#unsentBytes -= this.#sendingBytes;
    // A frame has a copy of its own, and without a retry buffer (see the channel pool) grpc-js keeps no message.
    this.#context.copied(memory);
    if (this.#over) return;
    if (!this.#connected) {
      this.#connected = true;
      this.#context.connected();
      this.#lease.taken();
    }
    const next = this.#unsent?.shift();
    if (next === undefined) return;
    this.#send(next);
    if (this.#halfClosed && !this.#unsent?.length) this.#call.halfClose();
  }

  #read(): void {
    if (this.#reading || this.#over) return;
    this.#reading = true;
    this.#call.startRead();
  }

  #nextReceived(): Response | undefined {
    const message = this.#received?.shift();
    if (message !== undefined && this.#unread <= readAhead / 2) this.#read();
    return message;
  }

  #errorOf(ended: StatusObject): VoiceError {
    const { target, requestId } = this.#context;
    return rpcErrorToVoiceError(ended, {
      target,
      requestId,
      authorization: this.authorization,
      serverRequestId: this.#serverRequestId,
    });
  }

  #silence(silenceMs: number): VoiceError {
    const { target, requestId } = this.#context;
    return deadlineError(`Nothing from ${target} for ${silenceMs} ms.`, requestId);
  }

  #fail(error: unknown): void {
    this.#ending ??= { error };
    this.cancel();
  }

  #handOver(): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    for (let message = this.#nextReceived(); message !== undefined; message = this.#nextReceived()) {
      this.#tell(listener, message);
    }
    if (!this.#ending) return;
    this.#listener = undefined;
    listener.ended('error' in this.#ending ? this.#ending.error : undefined);
  }

  #tell(listener: StreamListener<Response>, message: Response): void {
    try {
      listener.next(message);
    } catch (thrown) {
      this.#fail(thrown);
    }
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
    const message = this.#nextReceived();
    if (message === undefined && !this.#ending) return;
    this.#waiter = undefined;
    if (message !== undefined) waiter.resolve({ done: false, value: message });
    else if (this.#ending && 'error' in this.#ending) waiter.reject(this.#ending.error as Error);
    else waiter.resolve({ done: true, value: undefined });
  }
}
