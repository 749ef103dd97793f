import { callerEvent } from './caller-region.js';
import type { Draft } from './draft.js';
import { loopEvent, offerTurn, shutDownWhenDone } from './loop-region.js';
import type { Effect, MachineEvent, MachineRules, Moment, TurnState } from './turn-state.js';
import { voiceEvent } from './voice-region.js';

/**
 * The turn machine: a pure reducer over three regions (caller, voice, loop). It decides, and the
 * pipeline carries out. Each region sees each event; what follows for the loop is settled last,
 * because a turn may be offered only when the other two have come to rest.
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
  offerTurn(draft);
  shutDownWhenDone(draft);
  return { state: draft.state, effects: draft.effects };
}
