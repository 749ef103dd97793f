import { RecentMedian } from './recent-median.js';

/** The latest echoes that their loudness is known by. */
const remembered = 15;
/** So many say what is usual, and so many how steady it is. */
const enough = 2;
const enoughForSpread = 5;
/** What differs from the usual by so many median deviations differs by more than chance; by no less than this, in dB. */
const deviations = 5;
const leastDb = 0.6;
const leastUnknownDb = 2;
/** A word that was recognised instead of the bot's is louder than its echo by more than this, and need not be by more than that. */
const louderDb = { least: 2, most: 5 };

/** How loud echoes are, and how much louder something must be to be something else. */
export class EchoLevel {
  readonly #dbfs = new RecentMedian(remembered);

  add(dbfs: number): void {
    this.#dbfs.add(dbfs);
  }

  /** Usual loudness, dBFS; `undefined` while it is not known. */
  get dbfs(): number | undefined {
    return this.#dbfs.count < enough ? undefined : this.#dbfs.value;
  }

  /** By how much an echo may be louder than usual by chance, in dB: little where the bot's voice is steady. */
  get chanceDb(): number {
    const least = this.#dbfs.count < enoughForSpread ? leastUnknownDb : leastDb;
    return Math.max(least, deviations * this.#dbfs.spread);
  }

  /** A word so much louder than the echo, in dB, is not the echo alone. */
  get louderDb(): number {
    return Math.min(louderDb.most, Math.max(louderDb.least, this.chanceDb));
  }
}
