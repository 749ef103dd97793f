import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';

/** Longest `sil<[…]>` (docs: speechkit/tts/markup/tts-markup). */
const maxSilenceMs = 7000;

/** Pauses «depending on the context». The documentation names them and gives no figures: these are assumed. */
const contextPauseMs: Readonly<Record<string, number>> = {
  tiny: 100,
  small: 200,
  medium: 400,
  large: 700,
  huge: 1200,
};

/** A pause in the markup: its length, or the name of one. */
export const pauseTag = /sil<\[(\d+)\]>|<\[(tiny|small|medium|large|huge)\]>/g;

/** Stands for a pause among the words while they are told apart; no text that is read has it. */
const pauseMark = '\u0000';

/** The words of a marked-up text and the pauses that its markup asks for. */
export interface MarkedText {
  /** As they are heard, with their punctuation. */
  words: string[];
  /** By place: before the first word, after each word; 0 where nothing is asked for. */
  pausesMs: number[];
}

/**
 * Reads TTS markup: stress `+`, pauses `sil<[300]>` and `<[small]>`, emphasis `<[accented]>` and `**word**`,
 * phonemes `[[v a sʲ ʌ]]`, which are one word. What is not written as the documentation has it is text and is
 * spoken. Throws a `Refusal` (assumed) for a pause over 7 000 ms.
 */
export function readMarkup(text: string): MarkedText {
  const askedMs: number[] = [];
  const pause = (ms: number) => {
    askedMs.push(ms);
    return ` ${pauseMark} `;
  };
  const marked = text
    .replaceAll(pauseMark, ' ')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/<\[accented\]>/g, ' ')
    .replace(/\[\[([^\]]*)\]\]/g, (_, phonemes: string) => phonemes.replace(/\s+/g, ''))
    .replace(/\+(?=[аеёиоуыэюяaeiouy])/giu, '')
    .replace(pauseTag, (_, ms?: string, size?: string) =>
      pause(ms === undefined ? (contextPauseMs[size ?? ''] ?? 0) : silenceMs(ms)),
    );

  const words: string[] = [];
  const pausesMs = [0];
  for (const token of marked.split(/\s+/)) {
    const last = words.length - 1;
    if (token === pauseMark) pausesMs[last + 1] = (pausesMs[last + 1] ?? 0) + (askedMs.shift() ?? 0);
    else if (last >= 0 && /^[.,!?…;:]+$/.test(token)) words[last] = `${words[last] ?? ''}${token}`;
    else if (token !== '') pausesMs[words.push(token)] = 0;
  }
  return { words, pausesMs };
}

function silenceMs(digits: string): number {
  const ms = Number(digits);
  if (ms <= maxSilenceMs) return ms;
  throw new Refusal(
    status.INVALID_ARGUMENT,
    `sil<[${digits}]> is longer than the longest pause, ${maxSilenceMs} ms`,
  );
}
