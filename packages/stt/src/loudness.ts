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
/** Of so many bytes two samples are looked at, one after the other: a tone of any pitch shows half of itself in them. */
const groupBytes = 12;
/** Between two looks at the sum: to look after every sample takes several times as long (measured). */
const strideBytes = 20 * groupBytes;

/** Whether nobody can be heard in this piece of audio: in the whole of it, so of a loud one the beginning tells. */
export function isSilent(data: Uint8Array): boolean {
  const { byteLength } = data;
  const samples = new DataView(data.buffer, data.byteOffset, byteLength);
  const loudEnergy = silentEnergy * 2 * Math.ceil(byteLength / groupBytes);
  let energy = 0;
  for (let from = 0; from < byteLength; from += strideBytes) {
    const until = Math.min(from + strideBytes, byteLength);
    for (let at = from; at < until; at += groupBytes) {
      const one = samples.getInt16(at, true);
      const two = at + 2 < byteLength ? samples.getInt16(at + 2, true) : one;
      energy += one * one + two * two;
    }
    if (energy >= loudEnergy) return false;
  }
  return true;
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
