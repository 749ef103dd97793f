/** How loud speech is to be, by one of the two measures of the service. */
export interface Loudness {
  normalization: 'MAX_PEAK' | 'LUFS';
  /** A share of full scale (default 0.7), or LUFS (default −19). */
  volume: number | undefined;
}

const defaultPeak = 0.7;
const defaultLufs = -19;
const fullScale = 32_767;

/**
 * Makes `samples` as loud as asked, in place. MAX_PEAK is exact: the loudest sample is at that share of full scale.
 * LUFS is by difference: what the voice sounds like is taken for the default −19, and nothing is made louder than
 * full scale, where the real service would have to limit as well.
 */
export function setLoudness(samples: Int16Array, { normalization, volume }: Loudness): void {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak === 0 || (normalization === 'LUFS' && volume === undefined)) return;
  const gain =
    normalization === 'MAX_PEAK'
      ? ((volume ?? defaultPeak) * fullScale) / peak
      : Math.min(10 ** (((volume ?? defaultLufs) - defaultLufs) / 20), fullScale / peak);
  for (const [index, sample] of samples.entries()) {
    samples[index] = Math.max(-fullScale, Math.min(fullScale, Math.round(sample * gain)));
  }
}
