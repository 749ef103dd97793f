import { callerEvent } from './caller-region.js';
import type { Draft } from './draft.js';
import { loopEvent, offerTurn, shutDownWhenDone } from './loop-region.js';
import type { Effect, MachineEvent, MachineRules, Moment, TurnState } from './turn-state.js';
import { releaseHeld, resumeDucked, voiceEvent } from './voice-region.js';

/**
 * The turn machine: a pure reducer over three regions (caller, voice, loop). It decides, and the
 * pipeline carries out. Each region sees each event. What depends on more than one of them is settled last,
 * when they have come to rest: whether speech may sound, whether a turn may be offered, whether it is over.
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
  resumeDucked(draft);
  releaseHeld(draft);
  offerTurn(draft);
  shutDownWhenDone(draft);
  return { state: draft.state, effects: draft.effects };
}
