import { announcedBytes, unpackFrame, type FrameContent } from './frame.js';
import { MAX_PART_BYTES, OVERHEAD_NIBBLES, TONE_COUNT, toneVoices } from './parameters.js';
import { SYMBOL_HOPS } from './sync-finder.js';
import { BANK_TONES, RING_HOPS, UNIT_TONE_POWER, type ToneBank } from './tone-bank.js';

/** A symbol is in doubt when its best tone is not this many times as strong as the second. */
const DOUBT_RATIO = 2.5;
const MAX_DOUBTS = 4;

/** A frame that was read, and how loud it was: RMS of the tones, dB relative to full scale. */
export interface ReadFrame {
  content: FrameContent;
  levelDbfs: number;
}

/** Reads the symbols of frames whose place is known. */
export class FrameReader {
  readonly #bank: ToneBank;
  readonly #best = new Uint8Array(OVERHEAD_NIBBLES + 2 * MAX_PART_BYTES);
  readonly #second = new Uint8Array(this.#best.length);
  #doubts: number[] = [];
  #power = 0;

  constructor(bank: ToneBank) {
    this.#bank = bank;
  }

  /** Number of text bytes that the header after the sync at `syncHop` announces; 0 if it is none. */
  announced(voice: number, syncHop: number): number {
    this.#readSymbols(voice, syncHop, 2);
    return announcedBytes(this.#best[0] ?? 0, this.#best[1] ?? 0);
  }

  /** The frame of `length` symbols after the sync at `syncHop`, if header and CRC agree. */
  read(voice: number, syncHop: number, length: number): ReadFrame | undefined {
    this.#readSymbols(voice, syncHop, length);
    return this.#unpack(voice, length);
  }

  /** The same, trying the second-best tones of up to four doubtful symbols (Chase decoding: at most 15 tries). */
  readInDoubt(voice: number, syncHop: number, length: number): ReadFrame | undefined {
    this.#readSymbols(voice, syncHop, length);
    const doubts = this.#doubts;
    if (doubts.length === 0 || doubts.length > MAX_DOUBTS) return undefined;
    const first = doubts.map((place) => this.#best[place] ?? 0);
    for (let flips = 1; flips < 1 << doubts.length; flips++) {
      for (const [i, place] of doubts.entries()) {
        this.#best[place] = ((flips >> i) & 1 ? this.#second[place] : first[i]) ?? 0;
      }
      const frame = this.#unpack(voice, length);
      if (frame) return frame;
    }
    return undefined;
  }

  #unpack(voice: number, length: number): ReadFrame | undefined {
    const content = unpackFrame(this.#best, length, toneVoices[voice] ?? 'a');
    const meanSquare = this.#power / length / UNIT_TONE_POWER / 2;
    return content && { content, levelDbfs: 10 * Math.log10(meanSquare) };
  }

  #readSymbols(voice: number, syncHop: number, length: number): void {
    const { powers } = this.#bank;
    this.#doubts = [];
    this.#power = 0;
    for (let place = 0; place < length; place++) {
      const hop = syncHop + SYMBOL_HOPS * (place + 1);
      const at = (hop % RING_HOPS) * BANK_TONES + voice * TONE_COUNT;
      let best = 0;
      let second = 0;
      let bestPower = -1;
      let secondPower = -1;
      for (let tone = 0; tone < TONE_COUNT; tone++) {
        const power = powers[at + tone] ?? 0;
        if (power > bestPower) {
          second = best;
          secondPower = bestPower;
          best = tone;
          bestPower = power;
        } else if (power > secondPower) {
          second = tone;
          secondPower = power;
        }
      }
      this.#best[place] = best;
      this.#second[place] = second;
      this.#power += bestPower;
      if (bestPower < DOUBT_RATIO * secondPower || bestPower === 0) this.#doubts.push(place);
    }
  }
}
