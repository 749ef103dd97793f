/**
 * What a call is about, one at a time. A recognition is `idle`, hears `speech`, or is `refining`: its final is sent
 * and the refinement is not. Other calls are `waiting` until their first response and `answering` from then on.
 */
export type CallStage = 'idle' | 'speech' | 'refining' | 'waiting' | 'answering';

/**
 * A stage, or what may be true of a recognition besides: `overlap`, another recognition of the same client is open
 * too (as while a client moves from one stream to the next); `replay`, audio comes faster than it is spoken.
 */
export type CallPhase = CallStage | 'overlap' | 'replay';

/** All phases, for checks and help texts. */
export const callPhases: readonly CallPhase[] = [
  'idle',
  'speech',
  'refining',
  'waiting',
  'answering',
  'overlap',
  'replay',
];
