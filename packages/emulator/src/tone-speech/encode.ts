import { checkNumber, checkOneOf } from '@rechka/core';
import { wordToParts } from './alphabet.js';
import { packFrame } from './frame.js';
import {
  CLAUSE_PAUSE_MS,
  EDGE_MS,
  FIRST_TONE_HZ,
  frameMs,
  MAX_PART_BYTES,
  PART_GAP_MS,
  PEAK_AMPLITUDE,
  SENTENCE_PAUSE_MS,
  SYMBOL_MS,
  SYNC_TONES,
  TONE_SPACING_HZ,
  toneVoices,
  WORD_GAP_MS,
  type ToneVoice,
} from './parameters.js';

/** A word and when it sounds; times are exact, in ms from the first sample. */
export interface EncodedWord {
  text: string;
  /** The word is `text.slice(charStart, charEnd)` of the text that was encoded. */
  charStart: number;
  charEnd: number;
  startMs: number;
  endMs: number;
}

/** What {@link encodeToneSpeech} makes of a text. */
export interface EncodedSpeech {
  /** Mono, 16 bits, at the rate asked for. */
  samples: Int16Array;
  /** In the order of the text. */
  words: EncodedWord[];
}

/**
 * Chooses the pauses: before the first word, between words, after the last one. Gets the usual ones and how long
 * the words themselves sound; answers with as many, in whole ms.
 */
export type PausePlan = (usualMs: readonly number[], soundMs: number) => readonly number[];

/** Options of {@link encodeToneSpeech}. */
export interface EncodeOptions {
  /** Which of the two talkers speaks. */
  voice: ToneVoice;
  /** 8 000 to 192 000. */
  sampleRateHz: number;
  /** Default: the usual pauses. */
  pauses?: PausePlan;
}

/** Silence that a space after `word` makes. */
function gapAfterMs(word: string): number {
  const mark = word.replace(/["'»”’)\]]+$/u, '').slice(-1);
  if ('.?!…'.includes(mark)) return WORD_GAP_MS + SENTENCE_PAUSE_MS;
  return WORD_GAP_MS + (',;:—'.includes(mark) ? CLAUSE_PAUSE_MS : 0);
}

interface TimedFrame {
  startMs: number;
  tones: readonly number[];
}

/** The words of a text, each in the parts that its frames carry. */
function wordsOf(text: string) {
  return [...text.matchAll(/\S+/gu)].map((match) => {
    const [word] = match;
    const parts = wordToParts(word, MAX_PART_BYTES);
    const soundMs = parts.reduce((sum, bytes) => sum + PART_GAP_MS + frameMs(bytes.length), -PART_GAP_MS);
    return { word, charStart: match.index, charEnd: match.index + word.length, parts, soundMs };
  });
}

/** Lays the text out in time: words, their frames, and where it all ends. */
function layOut(
  text: string,
  { voice, pauses = (usualMs) => usualMs }: EncodeOptions,
): { words: EncodedWord[]; frames: TimedFrame[]; endMs: number } {
  const spoken = wordsOf(text);
  const gapsMs = pauses(
    [
      /^\s/u.test(text) ? WORD_GAP_MS : 0,
      ...spoken.map(({ word, charEnd }) => (charEnd < text.length ? gapAfterMs(word) : 0)),
    ],
    spoken.reduce((sum, { soundMs }) => sum + soundMs, 0),
  );
  const words: EncodedWord[] = [];
  const frames: TimedFrame[] = [];
  let atMs = gapsMs[0] ?? 0;
  for (const { word, charStart, charEnd, parts } of spoken) {
    const startMs = atMs;
    for (const [index, bytes] of parts.entries()) {
      if (index > 0) atMs += PART_GAP_MS;
      const tones = packFrame({ bytes, glue: index > 0, seq: frames.length }, voice);
      frames.push({ startMs: atMs, tones: [...SYNC_TONES, ...tones] });
      atMs += frameMs(bytes.length);
    }
    words.push({ text: word, charStart, charEnd, startMs, endMs: atMs });
    atMs += gapsMs[words.length] ?? 0;
  }
  return { words, frames, endMs: atMs };
}

/** Writes one tone. Its place follows from exact time, so nothing drifts at rates like 11 025 Hz. */
function writeSymbol(samples: Int16Array, sampleRateHz: number, startMs: number, toneHz: number): void {
  const from = Math.ceil((startMs * sampleRateHz) / 1000);
  const to = Math.min(samples.length, Math.ceil(((startMs + SYMBOL_MS) * sampleRateHz) / 1000));
  for (let i = from; i < to; i++) samples[i] = toneAt((i * 1000) / sampleRateHz - startMs, toneHz);
}

/** A tone's sample at `atMs` of its 20 ms. */
function toneAt(atMs: number, toneHz: number): number {
  const edgeMs = Math.min(atMs, SYMBOL_MS - atMs);
  const envelope = edgeMs < EDGE_MS ? 0.5 - 0.5 * Math.cos((Math.PI * edgeMs) / EDGE_MS) : 1;
  return Math.round(32767 * PEAK_AMPLITUDE * envelope * Math.sin((2 * Math.PI * toneHz * atMs) / 1000));
}

/** Ready-made tones by rate and frequency: at rates of whole kHz they are the same wherever they begin. */
const readyTones = new Map<string, Int16Array>();

function readyTone(sampleRateHz: number, toneHz: number): Int16Array {
  const key = `${sampleRateHz} ${toneHz}`;
  let tone = readyTones.get(key);
  if (tone === undefined) {
    tone = new Int16Array((SYMBOL_MS * sampleRateHz) / 1000);
    writeSymbol(tone, sampleRateHz, 0, toneHz);
    readyTones.set(key, tone);
  }
  return tone;
}

/**
 * Speaks `text` as tone speech (see `parameters.ts` for the signal). Every run of spaces is a pause, also at
 * the beginning and at the end; a text without outer spaces begins and ends with sound. Words count from
 * sequence number 0 in every call.
 *
 * @throws VoiceError `ERR_INVALID_OPTION` for an unknown voice or a rate outside 8–192 kHz.
 */
export function encodeToneSpeech(text: string, options: EncodeOptions): EncodedSpeech {
  const { voice, sampleRateHz } = options;
  checkOneOf('voice', voice, toneVoices);
  checkNumber('sampleRateHz', sampleRateHz, { min: 8000, max: 192_000, integer: true });
  const { words, frames, endMs } = layOut(text, options);
  const samples = new Int16Array(Math.round((endMs * sampleRateHz) / 1000));
  for (const { startMs, tones } of frames) {
    for (const [place, tone] of tones.entries()) {
      const toneHz = FIRST_TONE_HZ[voice] + tone * TONE_SPACING_HZ;
      const atMs = startMs + place * SYMBOL_MS;
      if (sampleRateHz % 1000 === 0)
        samples.set(readyTone(sampleRateHz, toneHz), (atMs * sampleRateHz) / 1000);
      else writeSymbol(samples, sampleRateHz, atMs, toneHz);
    }
  }
  return { samples, words };
}
