import type { Clock, ClockTimer } from '@rechka/core';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import type { ResolvedSttOptions } from './stt-options.js';

/** A limit that is lifted is infinite. */
export type StreamLimitsOptions = { clock: Clock } & Pick<
  ResolvedSttOptions,
  'maxStreamMs' | 'maxStreamBy' | 'maxStreamBytes' | 'idleMs' | 'idleAbortCode'
>;

/**
 * Ends a recognition stream that is too long, too large or silent. Only the code and the text for the duration are
 * documented.
 */
export class StreamLimits {
  /** Rejects with a `Refusal` when a limit of time is passed; never resolves. */
  readonly exceeded: Promise<never>;
  readonly #options: StreamLimitsOptions;
  #refuse: (refusal: Refusal) => void = () => undefined;
  #idleTimer: ClockTimer | undefined;
  #wallTimer: ClockTimer | undefined;
  #bytes = 0;
  #lastMessageAt: number;

  constructor(options: StreamLimitsOptions) {
    this.#options = options;
    this.#lastMessageAt = options.clock.now();
    this.exceeded = new Promise((_, reject) => (this.#refuse = reject));
    // A limit may be passed when nobody waits any more.
    this.exceeded.catch(() => undefined);
    this.#watchIdle(options.idleMs);
  }

  /** The stream counts from its session options, as its billing does. */
  sessionBegan(): void {
    const { clock, maxStreamBy, maxStreamMs } = this.#options;
    if (maxStreamBy === 'audio' || maxStreamMs === Number.POSITIVE_INFINITY) return;
    this.#wallTimer = clock.setTimeout(() => this.#refuse(tooLong()), maxStreamMs);
  }

  /** Any message of the client starts the idle time anew. */
  messageCame(): void {
    this.#lastMessageAt = this.#options.clock.now();
  }

  /** One timer that is set anew when it rings too early costs less than one for each message. */
  #watchIdle(waitMs: number): void {
    const { clock, idleMs, idleAbortCode } = this.#options;
    if (idleMs === Number.POSITIVE_INFINITY) return;
    this.#idleTimer = clock.setTimeout(() => {
      const restMs = this.#lastMessageAt + idleMs - clock.now();
      // Timers cut fractions: rounded up, or the rest of a millisecond would be waited for without end.
      if (restMs > 0) this.#watchIdle(Math.ceil(restMs));
      else this.#refuse(new Refusal(status[idleAbortCode], `No messages from the client for ${idleMs} ms`));
    }, waitMs);
  }

  /** Counts audio. `receivedMs` is all of it so far. Throws a `Refusal` when it is too much. */
  audioCame(bytes: number, receivedMs: number): void {
    const { maxStreamBy, maxStreamBytes, maxStreamMs } = this.#options;
    this.#bytes += bytes;
    if (this.#bytes > maxStreamBytes) throw outOfRange('Exceeded maximum allowed stream size');
    if (maxStreamBy !== 'wall' && receivedMs > maxStreamMs) throw tooLong();
  }

  /** The client has half-closed: it owes no more messages. */
  stop(): void {
    this.#idleTimer?.cancel();
    this.#wallTimer?.cancel();
  }
}

function tooLong(): Refusal {
  return outOfRange('Exceeded maximum allowed stream duration');
}

function outOfRange(message: string): Refusal {
  return new Refusal(status.OUT_OF_RANGE, message);
}
