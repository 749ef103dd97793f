import type { Clock } from '../time/clock.js';
import { sleep } from '../time/sleep.js';

/** How often a caller who is speaking is asked whether they have finished. */
const speakingPollMs = 50;

/** Knows for how long the caller has not been heard. */
export class CallerSilence {
  #heardAtMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly isSpeaking: () => boolean,
  ) {
    this.#heardAtMs = clock.now();
  }

  /** Something of the caller has just been recognised. */
  heard(): void {
    this.#heardAtMs = this.clock.now();
  }

  /** Resolves true when the caller has been silent for `ms`, false as soon as `signal` aborts. */
  async lasts(ms: number, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const leftMs = this.isSpeaking() ? speakingPollMs : this.#heardAtMs + ms - this.clock.now();
      if (leftMs <= 0) return true;
      // Its only rejection is the abort, which ends the loop.
      await sleep(this.clock, leftMs, signal).catch(() => undefined);
    }
    return false;
  }
}
