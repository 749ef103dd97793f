/** Pitches of human voices. */
const MIN_PITCH_HZ = 70;
const MAX_PITCH_HZ = 400;
/** Here is what the lowest partials of a voice leave, also on a telephone line, and nothing of tone speech. */
const BAND_HZ = { low: 90, high: 450 };
/** Least power of that band in a voiced sound, of all its power. */
const MIN_BAND_SHARE = 0.05;
/** Least correlation of the band with itself one pitch period earlier; in noise it is about 0.3. */
const MIN_CORRELATION = 0.65;

/** Enough for the band. */
const RATE_HZ = 2000;
const WINDOW = (RATE_HZ * 50) / 1000;
const MIN_LAG = Math.floor(RATE_HZ / MAX_PITCH_HZ);
const MAX_LAG = Math.ceil(RATE_HZ / MIN_PITCH_HZ);

/** A second-order Butterworth filter, or half of a fourth-order one. */
class Biquad {
  readonly #b: readonly [number, number, number];
  readonly #a: readonly [number, number];
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;

  constructor(type: 'low-pass' | 'high-pass', cutoffHz: number, rateHz: number, q = Math.SQRT1_2) {
    const angle = (2 * Math.PI * cutoffHz) / rateHz;
    const cos = Math.cos(angle);
    const alpha = Math.sin(angle) / (2 * q);
    const edge = type === 'low-pass' ? 1 - cos : 1 + cos;
    const side = edge / 2 / (1 + alpha);
    this.#b = [side, (type === 'low-pass' ? edge : -edge) / (1 + alpha), side];
    this.#a = [(-2 * cos) / (1 + alpha), (1 - alpha) / (1 + alpha)];
  }

  next(x: number): number {
    const [b0, b1, b2] = this.#b;
    const [a1, a2] = this.#a;
    const y = b0 * x + b1 * this.#x1 + b2 * this.#x2 - a1 * this.#y1 - a2 * this.#y2;
    this.#x2 = this.#x1;
    this.#x1 = x;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

/** Tells whether a sound repeats itself at the pitch of a human voice: vowels do, noise and tone speech do not. */
export class Voicing {
  readonly #filters: readonly Biquad[];
  readonly #decimation: number;
  #phase = 0;
  /** The band, decimated; and the power of the whole sound in the same places. */
  readonly #band = new Float64Array(WINDOW + MAX_LAG);
  readonly #power = new Float64Array(WINDOW);
  #bandPower = 0;
  #soundPower = 0;

  constructor(sampleRateHz: number) {
    this.#decimation = Math.max(1, Math.round(sampleRateHz / RATE_HZ));
    // The two quality factors of a fourth-order Butterworth low-pass.
    this.#filters = [
      new Biquad('high-pass', BAND_HZ.low, sampleRateHz),
      new Biquad('low-pass', BAND_HZ.high, sampleRateHz, 0.5412),
      new Biquad('low-pass', BAND_HZ.high, sampleRateHz, 1.3066),
    ];
  }

  /** Takes the next samples; true if the 50 ms up to their end are voiced. */
  push(samples: Int16Array): boolean {
    for (const sample of samples) this.#take(sample);
    return this.#hasVoiceBand() && this.#isPeriodic();
  }

  #take(sample: number): void {
    const y = this.#filters.reduce((x, filter) => filter.next(x), sample);
    this.#soundPower += sample * sample;
    if (++this.#phase < this.#decimation) return;
    this.#band.copyWithin(0, 1);
    this.#band[this.#band.length - 1] = y;
    this.#power.copyWithin(0, 1);
    this.#power[WINDOW - 1] = this.#soundPower / this.#decimation;
    this.#phase = 0;
    this.#soundPower = 0;
  }

  #hasVoiceBand(): boolean {
    const sound = this.#power.reduce((sum, power) => sum + power, 0);
    this.#bandPower = this.#energy(0);
    return this.#bandPower > MIN_BAND_SHARE * sound;
  }

  /** Energy of the window `lag` earlier. */
  #energy(lag: number): number {
    let sum = 0;
    for (let i = MAX_LAG - lag; i < WINDOW + MAX_LAG - lag; i++) sum += (this.#band[i] ?? 0) ** 2;
    return sum;
  }

  #isPeriodic(): boolean {
    for (let lag = MIN_LAG; lag <= MAX_LAG; lag++) {
      let product = 0;
      for (let i = MAX_LAG; i < WINDOW + MAX_LAG; i++) {
        product += (this.#band[i] ?? 0) * (this.#band[i - lag] ?? 0);
      }
      if (product > MIN_CORRELATION * Math.sqrt(this.#bandPower * this.#energy(lag))) return true;
    }
    return false;
  }
}
