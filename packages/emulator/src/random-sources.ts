import { hashText } from './hash-text.js';
import { SeededRandom } from './recogniser/seeded-random.js';

/**
 * A source of random numbers for each call. The n-th of a name is the same whatever is asked for under other names, and
 * when: calls of two methods that come at one moment come in an order that the machine chooses.
 */
export class RandomSources {
  readonly #seed: number;
  readonly #taken = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The next one of a name; names are kept for good, so let there be few. */
  next(name: string): SeededRandom {
    const number = (this.#taken.get(name) ?? 0) + 1;
    this.#taken.set(name, number);
    return new SeededRandom(this.#seed ^ hashText(`${number} ${name}`));
  }
}
