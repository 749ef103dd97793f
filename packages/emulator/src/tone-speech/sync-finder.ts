import { SYNC_TONES, TONE_COUNT } from './parameters.js';
import { BANK_TONES, RING_HOPS, type ToneBank } from './tone-bank.js';

/** Hops between neighbouring symbols. */
export const SYMBOL_HOPS = 4;

/** Each sync tone's least share of its voice's power, and the least mean of the three. */
const MIN_SHARE = 0.35;
const MIN_MEAN_SHARE = 0.5;

/** A place where a frame seems to begin. */
export interface Sync {
  /** Hop at the centre of the last sync tone. */
  hop: number;
  /** True centre minus that of the hop, in hops, −0.5…0.5. */
  offset: number;
  /** Sum of the three amplitudes. */
  score: number;
}

/** Finds the sync tones of one voice: local maxima of their strength that also dominate the voice's band. */
export class SyncFinder {
  readonly #bank: ToneBank;
  readonly #voice: number;
  /** Scores of the last three hops, oldest first. */
  #before = 0;
  #middle = 0;
  #last = 0;

  constructor(bank: ToneBank, voice: number) {
    this.#bank = bank;
    this.#voice = voice;
  }

  /** Takes in hop `hop` of the bank; answers for the hop before it. */
  step(hop: number): Sync | undefined {
    this.#before = this.#middle;
    this.#middle = this.#last;
    this.#last = this.#score(hop);
    const peak = this.#middle > this.#before && this.#middle >= this.#last;
    if (!peak || !this.#dominates(hop - 1)) return undefined;
    const bend = this.#before - 2 * this.#middle + this.#last;
    const offset = bend === 0 ? 0 : (0.5 * (this.#before - this.#last)) / bend;
    return { hop: hop - 1, offset: Math.max(-0.5, Math.min(0.5, offset)), score: this.#middle };
  }

  #score(hop: number): number {
    // Unrolled: this runs 400 times for a second of audio, on iterators it costs as much as all else here.
    const [first, second, third] = SYNC_TONES;
    return (
      Math.sqrt(this.#power(hop, 0, first)) +
      Math.sqrt(this.#power(hop, 1, second)) +
      Math.sqrt(this.#power(hop, 2, third))
    );
  }

  #dominates(hop: number): boolean {
    let total = 0;
    for (const [i, tone] of SYNC_TONES.entries()) {
      const sum = this.#bank.sums[(this.#ring(hop, i) % RING_HOPS) * 2 + this.#voice] ?? 0;
      const share = sum > 0 ? this.#power(hop, i, tone) / sum : 0;
      if (share <= MIN_SHARE) return false;
      total += share;
    }
    return total / SYNC_TONES.length > MIN_MEAN_SHARE;
  }

  #power(hop: number, symbol: number, tone: number): number {
    return this.#bank.powers[this.#ring(hop, symbol) * BANK_TONES + this.#voice * TONE_COUNT + tone] ?? 0;
  }

  /** Place in the ring of sync symbol 0…2 when the last one is centred on `hop`. */
  #ring(hop: number, symbol: number): number {
    return (hop - (SYNC_TONES.length - 1 - symbol) * SYMBOL_HOPS + RING_HOPS) % RING_HOPS;
  }
}
