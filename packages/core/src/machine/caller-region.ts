import { abortTurn, callerHasTheFloor, set, textOf, type Draft } from './draft.js';
import { rawWords } from './raw-words.js';
import { keepIfSame } from './speculation.js';
import type { CommittedTurn, Heard, MachineEvent } from './turn-state.js';
import { duck, interruptSpeech, skipUnheard } from './voice-region.js';

/** The caller's side: puts utterances together, commits them, and tells the voice when to yield. */
export function callerEvent(draft: Draft, event: MachineEvent): void {
  switch (event.type) {
    case 'partial':
      hear(draft, event, (heard) => ({
        ...heard,
        partial: event.text,
        // An empty one says only that what it takes back was not said.
        endMs: event.text === '' ? heard.endMs : event.endMs,
        unsure: event.unsure ?? false,
      }));
      return;
    case 'final':
      hear(draft, event, (heard) => ({
        ...heard,
        finals: [...heard.finals, { index: event.index, text: event.text }],
        partial: '',
        endMs: event.endMs,
        unsure: false,
        requestIds: withId(heard.requestIds, event.requestId),
      }));
      return;
    case 'utterance-end':
      // An utterance of which nothing was heard begins and ends without us.
      if (heardNow(draft)?.utterance === event.utterance) commitSpeech(draft, false);
      return;
    case 'endpoint':
      askForEnd(draft);
      return;
    case 'timer':
      if (event.name === 'stable') settleWords(draft);
      if (event.name === 'keys') commitKeys(draft);
      if (event.name === 'last-words') commitSpeech(draft, true);
      if (event.name === 'utterance') askForEnd(draft);
      if (event.name === 'duck') waitedEnough(draft);
      if (event.name === 'final' && draft.state.caller.name === 'ending') commitSpeech(draft, true);
      return;
    case 'hearing-ended':
    case 'fatal':
      // No final will come any more, and no key.
      commitSpeech(draft, true);
      commitKeys(draft);
      return;
    case 'text':
      commitWritten(draft, 'text', event.text);
      return;
    case 'key':
      takeKey(draft, event.digit);
      return;
    case 'caller-gone':
      commitKeys(draft);
      return;
    default:
      return;
  }
}

/** What the caller is saying at this moment. */
function heardNow(draft: Draft): Heard | undefined {
  const { caller } = draft.state;
  return caller.name === 'silent' ? undefined : caller.heard;
}

function hear(
  draft: Draft,
  { utterance, startMs, covered = false }: { utterance: number; startMs: number; covered?: boolean },
  change: (heard: Heard) => Heard,
): void {
  if (utterance <= draft.state.utterancesDone) return;
  const current = heardNow(draft);
  if (current && current.utterance !== utterance) commitSpeech(draft, true);
  const { caller } = draft.state;
  const goesOn = current?.utterance === utterance;
  const before: Heard = goesOn
    ? current
    : {
        utterance,
        finals: [],
        partial: '',
        startMs,
        endMs: undefined,
        startedAtMs: draft.at.nowMs,
        unsure: false,
        waitedFor: false,
        stable: false,
        requestIds: [],
      };
  const changed = change(before);
  // A voice without words yet, and unsure whose, is worth falling silent for.
  if (!goesOn && textOf(changed) === '' && !changed.unsure) return;
  const heard = watchWords(draft, changed, before, covered);
  if (!goesOn) draft.effects.push({ type: 'timer', name: 'utterance', delayMs: draft.rules.maxUtteranceMs });
  set(draft, { caller: { name: goesOn && caller.name === 'ending' ? 'ending' : 'hearing', heard } });
  bargeIn(draft, heard);
}

/**
 * Words that do not change for a while are probably all there is, a final's too: where it is, the end of the
 * utterance usually follows at once, and what is prepared in the same moment saves no time.
 */
function watchWords(draft: Draft, heard: Heard, before: Heard, covered: boolean): Heard {
  const { stableMs, speechKey } = draft.rules;
  const [text, textBefore] = [textOf(heard), textOf(before)];
  const same = text === textBefore || speechKey(text) === speechKey(textBefore);
  const stable = covered || (before.stable && same);
  if (stableMs > 0 && stable) draft.effects.push({ type: 'cancel-timer', name: 'stable' });
  else if (stableMs > 0 && !same) draft.effects.push({ type: 'timer', name: 'stable', delayMs: stableMs });
  return { ...heard, stable };
}

function settleWords(draft: Draft): void {
  const { caller } = draft.state;
  if (caller.name !== 'silent')
    set(draft, { caller: { ...caller, heard: { ...caller.heard, stable: true } } });
}

/** Stops the bot's voice: for good when enough is said to take the turn, for the moment when less is. */
function bargeIn(draft: Draft, heard: Heard): void {
  const { voice, closing } = draft.state;
  if (closing || (voice.name !== 'speaking' && voice.name !== 'ducked') || !voice.item.interruptible) return;
  const text = textOf(heard);
  const { turnId } = voice.item;
  if (
    !heard.unsure &&
    interrupts(draft, text) &&
    (heard.endMs ?? 0) - heard.startMs >= draft.rules.bargeInMinMs
  ) {
    draft.effects.push({ type: 'emit', event: { type: 'barge-in', turnId, text } });
    interruptSpeech(draft, 'barge-in');
  } else if (draft.rules.bargeInMinWords > 0 && !heard.waitedFor && callerHasTheFloor(draft)) {
    duck(draft, text);
  }
}

/** A caller who still speaks, if only slowly, has taken the turn; one who said too little has not. */
function waitedEnough(draft: Draft): void {
  const { caller, voice, closing } = draft.state;
  if (voice.name !== 'ducked' || caller.name === 'silent') return;
  const text = textOf(caller.heard);
  if (!closing && !caller.heard.unsure && interrupts(draft, text)) {
    draft.effects.push({ type: 'emit', event: { type: 'barge-in', turnId: voice.item.turnId, text } });
    interruptSpeech(draft, 'barge-in');
  } else {
    set(draft, { caller: { ...caller, heard: { ...caller.heard, waitedFor: true } } });
  }
}

/** Whether these words are enough to stop the bot's voice. */
function interrupts({ rules }: Draft, text: string): boolean {
  const words = rawWords(text);
  return rules.bargeInMinWords > 0 && words.length >= rules.bargeInMinWords && !rules.isBackchannel(words);
}

/** We decided that the utterance is over; the recogniser's final is still to come. */
function askForEnd(draft: Draft): void {
  const { caller } = draft.state;
  if (caller.name !== 'hearing') return;
  draft.effects.push(
    { type: 'end-utterance' },
    { type: 'cancel-timer', name: 'utterance' },
    { type: 'timer', name: 'final', delayMs: draft.rules.finalTimeoutMs },
  );
  set(draft, { caller: { name: 'ending', heard: caller.heard } });
}

/** `late`: the recogniser's final did not come; the last partial stands for it. */
function commitSpeech(draft: Draft, late: boolean): void {
  const heard = heardNow(draft);
  if (!heard) return;
  for (const name of ['utterance', 'final', 'stable'] as const)
    draft.effects.push({ type: 'cancel-timer', name });
  set(draft, { caller: { name: 'silent' }, utterancesDone: heard.utterance });
  const text = textOf(heard);
  const words = rawWords(text);
  const { voice } = draft.state;
  const botHasTheFloor = voice.name !== 'quiet' && voice.name !== 'clearing';
  if (words.length === 0) return;
  if (botHasTheFloor && draft.rules.isBackchannel(words)) {
    draft.effects.push({ type: 'emit', event: { type: 'backchannel', text } });
  } else {
    const partialOnly = heard.finals.length === 0;
    if (partialOnly && late) draft.effects.push({ type: 'emit', event: { type: 'final-timeout', text } });
    commit(draft, {
      id: draft.state.nextTurnId,
      source: 'speech',
      text,
      utterances: [heard.utterance],
      finals: heard.finals,
      endOfSpeechMs: heard.endMs,
      committedAtMs: draft.at.nowMs,
      continues: goesOnFrom(draft, heard.startedAtMs),
      partialOnly,
      requestIds: heard.requestIds,
    });
  }
}

/** A key always stops the bot's voice. Together with those that follow it soon it is a turn; `#` ends it at once. */
function takeKey(draft: Draft, digit: string): void {
  interruptSpeech(draft, 'barge-in', true);
  const { keysMs } = draft.rules;
  if (keysMs === 0) return;
  if (digit !== '#' || draft.state.keys === '') set(draft, { keys: draft.state.keys + digit });
  if (digit === '#') commitKeys(draft);
  else draft.effects.push({ type: 'timer', name: 'keys', delayMs: keysMs });
}

function commitKeys(draft: Draft): void {
  const { keys } = draft.state;
  if (keys === '') return;
  draft.effects.push({ type: 'cancel-timer', name: 'keys' });
  set(draft, { keys: '' });
  commitWritten(draft, 'dtmf', keys);
}

function commitWritten(draft: Draft, source: 'text' | 'dtmf', text: string): void {
  commit(draft, {
    id: draft.state.nextTurnId,
    source,
    text,
    utterances: [],
    finals: [],
    endOfSpeechMs: undefined,
    committedAtMs: draft.at.nowMs,
    continues: false,
    partialOnly: false,
    requestIds: [],
  });
}

function goesOnFrom(draft: Draft, startedAtMs: number): boolean {
  const { lastCommitAtMs } = draft.state;
  return lastCommitAtMs !== undefined && startedAtMs - lastCommitAtMs <= draft.rules.continuesMs;
}

/** The caller has taken the turn: the bot yields, and the loop gets the words, merged with any it has not taken. */
function commit(draft: Draft, turn: CommittedTurn): void {
  const { next, lastTurn, voice, closing } = draft.state;
  const merged = next ? merge(next, turn) : turn;
  set(draft, {
    next: merged,
    nextTurnId: next ? draft.state.nextTurnId : turn.id + 1,
    lastCommitAtMs: draft.at.nowMs,
  });
  keepIfSame(draft, merged.text);
  draft.effects.push({ type: 'emit', event: { type: 'turn-committed', turn: merged } });
  if (closing) return;
  // What sounds is stopped by as much as stops it anywhere; an answer that has not begun is out of date.
  if (turn.source !== 'speech' || interrupts(draft, turn.text)) interruptSpeech(draft, 'newer-turn');
  else skipUnheard(draft, 'newer-turn');
  // A reply that was not interrupted goes on, after a pause too, and with it the turn that it answers.
  const goesOn = [
    ...(draft.state.voice === voice && voice.name !== 'quiet' ? [voice] : []),
    ...draft.state.queue.filter(({ begun }) => begun),
  ];
  if (lastTurn && !goesOn.some(({ item }) => item.turnId === lastTurn.id))
    abortTurn(draft, lastTurn.id, 'newer-turn');
}

function merge(earlier: CommittedTurn, later: CommittedTurn): CommittedTurn {
  return {
    ...earlier,
    source: earlier.source === later.source ? earlier.source : 'speech',
    text: `${earlier.text} ${later.text}`,
    utterances: [...earlier.utterances, ...later.utterances],
    finals: [...earlier.finals, ...later.finals],
    endOfSpeechMs: later.endOfSpeechMs ?? earlier.endOfSpeechMs,
    committedAtMs: later.committedAtMs,
    partialOnly: earlier.partialOnly || later.partialOnly,
    requestIds: [...new Set([...earlier.requestIds, ...later.requestIds])],
  };
}

function withId(ids: readonly string[], id: string | undefined): readonly string[] {
  return id === undefined || ids.includes(id) ? ids : [...ids, id];
}
