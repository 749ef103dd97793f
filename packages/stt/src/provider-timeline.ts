/** A stretch of what one session was sent: consecutive samples of the caller, or silence that we made up. */
interface Span {
  readonly sentStart: number;
  readonly sentEnd: number;
  readonly callerStart: number;
  readonly silence: boolean;
}

/** Whether a span from `sentStart` on has begun at `position`: where a `start` belongs to what follows it. */
function begins(sentStart: number, position: number, edge: 'start' | 'end'): boolean {
  return sentStart < position || (edge === 'start' && sentStart === position);
}

/**
 * Tells what the provider's times mean. A session counts ms of the audio it was sent; the caller's
 * timeline counts ms of the audio written to us. They differ by where the session began, by audio that
 * was dropped, and by the silence that keeps a session alive.
 */
export class ProviderTimeline {
  readonly #rateHz: number;
  /** The spans before the one that is being sent; most sessions have but the one. */
  #earlier: Span[] | undefined;
  // That one, field by field: each piece of audio belongs to it, and nearly each time that is asked about.
  #sentStart = 0;
  #callerStart = 0;
  #silence = false;
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
    const { sentStart, sentEnd, callerStart, silence } = this.#earlierAt(position, edge) ?? this.#last();
    const into = silence ? 0 : Math.min(position, sentEnd) - sentStart;
    // Not rounded up: never beyond the audio that there is.
    return Math.floor(((callerStart + into) * 1000) / this.#rateHz);
  }

  #last(): Span {
    return {
      sentStart: this.#sentStart,
      sentEnd: this.#sent,
      callerStart: this.#callerStart,
      silence: this.#silence,
    };
  }

  /** The span that `position` lies in, unless it is the last. */
  #earlierAt(position: number, edge: 'start' | 'end'): Span | undefined {
    if (this.#earlier === undefined || begins(this.#sentStart, position, edge)) return undefined;
    return this.#earlier.findLast(({ sentStart }) => begins(sentStart, position, edge)) ?? this.#earlier[0];
  }

  #add(callerStart: number, samples: number, silence: boolean): void {
    const goesOnAt = this.#callerStart + (this.#silence ? 0 : this.#sent - this.#sentStart);
    if (silence !== this.#silence || callerStart !== goesOnAt) {
      if (this.#sent > 0) (this.#earlier ??= []).push(this.#last());
      this.#sentStart = this.#sent;
      this.#callerStart = callerStart;
      this.#silence = silence;
    }
    this.#sent += samples;
  }
}
