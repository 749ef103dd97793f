/** Assumed: within half a second a client in real time sends one chunk of 400 ms early at most. */
const windowMs = 500;
const mostMs = 1000;

/** Notices audio that comes faster than it is spoken, as when a client sends again what got lost. */
export class AudioPace {
  readonly #recent: { atMs: number; lengthMs: number }[] = [];
  #totalMs = 0;

  add(atMs: number, lengthMs: number): void {
    this.#forget(atMs);
    this.#recent.push({ atMs, lengthMs });
    this.#totalMs += lengthMs;
  }

  /** Whether over a second of audio came in the last half a second. */
  isFast(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#totalMs > mostMs;
  }

  #forget(nowMs: number): void {
    for (
      let oldest = this.#recent[0];
      oldest !== undefined && nowMs - oldest.atMs >= windowMs;
      oldest = this.#recent[0]
    ) {
      this.#totalMs -= oldest.lengthMs;
      this.#recent.shift();
    }
  }
}
