import type { ClientState, TranscriptEntry } from '@rechka/web/client';
import { element } from './element.js';
import type { Words } from './words/words.js';

/** Lines kept: a screen reader has read the others. */
const mostLines = 20;

/** Tells screen readers each line of the conversation once, when it does not change any more. */
export class Announcer {
  readonly #said = new Set<string>();

  constructor(private readonly log: HTMLElement) {}

  follow({ transcript, bot }: ClientState, words: Words): void {
    transcript.forEach((entry, index) => {
      const isLast = index === transcript.length - 1;
      if (this.#said.has(entry.id) || !isSettled(entry, isLast, bot)) return;
      this.#said.add(entry.id);
      this.log.append(element('p', {}, line(entry, words)));
    });
    while (this.log.childElementCount > mostLines) this.log.firstElementChild?.remove();
  }

  /** Another conversation begins, whose ids begin anew. */
  forget(): void {
    this.#said.clear();
  }
}

function isSettled(entry: TranscriptEntry, isLast: boolean, bot: ClientState['bot']): boolean {
  switch (entry.from) {
    case 'caller':
      // Its numerals and punctuation still come while the caller is heard.
      return (
        entry.partial === '' && entry.text !== '' && (!isLast || bot === 'thinking' || bot === 'speaking')
      );
    case 'bot':
      return entry.status !== 'speaking' && entry.text !== '';
    case 'gap':
      return true;
  }
}

function line(entry: TranscriptEntry, words: Words): string {
  switch (entry.from) {
    case 'caller':
      return `${words.you}: ${entry.text}`;
    case 'bot':
      return `${words.bot}: ${entry.text}${entry.status === 'interrupted' ? ` (${words.interrupted})` : ''}`;
    case 'gap':
      return words.gap((entry.durationMs / 1000).toFixed(1));
  }
}
