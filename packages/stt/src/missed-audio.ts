import type { AudioKeeper, Stretch } from './audio-keeper.js';
import { coveredMs } from './coverage.js';
import type { Teller } from './teller.js';

/**
 * Audio that nobody will ever listen to. While sessions fail one after another there is more and more of it: it is told
 * as one gap, when somebody listens to what comes after it or nobody will.
 */
export class MissedAudio {
  readonly #keeper: AudioKeeper;
  readonly #teller: Teller;
  #missed: Stretch | undefined;
  #toldMs = 0;

  constructor(keeper: AudioKeeper, teller: Teller) {
    this.#keeper = keeper;
    this.#teller = teller;
  }

  /** Up to where the service has said something about all there is, in caller ms. */
  get listenedMs(): number {
    const { state } = this.#teller;
    return Math.max(coveredMs(state), state.processedMs, this.#toldMs);
  }

  /** Samples that are not there any more; what was heard of it is told as a final. */
  add(from: number, until: number): void {
    const untilMs = this.#keeper.ms(until);
    this.#teller.step({ type: 'promote', untilMs });
    const startMs = Math.max(this.#keeper.ms(from), this.listenedMs);
    if (startMs >= untilMs) return;
    this.#missed = {
      startMs: Math.min(startMs, this.#missed?.startMs ?? startMs),
      endMs: Math.max(untilMs, this.#missed?.endMs ?? untilMs),
    };
  }

  /** It is over: what follows is listened to, or nothing is. */
  tell(): void {
    if (this.#missed === undefined) return;
    this.#teller.tell({ type: 'gap', ...this.#missed });
    this.#toldMs = this.#missed.endMs;
    this.#missed = undefined;
  }
}
