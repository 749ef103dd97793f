import { checkObject, invalidOption } from '@rechka/core';

/** Finds the words of a user's dictionary where they begin. */
export interface Dictionary {
  /** The entry that begins at a place of a text, with its length there. */
  at(text: string, start: number): { length: number; words: string } | undefined;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
const stressBeforeVowel = /\+(?![аеёиоуыэюя])/iu;
const commands = /[[\]<>*]/;

/** Throws `ERR_INVALID_OPTION` for an entry that the synthesiser's markup would take as anything but a stress mark. */
export function compileDictionary(entries: Readonly<Record<string, string>>): Dictionary {
  checkObject('dictionary', entries, "an object, e.g. { Стиль: 'Ст+иль' }");
  for (const [word, said] of Object.entries<unknown>(entries)) {
    if (word.trim() === '')
      throw invalidOption('dictionary', word, 'a word or words to be said in another way');
    if (typeof said !== 'string' || stressBeforeVowel.test(said) || commands.test(said) || said.trim() === '')
      throw invalidOption(
        `dictionary['${word}']`,
        said,
        'words, in which + stands before a stressed vowel only',
      );
  }
  const words = Object.keys(entries).sort((a, b) => b.length - a.length);
  const patternOf = (some: readonly string[], flags: string) =>
    some.length === 0
      ? undefined
      : new RegExp(String.raw`(?<![\p{L}\d])(?:${some.map(escaped).join('|')})(?![\p{L}\d])`, flags);
  const isSmall = (word: string) => word === word.toLowerCase();
  const patterns = [patternOf(words, 'uy'), patternOf(words.filter(isSmall), 'iuy')].flatMap((pattern) =>
    pattern === undefined ? [] : [pattern],
  );
  return {
    at: (text, start) => {
      for (const pattern of patterns) {
        pattern.lastIndex = start;
        const [found] = pattern.exec(text) ?? [];
        if (found === undefined) continue;
        const said = Object.hasOwn(entries, found) ? entries[found] : entries[found.toLowerCase()];
        if (said !== undefined) return { length: found.length, words: said };
      }
      return undefined;
    },
  };
}
