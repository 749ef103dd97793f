/**
 * Root mean square level of 16-bit samples in dBFS: 0 is a constant at full scale, a full-scale sine is
 * −3.01, and digital silence (or no samples at all) is −∞.
 */
export function levelDbfs(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return energy === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(energy / samples.length / 32_768 ** 2);
}
