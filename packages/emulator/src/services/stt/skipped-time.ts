interface Skip {
  /** Where in the audio that the recogniser heard. */
  atMs: number;
  lengthMs: number;
}

/** The recogniser may find the start of a word this much too early. */
const startToleranceMs = 10;

/**
 * Silence that the client announced (`silence_chunk`) but the recogniser did not get to hear: maps the
 * recogniser's times onto the stream's, in which that silence counts.
 */
export class SkippedTime {
  readonly #skips: Skip[] = [];
  #totalMs = 0;

  /** All silence so far, in ms. */
  get totalMs(): number {
    return this.#totalMs;
  }

  add(skip: Skip): void {
    this.#skips.push(skip);
    this.#totalMs += skip.lengthMs;
  }

  /** Where on the stream's timeline something ends that ends at the recogniser's `heardMs`. */
  endMs(heardMs: number): number {
    return this.#toStreamMs(heardMs, heardMs);
  }

  /** Where something starts: right at a silence means after it. */
  startMs(heardMs: number): number {
    return this.#toStreamMs(heardMs, heardMs + startToleranceMs);
  }

  #toStreamMs(heardMs: number, reachMs: number): number {
    return this.#skips.reduce((ms, { atMs, lengthMs }) => (atMs < reachMs ? ms + lengthMs : ms), heardMs);
  }
}
