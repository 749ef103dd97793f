import type { NormaliserState } from './normaliser-state.js';

/** Within this a word is told of at the latest: silence that is older has nothing in it. Assumed. */
const tellingMs = 4000;
/** A recogniser gets that much from before what it is to recognise: it does better than out of nothing. */
const leadMs = 500;
const wordLeadMs = 50;

/**
 * Up to where everything has been recognised, in caller ms: to the last final, and in silence to what the service has
 * acknowledged, but for the last seconds.
 */
export function coveredMs({ open, floorMs, receivedMs }: NormaliserState): number {
  return Math.max(floorMs, open?.startMs ?? receivedMs - tellingMs);
}

/**
 * Where a session begins that is to recognise the rest: with the last word told, which it hears whole and does not
 * tell again, so that what follows it is not cut.
 */
export function resumeMs(state: NormaliserState): number {
  const { floorMs, lastWord } = state;
  const fromMs = coveredMs(state);
  const wordMs = lastWord?.endMs === floorMs ? lastWord.startMs - wordLeadMs : fromMs;
  return Math.max(0, fromMs === floorMs ? Math.min(wordMs, fromMs) : fromMs - leadMs);
}
