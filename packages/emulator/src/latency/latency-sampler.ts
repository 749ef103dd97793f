import type { SeededRandom } from '../recogniser/seeded-random.js';
import { sampleMs } from './distribution.js';
import type { LatencyProfile } from './profile.js';

/** Draws the latencies of one call from random numbers of its own: what other calls do changes nothing in it. */
export class LatencySampler {
  readonly #profile: LatencyProfile;
  readonly #random: SeededRandom;

  constructor(profile: LatencyProfile, random: SeededRandom) {
    this.#profile = profile;
    this.#random = random;
  }

  /** One value of each, added up. */
  ms(...names: readonly (keyof LatencyProfile)[]): number {
    return names.reduce((sum, name) => sum + sampleMs(this.#profile[name], this.#random), 0);
  }
}
