import { callerEvent } from './caller-region.js';
import type { Draft } from './draft.js';
import { loopEvent, offerTurn, shutDownWhenDone } from './loop-region.js';
import { patienceEvent, watchPatience } from './patience.js';
import { dropOutdated, speculate } from './speculation.js';
import type { Effect, MachineEvent, MachineRules, Moment, TurnState } from './turn-state.js';
import { fillPause, releaseHeld, resumeDucked, voiceEvent } from './voice-region.js';

/**
 * The turn machine: a pure reducer over three regions (caller, voice, loop). It decides, and the
 * pipeline carries out. Each region sees each event. What depends on more than one of them is settled last,
 * when they have come to rest: whether speech may sound, whether a turn may be offered, whether an answer may be
 * prepared, who is waiting for whom, whether it is over.
 */
export function step(
  state: TurnState,
  event: MachineEvent,
  at: Moment,
  rules: MachineRules,
): { state: TurnState; effects: readonly Effect[] } {
  const draft: Draft = { state, effects: [], at, rules };
  loopEvent(draft, event);
  if (state.loop.name !== 'closed') callerEvent(draft, event);
  voiceEvent(draft, event);
  patienceEvent(draft, event);
  resumeDucked(draft);
  fillPause(draft);
  releaseHeld(draft);
  dropOutdated(draft);
  offerTurn(draft);
  speculate(draft);
  shutDownWhenDone(draft);
  watchPatience(draft);
  return { state: draft.state, effects: draft.effects };
}
