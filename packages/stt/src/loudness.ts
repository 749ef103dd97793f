import { levelDbfs, pcmToSamples } from '@rechka/core';
import type { AudioKeeper } from './audio-keeper.js';

/** Nothing that is said is quieter (a quiet talker on a telephone is at about −40 dBFS). Assumed. */
const silenceDbfs = -50;
/** Speech rises and falls by more than this within {@link memoryMs}; steady noise does not. Assumed. */
const modulationDb = 12;
const memoryMs = 2000;
const tailMs = 40;
const frameMs = 20;

/** Level of a stretch, dBFS; −∞ where there is no audio. */
function level(keeper: AudioKeeper, from: number, samples: number): number {
  return levelDbfs(pcmToSamples(keeper.read(from, samples)));
}

/** Energy of a sample at {@link silenceDbfs}. */
const silentEnergy = (32_768 * 10 ** (silenceDbfs / 20)) ** 2;
/**
 * Of each 13 samples the 1st, 2nd, 4th and 10th are looked at. Any two of these are as far apart, counted round the 13, as no
 * other two: so a tone of whatever pitch shows more than half of itself in them (a perfect difference set). Of a voice, which is a row of
 * pulses, it may be a third: 5 dB less.
 */
const groupBytes = 26;
const lookedAt = 4;
/** Between two looks at the sum: to look after every sample takes several times as long (measured). */
const strideBytes = 10 * groupBytes;

/** Whether nobody can be heard in this piece of audio: in the whole of it, so of a loud one the beginning tells. */
export function isSilent(data: Uint8Array): boolean {
  const samples = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const end = data.byteLength - (data.byteLength % groupBytes);
  const loudEnergy = silentEnergy * ((end / groupBytes) * lookedAt + (data.byteLength - end) / 2);
  let energy = 0;
  for (let from = 0; from < end; from += strideBytes) {
    const until = Math.min(from + strideBytes, end);
    for (let at = from; at < until; at += groupBytes) {
      const first = samples.getInt16(at, true);
      const second = samples.getInt16(at + 2, true);
      const fourth = samples.getInt16(at + 6, true);
      const tenth = samples.getInt16(at + 18, true);
      energy += first * first + second * second + fourth * fourth + tenth * tenth;
    }
    if (energy >= loudEnergy) return false;
  }
  for (let at = end; at < data.byteLength; at += 2) energy += samples.getInt16(at, true) ** 2;
  return energy < loudEnergy || data.byteLength === 0;
}

/**
 * Whether the audio breaks off in the middle of a sound, as when the line was cut in a word: loud to the end, and
 * not a noise that has been there all the time.
 */
export function breaksOff(keeper: AudioKeeper): boolean {
  const frame = keeper.samples(frameMs);
  const end = keeper.written;
  const tailStart = Math.max(keeper.oldest, end - keeper.samples(tailMs));
  const tailDbfs = level(keeper, tailStart, end - tailStart);
  if (tailDbfs < silenceDbfs) return false;
  for (let at = end - frame; at >= Math.max(keeper.oldest, end - keeper.samples(memoryMs)); at -= frame) {
    if (level(keeper, at, frame) < tailDbfs - modulationDb) return true;
  }
  // It began with the audio.
  return end < keeper.samples(memoryMs);
}

/** Whether anybody can be heard from this sample on. */
export function hasSound(keeper: AudioKeeper, from: number): boolean {
  const frame = keeper.samples(tailMs);
  for (let at = from; at < keeper.written; at += frame) {
    if (level(keeper, at, frame) >= silenceDbfs) return true;
  }
  return false;
}
