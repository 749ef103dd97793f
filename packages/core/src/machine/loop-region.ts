import { abortTurn, set, type Draft } from './draft.js';
import type { MachineEvent, TimerName } from './turn-state.js';
import { handOver } from './speculation.js';
import { apologise, interruptSpeech } from './voice-region.js';

const allTimers: readonly TimerName[] = [
  'utterance',
  'final',
  'first-audio',
  'playout',
  'duck',
  'clear',
  'body',
  'last-words',
  'stable',
  'wait',
  'silence',
  'call',
  'trouble',
  'keys',
];

/** The user's loop: which turn its body has, whether it wants the next, and the end of it all. */
export function loopEvent(draft: Draft, event: MachineEvent): void {
  const { loop, lastTurn, closing, callerGone } = draft.state;
  if (loop.name === 'closed') {
    if (event.type === 'next') handOverRest(draft);
    return;
  }
  switch (event.type) {
    case 'next':
      draft.effects.push({ type: 'cancel-timer', name: 'body' });
      set(draft, { loop: { name: 'waiting', asked: true } });
      return;
    case 'timer':
      if (event.name === 'body' && loop.name === 'body') {
        const afterMs = draft.rules.bodyStallMs;
        draft.effects.push({ type: 'emit', event: { type: 'body-stalled', turnId: loop.turnId, afterMs } });
      }
      // The recogniser keeps its own deadline; this is for one that does not.
      if (event.name === 'last-words') leave(draft);
      return;
    case 'caller-gone':
      if (callerGone) return;
      set(draft, { callerGone: true });
      draft.effects.push({ type: 'timer', name: 'last-words', delayMs: 2 * draft.rules.lastWordsMs });
      interruptSpeech(draft, 'closed', true);
      abortTurn(draft, lastTurn?.id, 'closed');
      return;
    case 'hearing-ended':
      leave(draft);
      return;
    case 'fatal':
      if (closing) return;
      set(draft, { closing: { leaving: 'caller', error: event.error } });
      abortTurn(draft, lastTurn?.id, 'closed');
      if (!callerGone) apologise(draft);
      return;
    case 'close':
      set(draft, { closing: { leaving: 'us', error: closing?.error } });
      if (event.afterSpeech) return;
      interruptSpeech(draft, 'closed', true);
      abortTurn(draft, lastTurn?.id, 'closed');
      return;
    default:
      return;
  }
}

/** Nothing more will be heard of the caller. */
function leave(draft: Draft): void {
  if (!draft.state.closing) set(draft, { closing: { leaving: 'caller', error: undefined } });
}

/**
 * Gives the loop its next turn. Never while the sink is being cleared: until it has said what was
 * heard, the turn's `messages` would hold words that the caller never heard.
 */
export function offerTurn(draft: Draft): void {
  const { loop, next, voice, closing } = draft.state;
  if (loop.name !== 'waiting' || !loop.asked || !next || voice.name === 'clearing') return;
  if (closing?.leaving === 'us') return;
  // The one before may still be live if its answer goes on uninterrupted.
  abortTurn(draft, draft.state.lastTurn?.id, 'newer-turn');
  set(draft, {
    loop: { name: 'body', turnId: next.id },
    lastTurn: { id: next.id, aborted: false, answered: false },
    next: undefined,
    said: { ...draft.state.said, waits: 0 },
  });
  handOver(draft);
  draft.effects.push(
    { type: 'yield-turn', turn: next },
    { type: 'timer', name: 'body', delayMs: draft.rules.bodyStallMs },
  );
  if (draft.state.callerGone || closing) abortTurn(draft, next.id, 'closed');
}

/** Ends the conversation when it is to end and nothing is left to be said. */
export function shutDownWhenDone(draft: Draft): void {
  const { closing, voice, queue, apologyDue, loop } = draft.state;
  if (!closing || loop.name === 'closed' || voice.name !== 'quiet' || queue.length > 0 || apologyDue) return;
  abortTurn(draft, draft.state.lastTurn?.id, 'closed');
  for (const name of allTimers) draft.effects.push({ type: 'cancel-timer', name });
  draft.effects.push({ type: 'shut-down', error: closing.error });
  set(draft, { loop: { name: 'closed' }, ...(closing.leaving === 'us' && { next: undefined }) });
}

/** The caller's last words outlive the call: a loop that was busy when they hung up still gets them. */
function handOverRest(draft: Draft): void {
  const { next } = draft.state;
  if (!next) {
    draft.effects.push({ type: 'end-loop' });
    return;
  }
  set(draft, { next: undefined, lastTurn: { id: next.id, aborted: false, answered: false } });
  draft.effects.push({ type: 'yield-turn', turn: next });
  abortTurn(draft, next.id, 'closed');
}
