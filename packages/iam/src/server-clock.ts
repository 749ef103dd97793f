/** A clock that is wrong by more than this explains a refused token request; less is the way of a message. */
const tolerableSkewMs = 60_000;

/**
 * The time as the server of the tokens has it. The clock of this machine is believed until a request was refused by a
 * server whose own clock is far from it; from then on the server's is.
 */
export class ServerClock {
  #seenSkewMs = 0;
  #skewMs = 0;

  constructor(private readonly wallClockMs: () => number) {}

  /** Unix time in ms. */
  nowMs(): number {
    return this.wallClockMs() + this.#skewMs;
  }

  /** The same by its last answer, if that had a `date`, however close it is to ours: up to a second less. */
  toldNowMs(): number {
    return this.wallClockMs() + this.#seenSkewMs;
  }

  /** Takes note of the `date` header of an answer. */
  see(date: string | null): void {
    const skewMs = Date.parse(date ?? '') - this.wallClockMs();
    if (!Number.isNaN(skewMs)) this.#seenSkewMs = skewMs;
  }

  /** How far the clock of this machine is from the server's, if that is too far, in ms; less than 0: it is ahead. */
  get skewMs(): number | undefined {
    return Math.abs(this.#seenSkewMs) > tolerableSkewMs ? this.#seenSkewMs : undefined;
  }

  /** Goes by the server's clock from now on. False if that changes nothing. */
  correct(): boolean {
    if (this.skewMs === undefined || Math.abs(this.#seenSkewMs - this.#skewMs) <= tolerableSkewMs)
      return false;
    this.#skewMs = this.#seenSkewMs;
    return true;
  }

  /** What is wrong with the clock of this machine, in a sentence; undefined if nothing is. */
  advice(): string | undefined {
    if (this.skewMs === undefined) return undefined;
    const seconds = Math.round(Math.abs(this.skewMs) / 1000);
    return `The clock of this machine is ${seconds} s ${this.skewMs < 0 ? 'ahead of' : 'behind'} the server's: set it.`;
  }
}
