import type { Clock, ClockTimer } from '../time/clock.js';

/** How often the sink is asked. */
const pollMs = 20;

/** Finds out when playback of a speech began, from how much of it has been heard since. */
export class FirstSound {
  #timer: ClockTimer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly heardMs: () => number,
    private readonly heard: (atMs: number) => void,
  ) {}

  watch(): void {
    this.#timer = this.clock.setTimeout(() => {
      const heardMs = this.heardMs();
      if (heardMs > 0) this.heard(this.clock.now() - heardMs);
      else this.watch();
    }, pollMs);
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
