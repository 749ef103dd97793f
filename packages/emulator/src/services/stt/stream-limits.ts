import { status } from '@grpc/grpc-js';
import type { Clock, ClockTimer } from '@rechka/core';
import { Refusal } from '../../refusal.js';

export interface StreamLimitsOptions {
  clock: Clock;
  maxStreamMs: number;
  maxStreamBy: 'audio' | 'wall' | 'either';
  maxStreamBytes: number;
  idleMs: number;
}

/**
 * Ends a recognition stream that is too long, too large or silent: OUT_OF_RANGE. Only the text for the duration is
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

  constructor(options: StreamLimitsOptions) {
    this.#options = options;
    this.exceeded = new Promise((_, reject) => (this.#refuse = reject));
    // A limit may be passed when nobody waits any more.
    this.exceeded.catch(() => undefined);
    this.messageCame();
  }

  /** The stream counts from its session options, as its billing does. */
  sessionBegan(): void {
    const { clock, maxStreamBy, maxStreamMs } = this.#options;
    if (maxStreamBy === 'audio') return;
    this.#wallTimer = clock.setTimeout(() => this.#refuse(tooLong()), maxStreamMs);
  }

  /** Any message of the client starts the idle time anew. */
  messageCame(): void {
    const { clock, idleMs } = this.#options;
    this.#idleTimer?.cancel();
    this.#idleTimer = clock.setTimeout(
      () => this.#refuse(outOfRange(`No messages from the client for ${idleMs} ms`)),
      idleMs,
    );
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
