import { abortTurn, callerHasTheFloor, set, type Draft } from './draft.js';
import type {
  Effect,
  MachineEvent,
  QueuedSpeech,
  SpeechItem,
  TimerName,
  TurnAbortReason,
} from './turn-state.js';

/** The bot's side: one speech at a time, in the order asked for, silent while the caller has the floor. */
export function voiceEvent(draft: Draft, event: MachineEvent): void {
  const { voice } = draft.state;
  switch (event.type) {
    case 'speech-requested':
      enqueue(draft, event.item);
      return;
    case 'first-audio':
      markReady(draft, event.id);
      return;
    case 'speech-starved':
      starve(draft, event.id);
      return;
    case 'speech-fed':
      feed(draft, event.id);
      return;
    case 'speech-drained':
      over(draft, event.id, 'spoken');
      return;
    case 'speech-failed':
      fail(draft, event.id, event.audible);
      return;
    case 'interrupt':
      interruptSpeech(draft, 'barge-in', true);
      return;
    case 'sink-cleared':
      if (event.clear !== draft.state.clears) return;
      if (voice.name === 'clearing') cleared(draft);
      if (voice.name === 'ducked') fellSilent(draft);
      return;
    case 'timer':
      timeOut(draft, event.name);
      return;
    default:
      return;
  }
}

/** A speech may be ready while it still waits: another has been put before it. */
function markReady(draft: Draft, id: number): void {
  const { voice, queue } = draft.state;
  if (voice.name === 'preparing' && voice.item.id === id) set(draft, { voice: { ...voice, ready: true } });
  else
    set(draft, { queue: queue.map((entry) => (entry.item.id === id ? { ...entry, ready: true } : entry)) });
  skipLatePhrase(draft, id);
}

/** A phrase that was to break the silence is not waited for when what the caller waits for is there. */
function skipLatePhrase(draft: Draft, id: number): void {
  const { voice } = draft.state;
  if (voice.name !== 'preparing' || voice.ready || voice.item.kind !== 'wait' || voice.item.before !== id)
    return;
  draft.effects.push({ type: 'cancel-timer', name: 'first-audio' });
  set(draft, { voice: { name: 'quiet' } });
  drop(draft, voice, 'newer-turn');
  startNext(draft);
}

/**
 * Lets a speech that is ready sound, unless the caller is speaking. An utterance that was open when the recogniser was
 * lost stays open until it is back: whoever spoke it is told all the same.
 */
export function releaseHeld(draft: Draft): void {
  const { voice } = draft.state;
  if (voice.name !== 'preparing' || !voice.ready) return;
  const tellsOfTrouble = voice.item.kind === 'trouble' && draft.state.deaf;
  if (voice.item.interruptible && callerHasTheFloor(draft) && !tellsOfTrouble) return;
  const { item, begun, starved, sinceMs } = voice;
  draft.effects.push(
    { type: 'cancel-timer', name: 'first-audio' },
    { type: begun ? 'resume-speech' : 'release-audio', id: item.id },
    { type: 'timer', name: 'playout', delayMs: draft.rules.playoutStallMs },
  );
  const starvedAtMs = starved ? sinceMs : undefined;
  set(draft, { voice: { name: 'speaking', item, heardMs: draft.at.heardMs, starvedAtMs } });
  if (item.kind === 'reply' && !begun) set(draft, { said: { ...draft.state.said, waits: 0 } });
}

/** All there is of a speech has been heard; the next words may be a long time coming. */
function starve(draft: Draft, id: number): void {
  const { voice } = draft.state;
  if (voice.name === 'speaking' && voice.item.id === id && voice.starvedAtMs === undefined)
    set(draft, { voice: { ...voice, starvedAtMs: draft.at.nowMs } });
}

function feed(draft: Draft, id: number): void {
  const { voice, queue } = draft.state;
  if (voice.name !== 'quiet' && voice.item.id === id) {
    if (voice.name === 'preparing') set(draft, { voice: { ...voice, starved: false } });
    if (voice.name === 'ducked') set(draft, { voice: { ...voice, starvedAtMs: undefined } });
    if (voice.name !== 'speaking') return;
    set(draft, { voice: { ...voice, starvedAtMs: undefined, heardMs: draft.at.heardMs } });
    draft.effects.push({ type: 'timer', name: 'playout', delayMs: draft.rules.playoutStallMs });
    return;
  }
  const fed = (entry: QueuedSpeech): QueuedSpeech => ({ ...entry, starved: false, sinceMs: undefined });
  set(draft, { queue: queue.map((entry) => (entry.item.id === id ? fed(entry) : entry)) });
  skipLatePhrase(draft, id);
}

/** While a speech waits for its next words, what is to be said before it has the floor. */
export function fillPause(draft: Draft): void {
  const { voice, queue } = draft.state;
  const [first] = queue;
  if (voice.name !== 'speaking' || voice.starvedAtMs === undefined || first?.item.before !== voice.item.id)
    return;
  const { item } = voice;
  draft.effects.push({ type: 'cancel-timer', name: 'playout' }, { type: 'pause-speech', id: item.id });
  const at = queue.findIndex((entry) => entry.item.before !== item.id);
  const after = at < 0 ? queue.length : at;
  const paused: QueuedSpeech = {
    item,
    ready: true,
    begun: true,
    starved: true,
    // What the application says meanwhile is news; a phrase of our own is none.
    sinceMs: first.item.kind === 'wait' ? voice.starvedAtMs : undefined,
  };
  set(draft, { voice: { name: 'quiet' }, queue: [...queue.slice(0, after), paused, ...queue.slice(after)] });
  startNext(draft);
}

/** Ends what is being said, and skips what waits, as far as either may be interrupted. */
export function interruptSpeech(draft: Draft, reason: TurnAbortReason, evenUninterruptible = false): void {
  skip(draft, reason, ({ item }) => evenUninterruptible || item.interruptible);
  const { voice } = draft.state;
  if (voice.name !== 'speaking' && voice.name !== 'ducked') return;
  if (!evenUninterruptible && !voice.item.interruptible) return;
  clear(draft, voice.item, false);
  abortTurn(draft, voice.item.turnId, reason === 'closed' ? 'closed' : 'barge-in');
}

/** Falls silent at once, and waits for what more the caller says. */
export function duck(draft: Draft, text: string): void {
  const { voice } = draft.state;
  if (voice.name === 'ducked') set(draft, { voice: { ...voice, goOn: false } });
  if (voice.name !== 'speaking') return;
  const { item, starvedAtMs } = voice;
  draft.effects.push(
    { type: 'cancel-timer', name: 'playout' },
    { type: 'pause-speech', id: item.id },
    clearSink(draft),
    { type: 'timer', name: 'duck', delayMs: draft.rules.duckMs },
    { type: 'emit', event: { type: 'ducked', turnId: item.turnId, text } },
  );
  set(draft, { voice: { name: 'ducked', item, cleared: false, goOn: false, starvedAtMs } });
}

/** Goes on with what was ducked when nobody has the floor any more, or the farewell is being said. */
export function resumeDucked(draft: Draft): void {
  const { voice, closing } = draft.state;
  if (voice.name === 'ducked' && (closing || !callerHasTheFloor(draft))) goOn(draft);
}

function fellSilent(draft: Draft): void {
  const { voice } = draft.state;
  if (voice.name !== 'ducked') return;
  set(draft, { voice: { ...voice, cleared: true } });
  if (voice.goOn) goOn(draft);
}

function goOn(draft: Draft): void {
  const { voice } = draft.state;
  if (voice.name !== 'ducked') return;
  if (!voice.cleared) {
    set(draft, { voice: { ...voice, goOn: true } });
    return;
  }
  const { item, starvedAtMs } = voice;
  draft.effects.push(
    { type: 'cancel-timer', name: 'duck' },
    { type: 'resume-speech', id: item.id },
    { type: 'timer', name: 'playout', delayMs: draft.rules.playoutStallMs },
    { type: 'emit', event: { type: 'resumed', turnId: item.turnId } },
  );
  set(draft, { voice: { name: 'speaking', item, heardMs: draft.at.heardMs, starvedAtMs } });
}

/** Skips what has not sounded yet, as far as it may be interrupted. */
export function skipUnheard(draft: Draft, reason: TurnAbortReason): void {
  skip(draft, reason, ({ item, begun }) => item.interruptible && !begun);
}

/** Ends what waits and what is being prepared. */
function skip(draft: Draft, reason: TurnAbortReason, yields: (entry: QueuedSpeech) => boolean): void {
  const { queue } = draft.state;
  set(draft, { queue: queue.filter((entry) => !yields(entry)) });
  for (const entry of queue.filter(yields)) drop(draft, entry, reason);
  // A goodbye among them has ended it all.
  const { voice } = draft.state;
  if (voice.name !== 'preparing' || !yields(voice)) return;
  draft.effects.push({ type: 'cancel-timer', name: 'first-audio' });
  set(draft, { voice: { name: 'quiet' } });
  drop(draft, voice, reason);
  startNext(draft);
}

/** Makes the sink fall silent; the speech is settled when it says how much was heard. */
function clear(draft: Draft, item: SpeechItem, stalled: boolean): void {
  const { voice } = draft.state;
  draft.effects.push(
    { type: 'cancel-timer', name: 'playout' },
    { type: 'cancel-timer', name: 'duck' },
    { type: 'stop-speech', id: item.id },
  );
  set(draft, { voice: { name: 'clearing', item, stalled } });
  if (voice.name === 'ducked' && voice.cleared) {
    cleared(draft);
    return;
  }
  if (voice.name !== 'ducked') draft.effects.push(clearSink(draft));
  draft.effects.push({ type: 'timer', name: 'clear', delayMs: draft.rules.clearMs });
}

function clearSink(draft: Draft): Effect {
  const clears = draft.state.clears + 1;
  set(draft, { clears });
  return { type: 'clear-sink', clear: clears };
}

function cleared(draft: Draft): void {
  const { voice } = draft.state;
  if (voice.name === 'clearing')
    finish(draft, voice.item, voice.stalled ? 'failed' : 'interrupted', voice.stalled);
}

function drop(
  draft: Draft,
  { item, begun }: Pick<QueuedSpeech, 'item' | 'begun'>,
  reason: TurnAbortReason,
): void {
  draft.effects.push(
    { type: 'stop-speech', id: item.id },
    { type: 'settle-speech', id: item.id, status: begun ? 'interrupted' : 'skipped' },
  );
  abortTurn(draft, item.turnId, reason);
  part(draft, item, 'skipped');
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
  if (lastTurn && loop.name === 'body' && (item.kind === 'reply' || item.kind === 'say'))
    set(draft, { lastTurn: { ...lastTurn, answered: true } });
  set(draft, { queue: inPlace(draft, item) });
  startNext(draft);
}

/** The queue with `item` in it: last, or before the speech that it is to precede. */
function inPlace(draft: Draft, item: SpeechItem): QueuedSpeech[] {
  const added: QueuedSpeech = { item, ready: false, begun: false, starved: false, sinceMs: undefined };
  const { voice } = draft.state;
  if (item.before === undefined) return [...draft.state.queue, added];
  if (voice.name === 'preparing' && voice.item.id === item.before && !item.amid) {
    const { ready, begun, starved, sinceMs } = voice;
    const waiting: QueuedSpeech = { item: voice.item, ready, begun, starved, sinceMs };
    draft.effects.push({ type: 'cancel-timer', name: 'first-audio' });
    set(draft, { voice: { name: 'quiet' }, queue: [waiting, ...draft.state.queue] });
  }
  const { queue } = draft.state;
  const goesFirst = voice.name !== 'quiet' && voice.item.id === item.before;
  const waits = queue.findIndex((entry) => entry.item.id === item.before);
  // After what sounds, or will, and behind what waits for the same pause.
  const from = goesFirst ? 0 : item.amid && waits >= 0 ? waits + 1 : undefined;
  const place =
    from === undefined
      ? waits
      : queue.findIndex((entry, index) => index >= from && entry.item.before !== item.before);
  const at = place < 0 ? queue.length : place;
  // What the application says meanwhile is news: from then on the caller waits anew.
  const rest =
    item.kind === 'wait'
      ? queue.slice(at)
      : queue.slice(at).map((entry) => ({ ...entry, sinceMs: undefined }));
  return [...queue.slice(0, at), added, ...rest];
}

function startNext(draft: Draft): void {
  const [first, ...queue] = draft.state.queue;
  if (draft.state.voice.name !== 'quiet' || !first) return;
  const { item, begun, sinceMs = draft.at.nowMs } = first;
  const waitedMs = draft.at.nowMs - sinceMs;
  set(draft, { queue, voice: { ...first, name: 'preparing', sinceMs } });
  draft.effects.push({
    type: 'timer',
    name: 'first-audio',
    delayMs: Math.max(0, draft.rules.firstAudioMs - waitedMs),
  });
  if (!begun) draft.effects.push({ type: 'start-speech', id: item.id });
}

function finish(
  draft: Draft,
  item: SpeechItem,
  status: 'spoken' | 'interrupted' | 'failed',
  stalled = false,
): void {
  for (const name of ['first-audio', 'playout', 'duck', 'clear'] as const)
    draft.effects.push({ type: 'cancel-timer', name });
  draft.effects.push({ type: 'settle-speech', id: item.id, status, ...(stalled && { stalled }) });
  set(draft, { voice: { name: 'quiet' } });
  part(draft, item, status);
  startNext(draft);
}

/** Goodbye has been said: the conversation is over, unless the caller took the turn after all. */
function part(draft: Draft, item: SpeechItem, status: 'spoken' | 'interrupted' | 'skipped' | 'failed'): void {
  const { caller, next, closing } = draft.state;
  if (item.kind !== 'farewell' || closing) return;
  const unheard = status === 'interrupted' || status === 'skipped';
  if (item.interruptible && (unheard || caller.name !== 'silent' || next)) return;
  set(draft, { closing: { leaving: 'us', error: undefined } });
  interruptSpeech(draft, 'closed', true);
}

/** A speech came to its end, in its turn or (if another was put before it) still waiting. */
function over(draft: Draft, id: number, status: 'spoken' | 'failed'): SpeechItem | undefined {
  const { voice, queue } = draft.state;
  const sounds =
    voice.name === 'preparing' || voice.name === 'speaking' || (voice.name === 'ducked' && voice.cleared);
  if (sounds && voice.item.id === id) {
    finish(draft, voice.item, status);
    return voice.item;
  }
  const waiting = queue.find(({ item }) => item.id === id);
  if (!waiting) return undefined;
  set(draft, { queue: queue.filter((entry) => entry !== waiting) });
  draft.effects.push({ type: 'settle-speech', id, status });
  return waiting.item;
}

/** A caller who has heard nothing is told so: but a failing apology has no apology. */
function fail(draft: Draft, id: number, audible: boolean): void {
  const failed = over(draft, id, 'failed');
  // A phrase of our own that fails is no loss to the caller.
  if (failed && !audible && (failed.kind === 'reply' || failed.kind === 'say')) apologise(draft);
}

/** Asks for an apology, unless there is one on its way. */
export function apologise(draft: Draft): void {
  const { voice, queue, apologyDue } = draft.state;
  const current = voice.name === 'quiet' ? undefined : voice.item.kind;
  if (apologyDue || current === 'apology' || queue.some(({ item }) => item.kind === 'apology')) return;
  set(draft, { apologyDue: true });
  draft.effects.push({ type: 'say-phrase', kind: 'apology', count: 0, interruptible: false });
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
    const starvedMs = voice.starvedAtMs === undefined ? 0 : draft.at.nowMs - voice.starvedAtMs;
    if (starvedMs >= draft.rules.firstAudioMs) {
      draft.effects.push({ type: 'stop-speech', id: voice.item.id });
      fail(draft, voice.item.id, false);
    } else if (draft.at.heardMs > voice.heardMs || voice.starvedAtMs !== undefined) {
      set(draft, { voice: { ...voice, heardMs: draft.at.heardMs } });
      draft.effects.push({ type: 'timer', name: 'playout', delayMs: draft.rules.playoutStallMs });
    } else {
      draft.effects.push({ type: 'emit', event: { type: 'playout-stalled' } });
      clear(draft, voice.item, true);
    }
  }
  if (name === 'duck' && voice.name === 'ducked') {
    if (!voice.cleared) draft.effects.push({ type: 'emit', event: { type: 'clear-forced' } });
    set(draft, { voice: { ...voice, cleared: true } });
    goOn(draft);
  }
  if (name === 'clear' && voice.name === 'clearing') {
    draft.effects.push({ type: 'emit', event: { type: 'clear-forced' } });
    cleared(draft);
  }
}
