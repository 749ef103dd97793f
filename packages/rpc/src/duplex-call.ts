import { type StreamListener, VoiceError } from '@rechka/core';
import type { Codec } from '@rechka/proto/wire';
import type { Attempt } from './attempt.js';
import type { CallContext } from './call-context.js';
import { checkUnread, iterateCall } from './call-iterator.js';
import { type AbortListener, deadlineError } from './call-scope.js';
import { encodeMessage } from './encode.js';
import type { DuplexCall } from './rpc-options.js';

/** A call that streams both ways. Opened at once, never tried again: what was said cannot be unsaid here. */
export class RunningDuplexCall<QI, Q, SI, S> implements DuplexCall<QI, S>, StreamListener<S>, AbortListener {
  readonly requestId: string;
  readonly #context: CallContext<QI, Q, SI, S>;
  readonly #codec: Codec<Q, QI>;
  readonly #opening: Promise<Attempt<S>>;
  #attempt: Attempt<S> | undefined;
  #isRead = false;
  #listener: StreamListener<S> | undefined;
  /** Written before the token was there. */
  #early: Buffer[] | undefined;
  #earlyBytes = 0;
  #halfClosed = false;
  #over = false;

  constructor(context: CallContext<QI, Q, SI, S>, codec: Codec<Q, QI>) {
    this.#context = context;
    this.#codec = codec;
    this.requestId = context.requestId;
    context.limitConnecting((connectMs) => this.#failConnecting(connectMs));
    this.#opening = this.#open();
    // Iteration tells; a call that nobody iterates has nobody to tell.
    this.#opening.catch(() => this.#end());
    // Nor may there be anybody whose iteration would end it.
    context.scope.onAbort(this);
  }

  get unsentBytes(): number {
    return this.#over ? 0 : (this.#attempt?.unsentBytes ?? this.#earlyBytes);
  }

  get authorized(): boolean {
    return this.#context.authorized;
  }

  get connected(): boolean {
    return this.#attempt?.connected ?? false;
  }

  write(message: QI): void {
    if (this.#halfClosed) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message: 'write() after halfClose(): the call takes no more messages.',
      });
    }
    if (this.#over) return;
    const bytes = encodeMessage(this.#codec, message);
    if (this.#attempt) {
      this.#attempt.write(bytes);
    } else {
      (this.#early ??= []).push(bytes);
      this.#earlyBytes += bytes.length;
    }
  }

  halfClose(): void {
    this.#halfClosed = true;
    this.#attempt?.halfClose();
  }

  distrustConnection(): void {
    this.#attempt?.distrustConnection();
  }

  cancel(): void {
    this.#context.cancel();
  }

  [Symbol.asyncIterator](): AsyncIterator<S, undefined, undefined> {
    this.#claim();
    return iterateCall(this.#run(), () => this.cancel());
  }

  listen(listener: StreamListener<S>): void {
    this.#claim();
    this.#listener = listener;
    this.#opening.then(
      (attempt) => attempt.listen(this),
      (error: unknown) => this.ended(error),
    );
  }

  /** @internal By the scope. */
  aborted(): void {
    this.#end();
  }

  /** @internal By the attempt. */
  next(response: S): void {
    this.#listener?.next(response);
  }

  /** @internal By the attempt. */
  ended(error: unknown): void {
    this.#attempt?.cancel();
    this.#end();
    this.#listener?.ended(error);
  }

  #claim(): void {
    checkUnread(this.#isRead);
    this.#isRead = true;
  }

  #failConnecting(connectMs: number): void {
    const { client, requestId, scope } = this.#context;
    this.distrustConnection();
    const missing = this.authorized ? `connection to` : `token for`;
    scope.abort(deadlineError(`No ${missing} ${client.host} within ${connectMs} ms.`, requestId));
  }

  async #open(): Promise<Attempt<S>> {
    const attempt = this.#context.open(await this.#context.authorization());
    this.#attempt = attempt;
    for (const bytes of this.#early ?? []) attempt.write(bytes);
    this.#early = undefined;
    if (this.#halfClosed) attempt.halfClose();
    return attempt;
  }

  async *#run(): AsyncGenerator<S, undefined, undefined> {
    try {
      const attempt = await this.#opening;
      for (;;) {
        const result = await attempt.next();
        if (result.done) return;
        yield result.value;
      }
    } finally {
      this.#attempt?.cancel();
      this.#end();
    }
  }

  #end(): void {
    this.#over = true;
    this.#early = undefined;
    this.#context.end();
  }
}
