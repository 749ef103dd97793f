/** Pauses that callers make before anything is known of this one: median of the corpus. */
const usualMs = 520;
/** How many pauses of this caller it takes to outweigh that. */
const priorWeight = 4;
/** Shorter gaps are part of words. */
const shortestMs = 200;
/** Longer ones say more about what is looked for than about who speaks. */
const longestMs = 1200;
const factors = { min: 0.9, max: 1.15 };

/** How slowly a caller speaks, by the pauses they make inside of what they say. */
export class CallerPace {
  #weight = priorWeight;
  #sumOfLogs = priorWeight * Math.log(usualMs);

  /** They paused so long and went on. */
  paused(ms: number): void {
    if (ms < shortestMs || ms > longestMs) return;
    this.#weight += 1;
    this.#sumOfLogs += Math.log(ms);
  }

  /** By how much pauses are to be taken for longer than usual. */
  get factor(): number {
    const factor = Math.exp(this.#sumOfLogs / this.#weight) / usualMs;
    return Math.min(factors.max, Math.max(factors.min, factor));
  }
}
