import type { SttEvent, TimedWord } from '@rechka/core';
import type { Heard } from './heard.js';

type Final = SttEvent & { type: 'transcript-final' };

/** A final that does not lie before `floorMs`, with its words in order and none of them outside of it. */
export function finalEvent(
  { text, words, startMs, endMs, language }: Omit<Heard, 'cut'>,
  { floorMs, requestId, ...numbers }: Pick<Final, 'utterance' | 'index' | 'requestId'> & { floorMs: number },
): Final {
  const span = { startMs: Math.max(startMs, floorMs), endMs: Math.max(endMs, startMs, floorMs) };
  return {
    type: 'transcript-final',
    ...numbers,
    text,
    words: withinSpan(words, span),
    ...span,
    ...(language === undefined ? {} : { language }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function withinSpan(words: readonly TimedWord[], span: { startMs: number; endMs: number }): TimedWord[] {
  let lastMs = span.startMs;
  const within = (ms: number): number => (lastMs = Math.min(Math.max(ms, lastMs), span.endMs));
  return words.map(({ text, startMs, endMs }) => ({ text, startMs: within(startMs), endMs: within(endMs) }));
}
