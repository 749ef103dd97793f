import type { Clock } from '@rechka/core';
import type { EmulatedService } from '../emulator-log.js';
import { requestQuotaText } from '../faults/quota-texts.js';
import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';

const windowMs = 1000;

/** A quota of requests: so many within any second. Those that are refused do not count. */
export class RequestRate {
  readonly #service: EmulatedService;
  readonly #clock: Clock;
  readonly #perSecond: number;
  #takenAt: number[] = [];

  /** `perSecond` is infinite for none. */
  constructor(service: EmulatedService, { clock, perSecond }: { clock: Clock; perSecond: number }) {
    this.#service = service;
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** One more. Throws a `Refusal`, RESOURCE_EXHAUSTED as documented; the text is made after that of another quota. */
  take(): void {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return;
    const nowMs = this.#clock.now();
    this.#takenAt = this.#takenAt.filter((atMs) => nowMs - atMs < windowMs);
    if (this.#takenAt.length >= this.#perSecond)
      throw new Refusal(status.RESOURCE_EXHAUSTED, requestQuotaText(this.#service, this.#perSecond));
    this.#takenAt.push(nowMs);
  }
}
