import { bytesToMs, type AudioFormat } from '@rechka/core';

/** A session may last 5 minutes and carry 10 MB (source: the SpeechKit limits page): at 48 kHz the bytes run out first. */
const limitMs = 300_000;
const limitBytes = 10_000_000;
/** With so much left, a session is replaced where that is sure to cut no word: at the end of an utterance. */
const wornMs = 60_000;
/** With no more left than an utterance of 30 s may need, it is replaced as soon as nobody is heard. */
const exhaustedMs = 35_000;

/** How urgently a session should be replaced. */
export function sessionWear(
  session: { sentBytes: number; ageMs: number },
  format: AudioFormat,
): 'fresh' | 'worn' | 'exhausted' {
  const leftMs = Math.min(limitMs - session.ageMs, bytesToMs(limitBytes - session.sentBytes, format));
  if (leftMs > wornMs) return 'fresh';
  return leftMs > exhaustedMs ? 'worn' : 'exhausted';
}
