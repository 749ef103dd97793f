import { bytesToMs, type AudioFormat } from '@rechka/core';

/** How long one session of the service may be. */
export interface SessionLimits {
  /** 5 minutes (source: the SpeechKit limits page). */
  maxMs: number;
  /** 10 MB (same source): at 48 kHz the bytes run out first, after 104 s. */
  maxBytes: number;
}

/** With so much of it left, a session is replaced where nobody is speaking for sure: at the end of an utterance. */
const wornShare = 0.2;
/** With so much left it is replaced in any case, also in mid-speech; but in time to try more than once. */
const spentShare = 0.07;
const spentMs = 10_000;

/** How urgently a session should be replaced. */
export type Wear = 'fresh' | 'worn' | 'exhausted' | 'spent';

/** `headStartMs`: how much sooner than others, so that calls that began together are not all replaced together. */
export function sessionWear(
  session: { sentBytes: number; ageMs: number },
  { maxMs, maxBytes }: SessionLimits,
  format: AudioFormat,
  headStartMs = 0,
): Wear {
  const wholeMs = Math.min(maxMs, bytesToMs(maxBytes, format));
  const leftMs =
    Math.min(maxMs - session.ageMs, bytesToMs(maxBytes - session.sentBytes, format)) - headStartMs;
  const spentAtMs = Math.max(spentMs, wholeMs * spentShare);
  const wornAtMs = Math.max(spentAtMs, wholeMs * wornShare);
  if (leftMs <= spentAtMs) return 'spent';
  if (leftMs <= (spentAtMs + wornAtMs) / 2) return 'exhausted';
  return leftMs <= wornAtMs ? 'worn' : 'fresh';
}
