import type { HeardLevel } from './line-levels.js';

/** Pieces that room is made for at a time: 8 s of a line that sends 20 ms; four times that holds what is remembered. */
const block = 400;

/**
 * Levels of the pieces of a line, in order. Each call remembers 1 500 of them, so they are kept as bare numbers:
 * 16 bytes a piece, a tenth of what as many objects take.
 */
export class LevelLog {
  #count = 0;
  #endAtMs = new Float64Array(block);
  #lengthMs = new Float32Array(block);
  #levelDbfs = new Float32Array(block);

  add({ startAtMs, endAtMs, levelDbfs }: HeardLevel): void {
    if (this.#count === this.#endAtMs.length) this.#grow();
    this.#endAtMs[this.#count] = endAtMs;
    this.#lengthMs[this.#count] = endAtMs - startAtMs;
    this.#levelDbfs[this.#count] = levelDbfs;
    this.#count += 1;
  }

  /** The end of the last piece; `undefined` before the first. */
  get endAtMs(): number | undefined {
    return this.#endAtMs[this.#count - 1];
  }

  /** Lets go of the pieces before the first that ends at `fromMs` or later. */
  forget(fromMs: number): void {
    const kept = this.#endAtMs.subarray(0, this.#count).findIndex((endAtMs) => endAtMs >= fromMs);
    if (kept <= 0) return;
    for (const column of [this.#endAtMs, this.#lengthMs, this.#levelDbfs]) {
      column.copyWithin(0, kept, this.#count);
    }
    this.#count -= kept;
  }

  /** Pieces whose middle lies in [fromMs, toMs]. */
  inside(fromMs: number, toMs: number): HeardLevel[] {
    // Questions are about the last moments: search from the end.
    let end = this.#count;
    while (end > 0 && this.#middleMs(end - 1) > toMs) end -= 1;
    let start = end;
    while (start > 0 && this.#middleMs(start - 1) >= fromMs) start -= 1;
    return Array.from({ length: end - start }, (_, place) => this.#piece(start + place));
  }

  /** The level below which the share `share` (0–1) of the pieces lies. */
  quantile(share: number): number | undefined {
    const sorted = this.#levelDbfs.slice(0, this.#count).sort();
    return sorted[Math.floor(this.#count * share)];
  }

  #piece(place: number): HeardLevel {
    const endAtMs = this.#endAtMs[place] ?? 0;
    const startAtMs = endAtMs - (this.#lengthMs[place] ?? 0);
    return { startAtMs, endAtMs, levelDbfs: this.#levelDbfs[place] ?? 0 };
  }

  #middleMs(place: number): number {
    return (this.#endAtMs[place] ?? 0) - (this.#lengthMs[place] ?? 0) / 2;
  }

  #grow(): void {
    const room = this.#endAtMs.length + block;
    this.#endAtMs = grown(this.#endAtMs, new Float64Array(room));
    this.#lengthMs = grown(this.#lengthMs, new Float32Array(room));
    this.#levelDbfs = grown(this.#levelDbfs, new Float32Array(room));
  }
}

function grown<T extends Float32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
