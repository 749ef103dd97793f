import { msToBytes, type AudioFormat } from '@rechka/core';

/**
 * A session may last 5 minutes and carry 10 MB (source: the SpeechKit limits page). It is replaced in the
 * first pause after 4 minutes, or when what an utterance of 30 s would still need is no longer left: at
 * 48 kHz the bytes run out first.
 */
const limitBytes = 10_000_000;
const softAgeMs = 240_000;
const reserveMs = 35_000;

/** Whether a session should be replaced at the next pause. */
export function isWorn(session: { sentBytes: number; ageMs: number }, format: AudioFormat): boolean {
  return session.ageMs >= softAgeMs || session.sentBytes >= limitBytes - msToBytes(reserveMs, format);
}
