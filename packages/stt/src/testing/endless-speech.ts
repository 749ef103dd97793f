import type { AudioFormat, TimedWord } from '@rechka/core';
import { encodeToneSpeech } from '@rechka/emulator';

/** Short and long words that are heard as they are said; some begin alike. */
const vocabulary = [
  'да',
  'нет',
  'пять',
  'шесть',
  'и',
  'а',
  'на',
  'среду',
  'стрижку',
  'бороду',
  'запишите',
  'меня',
  'пожалуйста',
  'понедельник',
  'вечером',
  'администратор',
] as const;

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A part of what is said, and when its words sound, in ms from the first sample of all. */
export interface SaidPart {
  samples: Int16Array;
  words: readonly TimedWord[];
}

export interface EndlessSpeechOptions {
  format: AudioFormat;
  seed: number;
  /** Words of a part, at least. Default 12: about six seconds. */
  partWords?: number;
  /** Chance of a pause after a part, 0–1. Default 0: nobody takes breath. */
  pauses?: number;
  /** Length of a pause, ms. Default 1 500. */
  pauseMs?: number;
}

/** Somebody who talks for ever and likes to repeat himself: «да да да», «пять пять». */
export function* endlessSpeech({
  format,
  seed,
  partWords = 12,
  pauses = 0,
  pauseMs = 1500,
}: EndlessSpeechOptions): Generator<SaidPart, never, void> {
  const { sampleRateHz } = format;
  const random = seededRandom(seed);
  for (let at = 0; ;) {
    const texts: string[] = [];
    while (texts.length < partWords) {
      const word = vocabulary[Math.floor(random() * vocabulary.length)] ?? 'да';
      const times = random() < 0.5 ? 1 : 2 + Math.floor(random() * 3);
      for (let i = 0; i < times; i++) texts.push(word);
    }
    const { samples, words } = encodeToneSpeech(`${texts.join(' ')} `, { voice: 'a', sampleRateHz });
    const silence = random() < pauses ? Math.round((pauseMs / 1000) * sampleRateHz) : 0;
    const all = new Int16Array(samples.length + silence);
    all.set(samples);
    const offsetMs = (at * 1000) / sampleRateHz;
    at += all.length;
    yield {
      samples: all,
      words: words.map(({ text, startMs, endMs }) => ({
        text,
        startMs: offsetMs + startMs,
        endMs: offsetMs + endMs,
      })),
    };
  }
}
