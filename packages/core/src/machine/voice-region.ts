import { abortTurn, callerHasTheFloor, set, type Draft } from './draft.js';
import type { MachineEvent, SpeechItem, TimerName, TurnAbortReason } from './turn-state.js';

/** The bot's side: one speech at a time, in the order asked for, silent while the caller has the floor. */
export function voiceEvent(draft: Draft, event: MachineEvent): void {
  const { voice } = draft.state;
  switch (event.type) {
    case 'speech-requested':
      enqueue(draft, event.item);
      return;
    case 'first-audio':
      if (voice.name === 'preparing' && voice.item.id === event.id) {
        set(draft, { voice: { ...voice, ready: true } });
        releaseHeld(draft);
      }
      return;
    case 'speech-drained':
      if ((voice.name === 'speaking' || voice.name === 'preparing') && voice.item.id === event.id) {
        finish(draft, voice.item, 'spoken');
      }
      return;
    case 'speech-failed':
      fail(draft, event.id, event.audible);
      return;
    case 'interrupt':
      interruptSpeech(draft, 'barge-in', true);
      return;
    case 'sink-cleared':
      if (voice.name === 'clearing' && voice.item.id === event.id) cleared(draft);
      return;
    case 'timer':
      timeOut(draft, event.name);
      return;
    default:
      return;
  }
}

/** Lets a speech that is ready sound, unless the caller is speaking. */
export function releaseHeld(draft: Draft): void {
  const { voice } = draft.state;
  if (voice.name !== 'preparing' || !voice.ready) return;
  if (voice.item.interruptible && callerHasTheFloor(draft)) return;
  draft.effects.push(
    { type: 'cancel-timer', name: 'first-audio' },
    { type: 'release-audio', id: voice.item.id },
    { type: 'timer', name: 'playout', delayMs: draft.rules.playoutStallMs },
  );
  set(draft, { voice: { name: 'speaking', item: voice.item, heardMs: draft.at.heardMs } });
}

/** Ends what is being said, and skips what waits, as far as either may be interrupted. */
export function interruptSpeech(draft: Draft, reason: TurnAbortReason, evenUninterruptible = false): void {
  const yields = (item: SpeechItem) => evenUninterruptible || item.interruptible;
  const { queue } = draft.state;
  set(draft, { queue: queue.filter((item) => !yields(item)) });
  for (const item of queue.filter(yields)) drop(draft, item, reason);

  const { voice } = draft.state;
  if (voice.name === 'preparing' && yields(voice.item)) {
    draft.effects.push({ type: 'cancel-timer', name: 'first-audio' });
    set(draft, { voice: { name: 'quiet' } });
    drop(draft, voice.item, reason);
    startNext(draft);
  } else if (voice.name === 'speaking' && yields(voice.item)) {
    clear(draft, voice.item, false);
    abortTurn(draft, voice.item.turnId, reason === 'closed' ? 'closed' : 'barge-in');
  }
}

/** Makes the sink fall silent; the speech is settled when it says how much was heard. */
function clear(draft: Draft, item: SpeechItem, stalled: boolean): void {
  draft.effects.push(
    { type: 'cancel-timer', name: 'playout' },
    { type: 'stop-speech', id: item.id },
    { type: 'clear-sink', id: item.id },
    { type: 'timer', name: 'clear', delayMs: draft.rules.clearMs },
  );
  set(draft, { voice: { name: 'clearing', item, stalled } });
}

function cleared(draft: Draft): void {
  const { voice } = draft.state;
  if (voice.name === 'clearing')
    finish(draft, voice.item, voice.stalled ? 'failed' : 'interrupted', voice.stalled);
}

function drop(draft: Draft, item: SpeechItem, reason: TurnAbortReason): void {
  draft.effects.push(
    { type: 'stop-speech', id: item.id },
    { type: 'settle-speech', id: item.id, status: 'skipped' },
  );
  abortTurn(draft, item.turnId, reason);
}

function enqueue(draft: Draft, item: SpeechItem): void {
  const { closing, lastTurn, callerGone, loop } = draft.state;
  if (item.kind === 'apology') set(draft, { apologyDue: false });
  const stale = item.turnId !== undefined && (item.turnId !== lastTurn?.id || lastTurn.aborted);
  if (loop.name === 'closed' || callerGone || stale || (closing && item.kind !== 'apology')) {
    draft.effects.push(
      { type: 'stop-speech', id: item.id },
      { type: 'settle-speech', id: item.id, status: 'skipped' },
    );
    return;
  }
  set(draft, { queue: [...draft.state.queue, item] });
  startNext(draft);
}

function startNext(draft: Draft): void {
  const [item, ...queue] = draft.state.queue;
  if (draft.state.voice.name !== 'quiet' || !item) return;
  set(draft, { queue, voice: { name: 'preparing', item, ready: false } });
  draft.effects.push(
    { type: 'timer', name: 'first-audio', delayMs: draft.rules.firstAudioMs },
    { type: 'start-speech', id: item.id },
  );
}

function finish(
  draft: Draft,
  item: SpeechItem,
  status: 'spoken' | 'interrupted' | 'failed',
  stalled = false,
): void {
  for (const name of ['first-audio', 'playout', 'clear'] as const)
    draft.effects.push({ type: 'cancel-timer', name });
  draft.effects.push({ type: 'settle-speech', id: item.id, status, ...(stalled && { stalled }) });
  set(draft, { voice: { name: 'quiet' } });
  startNext(draft);
}

/** A caller who has heard nothing is told so, once: a failing apology has no apology. */
function fail(draft: Draft, id: number, audible: boolean): void {
  const { voice } = draft.state;
  if ((voice.name !== 'preparing' && voice.name !== 'speaking') || voice.item.id !== id) return;
  if (!audible && voice.item.kind !== 'apology') apologise(draft);
  finish(draft, voice.item, 'failed');
}

function apologise(draft: Draft): void {
  set(draft, { apologyDue: true });
  draft.effects.push({ type: 'say-apology' });
}

function timeOut(draft: Draft, name: TimerName): void {
  const { voice } = draft.state;
  if (name === 'first-audio' && voice.name === 'preparing') {
    if (voice.ready) {
      // Not late, only held while the caller speaks: the utterance has its own exit timer.
      draft.effects.push({ type: 'timer', name: 'first-audio', delayMs: draft.rules.firstAudioMs });
    } else {
      draft.effects.push({ type: 'stop-speech', id: voice.item.id });
      fail(draft, voice.item.id, false);
    }
  }
  if (name === 'playout' && voice.name === 'speaking') {
    if (draft.at.heardMs > voice.heardMs) {
      set(draft, { voice: { ...voice, heardMs: draft.at.heardMs } });
      draft.effects.push({ type: 'timer', name: 'playout', delayMs: draft.rules.playoutStallMs });
    } else {
      draft.effects.push({ type: 'emit', event: { type: 'playout-stalled' } });
      clear(draft, voice.item, true);
    }
  }
  if (name === 'clear' && voice.name === 'clearing') {
    draft.effects.push({ type: 'emit', event: { type: 'clear-forced' } });
    cleared(draft);
  }
}
