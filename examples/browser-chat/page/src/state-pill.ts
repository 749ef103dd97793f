import type { ClientState } from '@rechka/web/client';
import type { Words } from './words/words.js';

/** What the pill shows. */
export type ShownState =
  | 'idle'
  | 'connecting'
  | 'listening'
  | 'muted'
  | 'hearing'
  | 'thinking'
  | 'speaking'
  | 'reconnecting'
  | 'ended';

/** The state of a conversation in a word. */
export function shownState({ connection, speaking, bot, muted, microphone }: ClientState): ShownState {
  if (connection !== 'connected') return connection;
  if (speaking) return 'speaking';
  if (bot === 'listening' && muted && microphone === 'on') return 'muted';
  return bot;
}

/** Shows the state by an icon and a word. */
export function showState(pill: Element, state: ClientState, words: Words): void {
  const shown = shownState(state);
  pill.setAttribute('data-state', shown);
  pill.querySelector('use')?.setAttribute('href', `#icon-${shown}`);
  const text = pill.querySelector('span');
  if (text) text.textContent = words.states[shown];
}
