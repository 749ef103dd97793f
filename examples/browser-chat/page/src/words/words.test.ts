import { describe, expect, it } from 'vitest';
import { preferredLanguage, wordsOf } from './words.js';

describe('the language of the page', () => {
  it.each([
    [['ru-RU', 'en'], 'ru'],
    [['en-GB'], 'en'],
    [['fr-FR', 'ru'], 'ru'],
    [['de'], 'en'],
    [['constructor'], 'en'],
    [[], 'en'],
  ])('for %j is %s', (wanted, language) => expect(preferredLanguage(wanted)).toBe(language));

  it('has a word for everything, in either', () => {
    const leaves = (value: object): unknown[] =>
      Object.values(value).flatMap((item: unknown) =>
        typeof item === 'object' && item !== null ? leaves(item) : [item],
      );
    for (const language of ['ru', 'en'] as const) {
      expect(leaves(wordsOf(language)).filter((leaf) => leaf === '')).toEqual([]);
    }
  });

  it('says every fault of the server in Russian', () => {
    const fault = wordsOf('ru').fault({ code: 'ERR_UNAVAILABLE', message: 'The cloud cannot be reached.' });
    expect(fault).toMatch(/Облако не отвечает/);
  });
});
