/** A stretch of what one session was sent: consecutive samples of the caller, or silence that we made up. */
interface Span {
  readonly sentStart: number;
  length: number;
  readonly callerStart: number;
  readonly silence: boolean;
}

/**
 * Tells what the provider's times mean. A session counts ms of the audio it was sent; the caller's
 * timeline counts ms of the audio written to us. They differ by where the session began, by audio that
 * was dropped, and by the silence that keeps a session alive.
 */
export class ProviderTimeline {
  readonly #rateHz: number;
  readonly #spans: Span[] = [];
  #sent = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** Audio sent so far, inserted silence included, in ms. */
  get sentMs(): number {
    return (this.#sent * 1000) / this.#rateHz;
  }

  /** Records that `samples` of the caller's audio, from sample `callerStart` on, were sent. */
  addAudio(callerStart: number, samples: number): void {
    this.#add(callerStart, samples, false);
  }

  /** Records that `samples` of made-up silence were sent; on the caller's timeline they take no time. */
  addSilence(callerStart: number, samples: number): void {
    this.#add(callerStart, samples, true);
  }

  /**
   * The position on the caller's timeline, in ms, of a time told by the provider. Where audio is missing,
   * a `start` lies after the hole and an `end` before it. Times beyond what was sent are cut to it. Whole ms, as the
   * provider's are; with a fraction each would be an object of its own.
   */
  toCallerMs(providerMs: number, edge: 'start' | 'end'): number {
    const position = Math.min((providerMs * this.#rateHz) / 1000, this.#sent);
    const span = this.#spanAt(position, edge);
    if (span === undefined) return 0;
    const into = span.silence ? 0 : Math.min(position - span.sentStart, span.length);
    // Not rounded up: never beyond the audio that there is.
    return Math.floor(((span.callerStart + into) * 1000) / this.#rateHz);
  }

  /** The last span that begins before `position`, or there if that is a `start`; else the first one. */
  #spanAt(position: number, edge: 'start' | 'end'): Span | undefined {
    // From the last one on, which it nearly always is: each word of each answer is asked about, twice.
    for (let index = this.#spans.length - 1; index > 0; index--) {
      const span = this.#spans[index] as Span;
      if (span.sentStart < position || (edge === 'start' && span.sentStart === position)) return span;
    }
    return this.#spans[0];
  }

  #add(callerStart: number, length: number, silence: boolean): void {
    const last = this.#spans.at(-1);
    const continues =
      last?.silence === silence && callerStart === last.callerStart + (silence ? 0 : last.length);
    if (continues) last.length += length;
    else this.#spans.push({ sentStart: this.#sent, length, callerStart, silence });
    this.#sent += length;
  }
}
