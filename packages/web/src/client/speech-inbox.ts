import type { ResumeRequest } from '../protocol/client-message.js';

/** Sound to be played: what follows the sound given before of the same stream. */
export interface SpeechPiece {
  stream: number;
  samples: Int16Array;
}

/** More than the server ever sends ahead: a jump so long is filled with silence no further. */
const longestFillSamples = 480_000;

/**
 * The bot's speech on its way to the player: each sample once and in its place, over any number of sockets. It is
 * kept until heard, so that a player that was lost with its audio device can be replaced by another.
 */
export class SpeechInbox {
  #stream = 0;
  /** Samples received, of the stream. */
  #received = 0;
  #heard = 0;
  /** Samples `#keptFrom` to `#received`. */
  #kept: Int16Array[] = [];
  #keptFrom = 0;
  /** Where the player began: its counts begin there. */
  #playerFrom = 0;
  #flushed: number | undefined;
  #complete = false;

  /** For the `hello` of a resume. */
  get position(): ResumeRequest['speech'] {
    return { stream: this.#stream, receivedSeq: this.#received, heardSeq: this.#heard };
  }

  /** Whether there is sound that was not heard. */
  get pending(): boolean {
    return this.#heard < this.#received;
  }

  /** Whether the server says that what came is all for now. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Takes a frame; returns what of it is to be played, if anything. */
  receive(stream: number, seq: number, samples: Int16Array): SpeechPiece | undefined {
    if (stream === this.#flushed) return undefined;
    if (stream !== this.#stream) this.#begin(stream, seq);
    const known = this.#received - seq;
    if (known >= samples.length) return undefined;
    const missing = new Int16Array(Math.min(longestFillSamples, Math.max(0, -known)));
    const fresh = known > 0 ? samples.subarray(known) : joined(missing, samples);
    this.#received += fresh.length;
    this.#kept.push(fresh);
    this.#complete = false;
    return { stream, samples: fresh };
  }

  /** The server says that what there is of the stream is all for now. True if it is the one that plays. */
  end(stream: number): boolean {
    if (stream === this.#stream) this.#complete = true;
    return stream === this.#stream;
  }

  /** The player has played so much of the stream since it was given the first of it; returns the place in the stream. */
  played(stream: number, samples: number): number | undefined {
    if (stream !== this.#stream) return undefined;
    this.#heard = Math.max(this.#heard, Math.min(this.#received, this.#playerFrom + samples));
    for (let first = this.#kept[0]; first !== undefined; first = this.#kept[0]) {
      if (this.#keptFrom + first.length > this.#heard) break;
      this.#keptFrom += first.length;
      this.#kept.shift();
    }
    return this.#heard;
  }

  /** Nothing more of the stream is to sound; returns how much was heard, as far as is known. */
  flush(stream: number): number {
    this.#flushed = stream;
    if (stream !== this.#stream) return 0;
    this.#kept = [];
    this.#keptFrom = this.#received;
    return this.#heard;
  }

  /** After a resume: which stream is current. False if the one that plays is not, and is to fall silent. */
  isCurrent(stream: number): boolean {
    return stream === this.#stream;
  }

  /** For a new player: the sound that was not heard yet. */
  replay(): SpeechPiece | undefined {
    const skip = this.#heard - this.#keptFrom;
    this.#playerFrom = this.#heard;
    const samples = this.#kept.reduce(joined, new Int16Array(0)).subarray(Math.max(0, skip));
    return samples.length === 0 ? undefined : { stream: this.#stream, samples };
  }

  #begin(stream: number, seq: number): void {
    this.#stream = stream;
    this.#received = this.#heard = this.#keptFrom = this.#playerFrom = seq;
    this.#kept = [];
    this.#flushed = undefined;
  }
}

function joined(a: Int16Array, b: Int16Array): Int16Array {
  if (a.length === 0) return b;
  const both = new Int16Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
