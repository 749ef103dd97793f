import { rawWords } from '../machine/raw-words.js';
import type { MachineRules } from '../machine/turn-state.js';
import type { Language } from '../ports/language.js';

/** The probability of having finished that makes an answer worth preparing. */
const completeEnough = 0.5;

/** What the turn machine has to know of a language. */
export type LanguageRules = Pick<MachineRules, 'isBackchannel' | 'speechKey' | 'mayBeComplete'>;

/** The rules of a language: they change when it does. */
export function languageRules(language: Language): LanguageRules {
  const fillers = new Set([...language.fillers].map(asRaw));
  return {
    isBackchannel: backchannelsOf(language),
    speechKey: (text) =>
      rawWords(text)
        .filter((word) => !fillers.has(word))
        .join(' '),
    mayBeComplete: (text) => language.isComplete(text) >= completeEnough,
  };
}

/** Tells whether raw words only confirm, without taking the turn. */
export function backchannelsOf({
  backchannels,
  fillers,
}: Pick<Language, 'backchannels' | 'fillers'>): (words: readonly string[]) => boolean {
  const confirming = new Set([...backchannels, ...fillers].map(asRaw));
  const longest = Math.max(1, ...[...confirming].map((phrase) => phrase.split(' ').length));
  return (words) => {
    // «ага, всё понятно»: words and phrases in any row.
    for (let at = 0; at < words.length;) {
      let count = Math.min(longest, words.length - at);
      while (count > 0 && !confirming.has(words.slice(at, at + count).join(' '))) count--;
      if (count === 0) return false;
      at += count;
    }
    return true;
  };
}

function asRaw(phrase: string): string {
  return rawWords(phrase).join(' ');
}
