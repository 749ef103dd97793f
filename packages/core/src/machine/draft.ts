import type { Effect, Heard, MachineRules, Moment, TurnAbortReason, TurnState } from './turn-state.js';
import { rawWords } from './raw-words.js';

/** What the regions work on during one step: the state so far, and the effects so far. */
export interface Draft {
  state: TurnState;
  readonly effects: Effect[];
  readonly at: Moment;
  readonly rules: MachineRules;
}

/** Replaces parts of the draft's state. */
export function set(draft: Draft, change: Partial<TurnState>): void {
  draft.state = { ...draft.state, ...change };
}

/** Aborts the signal of a turn, once; only the last one yielded can still be live. */
export function abortTurn(draft: Draft, turnId: number | undefined, reason: TurnAbortReason): void {
  const { lastTurn } = draft.state;
  if (lastTurn === undefined || lastTurn.id !== turnId || lastTurn.aborted) return;
  set(draft, { lastTurn: { ...lastTurn, aborted: true } });
  draft.effects.push({ type: 'abort-turn', turnId: lastTurn.id, reason });
}

/** All that has been heard of an utterance. */
export function textOf(heard: Heard): string {
  return [...heard.finals.map((final) => final.text), heard.partial].filter((text) => text !== '').join(' ');
}

/** Whether the caller is saying something that takes the turn: more than a backchannel, or nothing clear yet. */
export function callerHasTheFloor(draft: Draft): boolean {
  const { caller } = draft.state;
  if (caller.name === 'silent') return false;
  const words = rawWords(textOf(caller.heard));
  if (words.length === 0) return caller.heard.unsure;
  return !draft.rules.isBackchannel(words);
}
