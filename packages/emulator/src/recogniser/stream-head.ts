/** Sound within this much of the stream's start began before it. */
const HEAD_MS = 40;
/** Shorter remainders are lost on any recogniser; longer stretches are no word. */
const MIN_FRAGMENT_MS = 60;
const MAX_FRAGMENT_MS = 1500;
/** Least share of frames that sound like tone speech: noise at the start of a line is no word. */
const MIN_TONAL_SHARE = 0.6;
const TONAL = 0.5;

/** What the decoder knows of the sound right now. */
interface Decoding {
  readonly receiving: boolean;
  readonly tonality: number;
}

/** Notices that a stream began inside a word: sound from the first moment on that never becomes a word. */
export class StreamHead {
  #open = true;
  #began = false;
  #frames = 0;
  #tonalFrames = 0;
  #endMs: number | undefined;

  /** A word (or a damaged one) was recognised; one that began with the stream explains its sound. */
  explain(startMs: number): void {
    if (startMs < HEAD_MS) this.#open = false;
  }

  /** Takes the next frame; gives the end of the fragment once when there was one. */
  step(startMs: number, isSpeech: boolean, decoder: Decoding): { endMs: number } | undefined {
    if (!this.#open) return undefined;
    if (this.#endMs === undefined) {
      if (isSpeech) this.#grow(startMs, decoder.tonality);
      else if (this.#began) this.#endMs = startMs;
      else if (startMs >= HEAD_MS) this.#open = false;
    }
    // A word that began with the stream is certain only a few ms after its sound has ended.
    if (this.#endMs === undefined || decoder.receiving) return undefined;
    this.#open = false;
    const isWord = this.#endMs >= MIN_FRAGMENT_MS && this.#tonalFrames >= MIN_TONAL_SHARE * this.#frames;
    return isWord ? { endMs: this.#endMs } : undefined;
  }

  #grow(startMs: number, tonality: number): void {
    this.#began ||= startMs < HEAD_MS;
    this.#frames++;
    if (tonality > TONAL) this.#tonalFrames++;
    if (!this.#began || startMs > MAX_FRAGMENT_MS) this.#open = false;
  }
}
