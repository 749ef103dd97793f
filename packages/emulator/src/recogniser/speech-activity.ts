/** Frames louder than this are speech; tone speech is never quieter than −16 dBFS in a frame, gaps are silent. */
const THRESHOLD_DBFS = -35;
/** Steady noise is not speech: the threshold stays this far above its level, measured over this long. */
const ABOVE_NOISE_DB = 9;
const NOISE_FRAMES = 200;
/** Noise louder than this drowns speech anyway: it is taken for speech. */
const MAX_THRESHOLD_DBFS = -20;

/** Level of a frame without its DC, dB relative to full scale. Sums of 16-bit squares are exact in any order. */
function levelOf(frame: Int16Array): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < frame.length; i++) {
    const sample = frame[i] as number;
    sum += sample;
    squares += sample * sample;
  }
  const variance = (squares - (sum * sum) / frame.length) / frame.length;
  return variance <= 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(variance / 32_768 ** 2);
}

/** Tells, by energy, whether there is speech in each 10 ms of audio. */
export class SpeechActivity {
  readonly #levels = new Float64Array(NOISE_FRAMES);
  #frames = 0;

  /** Level of steady noise, dBFS; unknown in the first two seconds. */
  get noiseDbfs(): number | undefined {
    if (this.#frames < NOISE_FRAMES) return undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < NOISE_FRAMES; i++) least = Math.min(least, this.#levels[i] ?? least);
    return least;
  }

  /** Takes the next 10 ms; true if they are speech. */
  push(frame: Int16Array): boolean {
    const level = levelOf(frame);
    this.#levels[this.#frames % NOISE_FRAMES] = level;
    this.#frames++;
    if (level <= THRESHOLD_DBFS) return false;
    const noise = this.noiseDbfs ?? Number.NEGATIVE_INFINITY;
    return level > Math.max(THRESHOLD_DBFS, Math.min(noise + ABOVE_NOISE_DB, MAX_THRESHOLD_DBFS));
  }
}
