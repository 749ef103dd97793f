import { describe, expect, it } from 'vitest';
import { encodeToneSpeech } from '../../tone-speech/index.js';
import { setLoudness, type Loudness } from './volume.js';

function peakOf(loudness: Loudness): number {
  const { samples } = encodeToneSpeech('раз два', { voice: 'b', sampleRateHz: 16_000 });
  setLoudness(samples, loudness);
  return Math.max(...samples) / 32_767;
}

describe('loudness', () => {
  it.each([
    [undefined, 0.7],
    [0.1, 0.1],
    [1, 1],
  ])('by peak: %s', (volume, peak) => {
    expect(peakOf({ normalization: 'MAX_PEAK', volume })).toBeCloseTo(peak, 2);
  });

  it('by LUFS: as many dB from the default, never over full scale', () => {
    const usual = peakOf({ normalization: 'LUFS', volume: undefined });
    expect(peakOf({ normalization: 'LUFS', volume: -19 })).toBeCloseTo(usual, 3);
    expect(peakOf({ normalization: 'LUFS', volume: -39 })).toBeCloseTo(usual / 10, 3);
    expect(peakOf({ normalization: 'LUFS', volume: -1 })).toBeCloseTo(1, 3);
    expect(peakOf({ normalization: 'LUFS', volume: -145 })).toBe(0);
  });

  it('leaves silence alone', () => {
    const samples = new Int16Array(10);
    setLoudness(samples, { normalization: 'MAX_PEAK', volume: 1 });
    expect(samples.every((sample) => sample === 0)).toBe(true);
  });
});
