import type { SeededRandom } from '../../recogniser/seeded-random.js';

const SYLLABLE_MS = 200;

/**
 * What a voice sounds like to a machine: pulses of a wandering pitch through three wandering resonances, in
 * syllables of 200 ms, with breath noise. One syllable in five is silent, but never the first or the last.
 */
export function voicedSound({
  durationMs,
  rateHz,
  random,
}: {
  durationMs: number;
  rateHz: number;
  random: SeededRandom;
}): Int16Array {
  const out = new Int16Array((durationMs * rateHz) / 1000);
  const syllableSamples = (SYLLABLE_MS * rateHz) / 1000;
  const resonances = [
    { fromHz: 250, toHz: 900, width: 80, hz: 0, y1: 0, y2: 0 },
    { fromHz: 800, toHz: 2300, width: 120, hz: 0, y1: 0, y2: 0 },
    { fromHz: 2200, toHz: 3400, width: 180, hz: 0, y1: 0, y2: 0 },
  ];
  let phase = 0;
  let pitchHz = 0;
  let loudness = 0;
  for (let i = 0; i < out.length; i++) {
    const within = i % syllableSamples;
    if (within === 0) {
      pitchHz = random.integer(80, 280);
      const inner = i > 0 && i + syllableSamples < out.length;
      loudness = inner && random.chance(0.2) ? 0 : 1;
      for (const resonance of resonances) resonance.hz = random.integer(resonance.fromHz, resonance.toHz);
    }
    phase += pitchHz / rateHz;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    const envelope = loudness * Math.sin((Math.PI * within) / syllableSamples);
    const excitation = envelope * (pulse * 0.5 + (random.next() - 0.5) * 0.02);
    let sample = 0;
    for (const r of resonances) {
      const radius = Math.exp((-Math.PI * r.width) / rateHz);
      const turn = 2 * radius * Math.cos((2 * Math.PI * r.hz) / rateHz);
      const y = excitation + turn * r.y1 - radius * radius * r.y2;
      r.y2 = r.y1;
      r.y1 = y;
      sample += y;
    }
    out[i] = Math.max(-32768, Math.min(32767, Math.round(8000 * sample)));
  }
  return out;
}
