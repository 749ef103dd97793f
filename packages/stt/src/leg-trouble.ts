import { VoiceError } from '@rechka/core';
import type { SessionLeg } from './session-leg.js';

/** A service that was sent so much sound and said nothing at all has forgotten the session. Assumed. */
const deafMs = 20_000;

/** Answers this late are of no use in a conversation; maybe another connection is faster. Assumed. */
const lateMs = 10_000;

/** The service is there, but does nothing with what it is sent. */
export function stalled(what: string, { session }: SessionLeg): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message: `The recogniser ${what}; another session goes on from there.`,
    retryable: true,
    requestId: session.requestId,
  });
}

/** What is wrong with a session that has not failed by itself. `stallMs`: how long the network may take nothing. */
export function troubleOf(leg: SessionLeg, stallMs: number): VoiceError | undefined {
  if (leg.endedWell) return undefined;
  if (leg.feed.stalledMs >= stallMs) return stalled(`has taken no audio for ${stallMs} ms`, leg);
  if (leg.unansweredMs >= deafMs) return stalled(`has said nothing about ${deafMs} ms of sound`, leg);
  if (leg.lateMs >= lateMs) return stalled(`answers ${lateMs} ms late`, leg);
  return undefined;
}
