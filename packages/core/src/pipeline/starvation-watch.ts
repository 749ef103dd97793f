import type { Clock, ClockTimer } from '../time/clock.js';

/** Silence of a speech whose next words are still to come, before it counts: with and without word timings. */
const starvedMs = 100;
const starvedUntimedMs = 1000;
/** Less than this that is still to be heard is as good as nothing. */
const nothingMs = 20;

/** What the watch looks at. */
export interface StarvationWatchOptions {
  clock: Clock;
  /** How much there is that has not been heard. */
  unheardMs: () => number;
  /** Whether the speech sounds: it has been let, and is neither paused nor over. */
  sounds: () => boolean;
  /** Whether word timings say that all of the text so far has been synthesised. */
  isAligned: () => boolean;
  /** All there is has been heard, and the next words are still to come. */
  starved: () => void;
  /** They came. */
  fed: () => void;
}

/** Finds out when a speech has run out of words, and when it has some again. */
export class StarvationWatch {
  #timer: ClockTimer | undefined;
  #awaitsText = false;
  #starved = false;

  constructor(private readonly options: StarvationWatchOptions) {}

  /** Passes a source on, and notes when its next item is waited for. */
  async *over<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    this.#awaitsText = true;
    for await (const item of source) {
      this.#awaitsText = false;
      yield item;
      this.#awaitsText = true;
      this.look();
    }
    this.#awaitsText = false;
  }

  /** Audio came. */
  feed(): void {
    if (!this.#starved) return;
    this.#starved = false;
    this.options.fed();
  }

  /** To be called when it begins to sound, or sounds again. */
  look(): void {
    const { clock, unheardMs, sounds, isAligned } = this.options;
    if (this.#timer || !sounds()) return;
    const delayMs = unheardMs() + (isAligned() ? starvedMs : starvedUntimedMs);
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      this.#judge();
    }, delayMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #judge(): void {
    const { unheardMs, sounds, starved } = this.options;
    if (!this.#awaitsText || this.#starved || !sounds()) return;
    if (unheardMs() >= nothingMs) {
      this.look();
      return;
    }
    this.#starved = true;
    starved();
  }
}
