import { isVoiceError, sleep } from '@rechka/core';
import type { CallContext } from './call-context.js';
import { checkUnread, iterateCall } from './call-iterator.js';
import type { ServerCall } from './rpc-options.js';

/** Tries of one call; only a call that has answered nothing yet is tried again. */
const maxAttempts = 3;
/** The wait before the second try, ±50 %; doubled before the third. */
const firstBackoffMs = 200;

/**
 * A call with one request: sent at once, answers read ahead by a bounded amount. Tried again when the service
 * was unavailable or a quota exceeded (as the official SDK does), and once more with a fresh token when the
 * credentials were refused.
 */
export class RunningServerCall<QI, Q, SI, S> implements ServerCall<S> {
  readonly requestId: string;
  readonly #context: CallContext<QI, Q, SI, S>;
  readonly #request: Buffer;
  readonly #messages: AsyncGenerator<S, undefined, undefined>;
  readonly #first: Promise<IteratorResult<S, undefined>>;
  #isRead = false;

  constructor(context: CallContext<QI, Q, SI, S>, request: Buffer) {
    this.#context = context;
    this.#request = request;
    this.requestId = context.requestId;
    this.#messages = this.#run();
    this.#first = this.#messages.next();
    // Whoever iterates gets the error; a call that nobody iterates has nobody to tell.
    this.#first.catch(() => undefined);
  }

  get authorized(): boolean {
    return this.#context.authorized;
  }

  [Symbol.asyncIterator](): AsyncIterator<S, undefined, undefined> {
    checkUnread(this.#isRead);
    this.#isRead = true;
    return iterateCall(this.#messages, () => this.#context.cancel(), this.#first);
  }

  async *#run(): AsyncGenerator<S, undefined, undefined> {
    const context = this.#context;
    let renewed = false;
    try {
      for (let tries = 1; ; tries++) {
        let answered = false;
        const attempt = context.open(await context.authorization());
        try {
          attempt.write(this.#request);
          attempt.halfClose();
          for (;;) {
            const result = await attempt.next();
            if (result.done) return;
            answered = true;
            yield result.value;
          }
        } catch (error) {
          if (answered || !isVoiceError(error)) throw error;
          if (error.code === 'ERR_UNAUTHENTICATED') {
            if (renewed || (await context.authorization()) === attempt.authorization) throw error;
            renewed = true;
          } else {
            const passing = error.code === 'ERR_UNAVAILABLE' || error.code === 'ERR_QUOTA';
            if (!passing || !error.retryable || tries >= maxAttempts || !context.mayRetry) throw error;
            await this.#waitToRetry(tries);
          }
        } finally {
          attempt.cancel();
        }
      }
    } finally {
      context.end();
    }
  }

  async #waitToRetry(tries: number): Promise<void> {
    const { scope, client } = this.#context;
    try {
      const delayMs = firstBackoffMs * 2 ** (tries - 1) * (0.5 + client.random());
      await scope.withSignal((signal) => sleep(client.clock, delayMs, signal));
      await this.#context.readmit();
    } catch (error) {
      throw scope.reasonOr(error);
    }
  }
}
