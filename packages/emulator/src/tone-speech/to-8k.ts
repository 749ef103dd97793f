/** Turns 16-bit samples of one rate into floats (±1) at 8 kHz, without delay on the time axis. */
export interface To8k {
  /** What has become certain; the array is valid until the next call. */
  push(samples: Int16Array): Float32Array;
}

const SCALE = 1 / 32768;

/** Reused output: grows to the largest chunk seen. */
class Output {
  #buffer = new Float32Array(1024);

  room(size: number): Float32Array {
    if (this.#buffer.length < size) this.#buffer = new Float32Array(size * 2);
    return this.#buffer;
  }
}

class AsIs implements To8k {
  readonly #output = new Output();

  push(samples: Int16Array): Float32Array {
    const out = this.#output.room(samples.length);
    for (let i = 0; i < samples.length; i++) out[i] = (samples[i] ?? 0) * SCALE;
    return out.subarray(0, samples.length);
  }
}

/** Input not yet used up, with the samples that a filter still looks back at. */
class Line {
  samples = new Float32Array(4096);
  length: number;
  /** How many samples at the end are zero. */
  zeros: number;

  /** Begins with `history` zeros: the silence before the stream. */
  constructor(history: number) {
    this.length = history;
    this.zeros = history;
  }

  append(chunk: Int16Array): void {
    if (this.samples.length < this.length + chunk.length) {
      const larger = new Float32Array(2 * (this.length + chunk.length));
      larger.set(this.samples.subarray(0, this.length));
      this.samples = larger;
    }
    const { samples, length } = this;
    let { zeros } = this;
    for (let i = 0; i < chunk.length; i++) {
      const sample = chunk[i] as number;
      zeros = sample === 0 ? zeros + 1 : 0;
      samples[length + i] = sample * SCALE;
    }
    this.zeros = zeros;
    this.length += chunk.length;
  }

  drop(count: number): void {
    this.samples.copyWithin(0, count, this.length);
    this.length -= count;
  }
}

/** Taps of a half-band low-pass at ±1, ±3, ±5, ±7 of the centre; the centre is 0.5, the others 0. */
const halfBand = [1, 3, 5, 7].map(
  (n) => (Math.sin((Math.PI * n) / 2) / (Math.PI * n)) * (0.5 + 0.5 * Math.cos((Math.PI * n) / 8)),
);

/** 16 kHz: a 15-tap half-band filter of four multiplications, its stop band from 4.6 kHz on. */
class Halve implements To8k {
  readonly #line = new Line(7);
  readonly #output = new Output();

  push(samples: Int16Array): Float32Array {
    const line = this.#line;
    line.append(samples);
    const count = Math.max(0, (line.length - 13) >> 1);
    const out = this.#output.room(count);
    const x = line.samples;
    if (line.zeros >= line.length) {
      out.fill(0, 0, count);
      line.drop(2 * count);
      return out.subarray(0, count);
    }
    const [t1 = 0, t3 = 0, t5 = 0, t7 = 0] = halfBand;
    for (let i = 0, c = 7; i < count; i++, c += 2) {
      out[i] =
        0.5 * (x[c] ?? 0) +
        t1 * ((x[c - 1] ?? 0) + (x[c + 1] ?? 0)) +
        t3 * ((x[c - 3] ?? 0) + (x[c + 3] ?? 0)) +
        t5 * ((x[c - 5] ?? 0) + (x[c + 5] ?? 0)) +
        t7 * ((x[c - 7] ?? 0) + (x[c + 7] ?? 0));
    }
    line.drop(2 * count);
    return out.subarray(0, count);
  }
}

const ZERO_CROSSINGS = 8;
const PHASES = 64;

/** Any other rate: windowed sinc, ±8 zero crossings at the output rate, 64 phases between input samples. */
class Polyphase implements To8k {
  readonly #rateHz: number;
  readonly #half: number;
  readonly #phases: Float32Array[];
  readonly #line: Line;
  readonly #output = new Output();
  /** Next output sample, and the input sample at the head of the line, both counted from the stream's start. */
  #next = 0;
  #lineStart: number;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
    const perOutput = rateHz / 8000;
    this.#half = Math.ceil(ZERO_CROSSINGS * perOutput);
    this.#line = new Line(this.#half);
    this.#lineStart = -this.#half;
    this.#phases = Array.from({ length: PHASES + 1 }, (_, phase) => {
      const taps = Float32Array.from({ length: 2 * this.#half + 1 }, (_, i) => {
        const x = (i - this.#half - phase / PHASES) / perOutput;
        if (Math.abs(x) >= ZERO_CROSSINGS) return 0;
        const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / ZERO_CROSSINGS));
      });
      const sum = taps.reduce((total, tap) => total + tap, 0);
      return taps.map((tap) => tap / sum);
    });
  }

  push(samples: Int16Array): Float32Array {
    const line = this.#line;
    line.append(samples);
    const out = this.#output.room(Math.ceil((line.length * 8000) / this.#rateHz) + 1);
    const x = line.samples;
    const width = 2 * this.#half + 1;
    let count = 0;
    for (;;) {
      const position = this.#next * this.#rateHz;
      const base = Math.floor(position / 8000);
      const from = base - this.#half - this.#lineStart;
      if (from + width > line.length) break;
      const taps = this.#phases[Math.round(((position - base * 8000) / 8000) * PHASES)];
      if (taps === undefined) break;
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (x[from + i] ?? 0) * (taps[i] ?? 0);
      out[count++] = sum;
      this.#next++;
    }
    const keepFrom = Math.floor((this.#next * this.#rateHz) / 8000) - this.#half - this.#lineStart;
    const dropped = Math.min(Math.max(0, keepFrom), line.length);
    line.drop(dropped);
    this.#lineStart += dropped;
    return out.subarray(0, count);
  }
}

/** The cheapest way from `rateHz` to 8 kHz. */
export function to8k(rateHz: number): To8k {
  if (rateHz === 8000) return new AsIs();
  return rateHz === 16_000 ? new Halve() : new Polyphase(rateHz);
}
