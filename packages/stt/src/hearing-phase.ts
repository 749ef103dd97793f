/**
 * What a recognition is doing. `catching-up`: it listens to what was said a while ago. `overlapping`: two sessions
 * listen, and the second will take over; `handing-over`: the last words of the first are awaited. `broken-off`: the
 * source has stopped in mid-word and is waited for; `absent`: it did not come back.
 */
export type HearingPhase =
  | 'absent'
  | 'connecting'
  | 'listening'
  | 'catching-up'
  | 'overlapping'
  | 'handing-over'
  | 'broken-off'
  | 'finishing';

/** Why a session was half-closed: for the next one, because the source broke off (for good), or because all is over. */
export type Closing = 'for-next' | 'retired' | 'settling' | 'finishing';

export const phaseWhile: Readonly<Record<Closing, HearingPhase>> = {
  'for-next': 'handing-over',
  retired: 'broken-off',
  settling: 'broken-off',
  finishing: 'finishing',
};
