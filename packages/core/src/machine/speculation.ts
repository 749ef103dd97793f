import { set, textOf, type Draft } from './draft.js';

/** Answers begun ahead of one turn. */
const maxAttempts = 2;

/**
 * An answer may be prepared when the caller has probably finished, and nothing stands between their turn and its
 * answer: the bot is silent, and the loop asks for a turn.
 */
export function speculate(draft: Draft): void {
  const { caller, speculation } = draft.state;
  if (draft.rules.stableMs === 0 || speculation.attempts >= maxAttempts) return;
  if (caller.name === 'silent' || !caller.heard.stable || caller.heard.unsure || !isFree(draft)) return;
  if (draft.state.next) return;
  const text = textOf(caller.heard);
  // Judged once, not at every event.
  if (text === speculation.judged) return;
  const key = draft.rules.speechKey(text);
  const begins = key !== '' && key !== speculation.key && draft.rules.mayBeComplete(text);
  set(draft, { speculation: { ...speculation, judged: text } });
  if (!begins) return;
  set(draft, { speculation: { key, judged: text, attempts: speculation.attempts + 1 } });
  draft.effects.push({ type: 'speculate', turnId: draft.state.nextTurnId, text });
}

/** Drops an answer when the caller has said something else, or something has come between. */
export function dropOutdated(draft: Draft): void {
  const { caller, next, speculation } = draft.state;
  if (speculation.key === undefined) return;
  const words = caller.name === 'silent' ? next?.text : textOf(caller.heard);
  if (!isFree(draft) || words === undefined) drop(draft);
  else keepIfSame(draft, words);
}

/** Keeps an answer only if this is what it answers. */
export function keepIfSame(draft: Draft, text: string): void {
  const { key, judged } = draft.state.speculation;
  if (key === undefined || text === judged) return;
  if (draft.rules.speechKey(text) !== key) drop(draft);
}

/** From here on the shell decides: the loop has the turn. */
export function handOver(draft: Draft): void {
  set(draft, { speculation: { key: undefined, judged: undefined, attempts: 0 } });
}

function drop(draft: Draft): void {
  set(draft, { speculation: { ...draft.state.speculation, key: undefined, judged: undefined } });
  draft.effects.push({ type: 'drop-speculation' });
}

function isFree({ state }: Draft): boolean {
  const { voice, queue, loop, closing, callerGone } = state;
  const silent = voice.name === 'quiet' && queue.length === 0;
  return silent && loop.name === 'waiting' && loop.asked && !closing && !callerGone;
}
