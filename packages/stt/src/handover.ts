import type { TimedWord } from '@rechka/core';
import { readHeard } from './heard.js';
import { chooseSeam } from './seam.js';
import type { SessionLeg } from './session-leg.js';
import type { Teller } from './teller.js';

/** The words of the finals that a session has sent since it is held. */
function heldWords({ held, session }: SessionLeg, teller: Teller): TimedWord[] {
  const { window } = teller.state.session;
  return held.flatMap(({ final, audioCursors }) => {
    const heard = readHeard(final?.alternatives[0], {
      toCaller: (ms, edge) => session.timeline.toCallerMs(ms, edge),
      window,
      about: { fromMs: 0, toMs: audioCursors?.finalTimeMs ?? 0 },
    });
    if (heard === undefined) return [];
    const { text, startMs, endMs } = heard;
    return heard.words.length > 0 ? heard.words : [{ text, startMs, endMs }];
  });
}

/**
 * Tells what a session that is over has heard up to a seam, in ms, which is returned: from there on another speaks,
 * which was given the audio from `fromMs` on.
 */
export function tellUpToSeam(leg: SessionLeg, fromMs: number, untilMs: number, teller: Teller): number {
  const toldMs = teller.state.floorMs;
  const seamMs = chooseSeam({ words: heldWords(leg, teller), fromMs, untilMs, toldMs });
  teller.step({ type: 'session-closing', untilMs: seamMs });
  leg.release();
  // A service that has not made a final of its last hypothesis will not do it any more.
  teller.step({ type: 'promote', untilMs: seamMs });
  return seamMs;
}
