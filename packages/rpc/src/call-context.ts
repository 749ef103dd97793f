import { randomUUID } from 'node:crypto';
import { type Clock, type ClockTimer, VoiceError } from '@rechka/core';
import type { Credentials } from '@rechka/iam';
import { recycle, type Codec, type Method } from '@rechka/proto/wire';
import { Attempt, type AttemptContext } from './attempt.js';
import { callMetadata } from './call-metadata.js';
import { CallScope } from './call-scope.js';
import type { ChannelPool } from './channel-pool.js';
import { decodeMessage } from './encode.js';
import type { CallOptions } from './rpc-options.js';

/** What a client lends to each of its calls. */
export interface ClientContext {
  readonly host: string;
  readonly auth: Credentials;
  readonly folderId: string | undefined;
  readonly dataLogging: boolean | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly pool: ChannelPool;
  /** Scopes of the calls that run, to be aborted when the client closes. */
  readonly running: Set<CallScope>;
}

/** One call of a method: its scope, and how to open an {@link Attempt} at it. */
export class CallContext<QI, Q, SI, S> implements AttemptContext<S> {
  readonly requestId: string;
  readonly scope: CallScope;
  readonly client: ClientContext;
  readonly #method: Method<QI, Q, SI, S>;
  readonly #options: CallOptions;
  readonly #sentOnce: boolean;
  #authorized = false;
  /** Ends a call that nobody has taken anything of. */
  #connectTimer: ClockTimer | undefined;

  /** `sentOnce`: no message is sent a second time, so the memory of each can serve the next. */
  constructor(
    client: ClientContext,
    method: Method<QI, Q, SI, S>,
    options: CallOptions,
    { sentOnce = false } = {},
  ) {
    this.client = client;
    this.requestId = options.requestId ?? randomUUID();
    this.#method = method;
    this.#options = options;
    this.#sentOnce = sentOnce;
    this.scope = new CallScope({
      clock: client.clock,
      target: this.target,
      authorized: () => this.#authorized,
      requestId: this.requestId,
      signal: options.signal,
      deadlineMs: options.deadlineMs,
    });
    client.running.add(this.scope);
  }

  /** Whether there has been a token for it. */
  get authorized(): boolean {
    return this.#authorized;
  }

  /** `host/path`, for messages. */
  get target(): string {
    return `${this.client.host}${this.path}`;
  }

  get mayRetry(): boolean {
    return this.#options.mayRetry?.() ?? true;
  }

  /** The permit of one more try; a wait for it ends with the scope. */
  async readmit(): Promise<void> {
    const { readmit } = this.#options;
    if (readmit !== undefined) await this.scope.withSignal(readmit);
  }

  /** The header to call with; a wait for a token ends with the scope. */
  async authorization(): Promise<string> {
    const { scope } = this;
    try {
      const header = await scope.withSignal((signal) => this.client.auth.authorization({ signal }));
      if (!scope.aborted) {
        this.#authorized = true;
        return header;
      }
    } catch (error) {
      throw scope.reasonOr(error);
    }
    throw scope.reasonOr(undefined);
  }

  get clock(): Clock {
    return this.client.clock;
  }

  get path(): string {
    return this.#method.path;
  }

  get silenceMs(): number | undefined {
    return this.#options.silenceMs;
  }

  decode(bytes: Uint8Array): S {
    return decodeMessage(this.#method.response as Codec<S, never>, bytes, this.requestId);
  }

  refused(authorization: string): void {
    this.client.auth.refused(authorization);
  }

  connected(): void {
    this.#connectTimer?.cancel();
    this.#connectTimer = undefined;
  }

  copied(memory: ArrayBufferLike): void {
    if (this.#sentOnce) recycle({ buffer: memory });
  }

  open(authorization: string): Attempt<S> {
    // Between the token and here somebody may have ended it, and nobody would be told so again.
    if (this.scope.reason !== undefined) throw this.scope.reason;
    const { requestId } = this;
    const { folderId, dataLogging, pool } = this.client;
    const metadata = callMetadata({
      authorization,
      requestId,
      folderId,
      dataLogging,
      metadata: this.#options.metadata,
    });
    return new Attempt<S>(this, { lease: pool.acquire(), authorization, metadata });
  }

  /** Calls `late`, unless it is connected, or has ended, within `connectMs`. */
  limitConnecting(late: (connectMs: number) => void): void {
    const { connectMs } = this.#options;
    if (connectMs !== undefined) this.#connectTimer = this.clock.setTimeout(() => late(connectMs), connectMs);
  }

  cancel(): void {
    this.scope.abort(
      new VoiceError({ code: 'ERR_ABORTED', message: 'The call was cancelled.', requestId: this.requestId }),
    );
  }

  end(): void {
    this.#connectTimer?.cancel();
    this.scope.end();
    this.client.running.delete(this.scope);
  }
}
