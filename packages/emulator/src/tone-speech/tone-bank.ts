import { FIRST_TONE_HZ, TONE_COUNT, TONE_SPACING_HZ } from './parameters.js';

/** Samples at 8 kHz between two looks at the signal: 5 ms. */
export const HOP_SAMPLES = 40;
export const HOP_MS = 5;
/** Hops whose powers are remembered: 2.56 s, more than the longest frame. */
export const RING_HOPS = 512;
/** Both voices: index = voice · 16 + tone. */
export const BANK_TONES = 2 * TONE_COUNT;

/** |X|² of a tone of amplitude 1 that fills the 20 ms window: half the sum of the window, squared. */
export const UNIT_TONE_POWER = (3 * (HOP_SAMPLES / 2)) ** 2;

/** Mean square (without DC) below which a block counts as silence: −80 dBFS. */
const SILENCE_POWER = 1e-8;
const BLOCK_SAMPLES = 2 * HOP_SAMPLES;
/** Steps of the inner loop: samples ±2m and ±(2m+1) of the block's centre are taken at once. */
const STEPS = HOP_SAMPLES / 2;

const toneHz = Float64Array.from({ length: BANK_TONES }, (_, i) =>
  i < TONE_COUNT
    ? FIRST_TONE_HZ.a + i * TONE_SPACING_HZ
    : FIRST_TONE_HZ.b + (i - TONE_COUNT) * TONE_SPACING_HZ,
);
/** Turn of each tone's phase in one hop. */
const hopCos = toneHz.map((hz) => Math.cos((2 * Math.PI * hz * HOP_MS) / 1000));
const hopSin = toneHz.map((hz) => Math.sin((2 * Math.PI * hz * HOP_MS) / 1000));

/**
 * Hann-windowed cosines and sines of voice A: for each tone and step, cos 2m, cos 2m+1, sin 2m, sin 2m+1.
 * Voice B needs no rows of its own: its tone 15−k is 4000 Hz minus tone k of voice A, which at 8 kHz only
 * flips the sign of the odd samples.
 */
const rows = (() => {
  const table = new Float64Array(TONE_COUNT * STEPS * 4);
  for (let tone = 0; tone < TONE_COUNT; tone++) {
    for (let n = 0; n < HOP_SAMPLES; n++) {
      const window = 0.5 + 0.5 * Math.cos((Math.PI * n) / HOP_SAMPLES);
      const angle = (2 * Math.PI * (toneHz[tone] ?? 0) * n) / 8000;
      const at = (tone * STEPS + (n >> 1)) * 4 + (n & 1);
      table[at] = window * Math.cos(angle);
      table[at + 2] = window * Math.sin(angle);
    }
  }
  return table;
})();

/** Looks every 5 ms for the power of each of the 32 tones in the 20 ms around. */
export class ToneBank {
  /** Powers by `(hop % RING_HOPS) * BANK_TONES + voice * TONE_COUNT + tone`. */
  readonly powers = new Float64Array(RING_HOPS * BANK_TONES);
  /** Sum of a voice's powers by `(hop % RING_HOPS) * 2 + voice`. */
  readonly sums = new Float64Array(RING_HOPS * 2);

  /** Samples not yet left behind; the first HOP_SAMPLES are the silence before the stream. */
  #line = new Float32Array(4096);
  #lineLength = HOP_SAMPLES;
  #center = HOP_SAMPLES;
  #nextBlock = 0;
  /** Hops in a row, up to the latest, in which nothing was heard. */
  #silentHops = 0;
  /** The same for blocks. */
  #silentBlocks = 0;
  readonly #folded = new Float64Array(STEPS * 4);
  /** Spectra (re, im) of the last three 10 ms blocks, by block number modulo 3. */
  readonly #re = [0, 1, 2].map(() => new Float64Array(BANK_TONES));
  readonly #im = [0, 1, 2].map(() => new Float64Array(BANK_TONES));

  /** How many hops in a row, up to the latest, had no power at all. */
  get silentHops(): number {
    return this.#silentHops;
  }

  /** Calls `onHop` for each hop whose powers became known; hop t is centred on sample 40·t. */
  push(samples: Float32Array, onHop: (hop: number) => void): void {
    this.#append(samples);
    for (; this.#center + HOP_SAMPLES <= this.#lineLength; this.#center += HOP_SAMPLES) {
      this.#spectrum(this.#nextBlock % 3);
      const hop = this.#nextBlock - 1;
      this.#nextBlock++;
      if (hop < 0) continue;
      this.#join(hop);
      onHop(hop);
    }
    const done = this.#center - HOP_SAMPLES;
    this.#line.copyWithin(0, done, this.#lineLength);
    this.#lineLength -= done;
    this.#center -= done;
  }

  #append(samples: Float32Array): void {
    if (this.#line.length < this.#lineLength + samples.length) {
      const larger = new Float32Array(2 * (this.#lineLength + samples.length));
      larger.set(this.#line.subarray(0, this.#lineLength));
      this.#line = larger;
    }
    this.#line.set(samples, this.#lineLength);
    this.#lineLength += samples.length;
  }

  /** Folds the block around its centre into even and odd parts; false if there is nothing to hear. */
  #fold(): boolean {
    const x = this.#line;
    const c = this.#center;
    const folded = this.#folded;
    let sum = 0;
    let squares = 0;
    for (let i = c - HOP_SAMPLES; i < c + HOP_SAMPLES; i++) {
      const sample = x[i] ?? 0;
      sum += sample;
      squares += sample * sample;
    }
    if ((squares - (sum * sum) / BLOCK_SAMPLES) / BLOCK_SAMPLES < SILENCE_POWER) return false;
    for (let n = 0; n < HOP_SAMPLES; n++) {
      const after = x[c + n] ?? 0;
      const before = n === 0 ? 0 : (x[c - n] ?? 0);
      const at = (n >> 1) * 4 + (n & 1);
      folded[at] = after + before;
      folded[at + 2] = after - before;
    }
    return true;
  }

  #spectrum(slot: number): void {
    const re = this.#re[slot] as Float64Array;
    const im = this.#im[slot] as Float64Array;
    if (!this.#fold()) {
      this.#silentBlocks++;
      re.fill(0);
      im.fill(0);
      return;
    }
    this.#silentBlocks = 0;
    const folded = this.#folded;
    for (let tone = 0, row = 0; tone < TONE_COUNT; tone++) {
      let cosEven = 0;
      let cosOdd = 0;
      let sinEven = 0;
      let sinOdd = 0;
      for (let i = 0; i < STEPS * 4; i += 4, row += 4) {
        cosEven += (folded[i] as number) * (rows[row] as number);
        cosOdd += (folded[i + 1] as number) * (rows[row + 1] as number);
        sinEven += (folded[i + 2] as number) * (rows[row + 2] as number);
        sinOdd += (folded[i + 3] as number) * (rows[row + 3] as number);
      }
      re[tone] = cosEven + cosOdd;
      im[tone] = -sinEven - sinOdd;
      const mirrored = BANK_TONES - 1 - tone;
      re[mirrored] = cosEven - cosOdd;
      im[mirrored] = sinEven - sinOdd;
    }
  }

  /** Joins three 10 ms blocks, turned to the phase of the middle one, into one 20 ms window. */
  #join(hop: number): void {
    const at = (hop % RING_HOPS) * BANK_TONES;
    if (this.#silentBlocks >= 3) {
      this.#silentHops++;
      this.powers.fill(0, at, at + BANK_TONES);
      this.sums.fill(0, (hop % RING_HOPS) * 2, (hop % RING_HOPS) * 2 + 2);
      return;
    }
    this.#silentHops = 0;
    const before = (hop + 2) % 3;
    const here = hop % 3;
    const after = (hop + 1) % 3;
    const [re0, re1, re2] = [this.#re[before], this.#re[here], this.#re[after]] as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [im0, im1, im2] = [this.#im[before], this.#im[here], this.#im[after]] as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const sums = [0, 0];
    for (let tone = 0; tone < BANK_TONES; tone++) {
      const cos = hopCos[tone] as number;
      const sin = hopSin[tone] as number;
      const a = re0[tone] as number;
      const b = im0[tone] as number;
      const c = re2[tone] as number;
      const d = im2[tone] as number;
      const re = (re1[tone] as number) + cos * (a + c) + sin * (d - b);
      const im = (im1[tone] as number) + cos * (b + d) + sin * (a - c);
      const power = re * re + im * im;
      this.powers[at + tone] = power;
      sums[tone >> 4] = (sums[tone >> 4] as number) + power;
    }
    this.sums[(hop % RING_HOPS) * 2] = sums[0] as number;
    this.sums[(hop % RING_HOPS) * 2 + 1] = sums[1] as number;
  }
}
