import type { Clock } from '@rechka/core';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';

const WINDOW_MS = 1000;

/** The quota of new streams: so many within any second. Those that are refused do not count. */
export class NewStreams {
  readonly #clock: Clock;
  readonly #perSecond: number;
  #begunAt: number[] = [];

  constructor({ clock, maxNewStreamsPerSecond }: { clock: Clock; maxNewStreamsPerSecond: number }) {
    this.#clock = clock;
    this.#perSecond = maxNewStreamsPerSecond;
  }

  /** One more. Throws a `Refusal`, RESOURCE_EXHAUSTED as documented; the text is made after that of another quota. */
  begin(): void {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return;
    const nowMs = this.#clock.now();
    this.#begunAt = this.#begunAt.filter((atMs) => nowMs - atMs < WINDOW_MS);
    if (this.#begunAt.length >= this.#perSecond) {
      throw new Refusal(
        status.RESOURCE_EXHAUSTED,
        `ai.speechkitSttStreamingRequests.rate rate quota limit exceed: allowed ${this.#perSecond} requests`,
      );
    }
    this.#begunAt.push(nowMs);
  }
}
