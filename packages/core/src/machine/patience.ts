import { set, textOf, type Draft } from './draft.js';
import type { MachineEvent, TurnState } from './turn-state.js';

/** Longer than this between two words about a recogniser that cannot be reached. */
const troubleAgainMs = 10_000;

/** What the bot says by itself so that nobody sits in a silence that nobody breaks. */
export function patienceEvent(draft: Draft, event: MachineEvent): void {
  const { rules, state } = draft;
  switch (event.type) {
    case 'opened':
      if (rules.maxCallMs > 0) draft.effects.push({ type: 'timer', name: 'call', delayMs: rules.maxCallMs });
      return;
    case 'partial':
    case 'final':
      if (state.said.prompts === 0 || state.caller.name === 'silent' || state.caller.heard.unsure) return;
      if (textOf(state.caller.heard) !== '') set(draft, { said: { ...state.said, prompts: 0 } });
      return;
    case 'key':
    case 'text':
      set(draft, { said: { ...state.said, prompts: 0 } });
      return;
    case 'hearing-lost':
      if (!state.deaf && rules.troubleMs > 0)
        draft.effects.push({ type: 'timer', name: 'trouble', delayMs: rules.troubleMs });
      set(draft, { deaf: true });
      return;
    case 'hearing-back':
      draft.effects.push({ type: 'cancel-timer', name: 'trouble' });
      set(draft, { deaf: false });
      return;
    case 'handing-over':
      set(draft, { handingOver: true });
      return;
    case 'still-here':
      set(draft, { handingOver: false });
      return;
    case 'timer':
      if (event.name === 'wait') sayWait(draft);
      if (event.name === 'silence') prompt(draft);
      if (event.name === 'trouble' && state.deaf) sayTrouble(draft);
      if (event.name === 'call' && !state.closing && !state.callerGone)
        draft.effects.push({ type: 'say-phrase', kind: 'farewell', count: 0, interruptible: false });
      return;
    default:
      return;
  }
}

/** Starts and stops the timers of those who wait, by what has become of the step. */
export function watchPatience(draft: Draft): void {
  const { state, rules } = draft;
  const over = state.loop.name === 'closed';
  const wait = !over && rules.waitMs > 0 && callerWaits(state);
  const silence = !over && rules.silenceMs > 0 && nobodySpeaks(state);
  if (wait !== state.watching.wait) {
    const delayMs = state.said.waits === 0 ? rules.waitMs : rules.waitAgainMs;
    draft.effects.push(
      wait ? { type: 'timer', name: 'wait', delayMs } : { type: 'cancel-timer', name: 'wait' },
    );
  }
  if (silence !== state.watching.silence) {
    draft.effects.push(
      silence
        ? { type: 'timer', name: 'silence', delayMs: rules.silenceMs }
        : { type: 'cancel-timer', name: 'silence' },
    );
  }
  if (wait !== state.watching.wait || silence !== state.watching.silence)
    set(draft, { watching: { wait, silence } });
}

/** The caller has said what they wanted, and hears nothing. */
function callerWaits(state: TurnState): boolean {
  const { caller, voice, loop, next, lastTurn, closing, callerGone, handingOver } = state;
  if (closing || callerGone || handingOver || caller.name !== 'silent') return false;
  const live = lastTurn !== undefined && !lastTurn.aborted;
  switch (voice.name) {
    case 'preparing':
      return live && !voice.ready && voice.item.kind !== 'wait';
    case 'speaking':
      return live && voice.starvedAtMs !== undefined && voice.item.kind !== 'wait';
    case 'quiet':
      // Before the loop has asked for a turn, nobody is there to answer.
      if (loop.name === 'waiting' && !loop.asked) return false;
      return next !== undefined || (live && !lastTurn.answered && loop.name === 'body');
    default:
      return false;
  }
}

/** It is the caller's turn to speak, and they do not. */
function nobodySpeaks(state: TurnState): boolean {
  const { caller, voice, queue, loop, next, keys, closing, callerGone, deaf, handingOver } = state;
  const botIsDone = voice.name === 'quiet' && queue.length === 0 && loop.name === 'waiting' && loop.asked;
  const callerIsSilent = caller.name === 'silent' && next === undefined && keys === '';
  return botIsDone && callerIsSilent && !closing && !callerGone && !deaf && !handingOver;
}

function sayWait(draft: Draft): void {
  const { voice, said } = draft.state;
  set(draft, { watching: { ...draft.state.watching, wait: false } });
  if (!callerWaits(draft.state)) return;
  set(draft, { said: { ...said, waits: said.waits + 1 } });
  const before = voice.name === 'quiet' ? {} : { before: voice.item.id };
  draft.effects.push({ type: 'say-phrase', kind: 'wait', count: said.waits, interruptible: true, ...before });
}

function prompt(draft: Draft): void {
  const { said } = draft.state;
  set(draft, { watching: { ...draft.state.watching, silence: false } });
  if (!nobodySpeaks(draft.state)) return;
  const kind = said.prompts < draft.rules.prompts ? 'prompt' : 'farewell';
  set(draft, { said: { ...said, prompts: said.prompts + 1 } });
  draft.effects.push({ type: 'say-phrase', kind, count: said.prompts, interruptible: true });
}

function sayTrouble(draft: Draft): void {
  const { voice, queue, closing, callerGone, handingOver } = draft.state;
  if (closing || callerGone) return;
  draft.effects.push({ type: 'timer', name: 'trouble', delayMs: troubleAgainMs });
  if (voice.name === 'quiet' && queue.length === 0 && !handingOver)
    draft.effects.push({ type: 'say-phrase', kind: 'trouble', count: 0, interruptible: true });
}
