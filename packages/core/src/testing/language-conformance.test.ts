import { describe, expect, it } from 'vitest';
import type { Language } from '../ports/language.js';
import { languageConformance } from './language-conformance.js';
import { plainLanguage } from './plain-language.js';
import { violations } from './violations.js';

/** Sentences end at a full stop followed by a space; digits are read out. */
const good: Language = {
  ...plainLanguage({ tag: 'en-GB', backchannels: ['yeah', 'mm-hm'], fillers: ['er', 'you know'] }),
  speakable(text) {
    const map = [];
    let spoken = '';
    for (const match of text.matchAll(/\d|\D+/g)) {
      const spokenStart = spoken.length;
      spoken += /\d/.test(match[0]) ? 'digit ' : match[0];
      const sourceStart = match.index;
      map.push({
        sourceStart,
        sourceEnd: sourceStart + match[0].length,
        spokenStart,
        spokenEnd: spoken.length,
      });
    }
    return { spoken, map };
  },
  isComplete: (text) => (text.endsWith('.') ? 0.9 : 0.3),
};

const texts = ['Flat 5. Ring twice. Thanks 👍', 'One', 'a. b. ', ''];

function suite(fault: Partial<Language> = {}) {
  return languageConformance(() => ({ language: { ...good, ...fault }, texts }));
}

describe('languageConformance', () => {
  it('passes a sound language', async () => {
    expect(await violations(suite())).toEqual({});
  });

  it.each<[string, Partial<Language>, string]>([
    ['has no tag', { tag: 'no such language' }, 'BCP 47'],
    [
      'trims its segments',
      { segment: () => ({ push: (text) => [{ text: text.trim(), start: 0 }], end: () => [] }) },
      'end at',
    ],
    [
      'follows the cuts',
      {
        segment: () => {
          let start = 0;
          return {
            push: (text) => (text === '' ? [] : [{ text, start: (start += text.length) - text.length }]),
            end: () => [],
          };
        },
      },
      'pushed whole',
    ],
    [
      'maps out of bounds',
      {
        speakable: (text) => ({
          spoken: text,
          map: [{ sourceStart: 0, sourceEnd: 99, spokenStart: 0, spokenEnd: text.length }],
        }),
      },
      'is wrong',
    ],
    ['maps nothing', { speakable: (text) => ({ spoken: text, map: [] }) }, 'comes from nowhere'],
    ['is more than certain', { isComplete: () => 1.5 }, 'is 1.5'],
    ['lists words as written', { backchannels: new Set(['Yeah!']) }, 'is not raw'],
    ['has no apology', { phrases: { apology: '' } }, 'apology is empty'],
  ])('finds a language that %s', async (_, fault, message) => {
    expect(Object.values(await violations(suite(fault))).join('\n')).toContain(message);
  });

  it('finds segmenters that share their state', async () => {
    const shared = good.segment();
    const found = await violations(suite({ segment: () => shared }));
    expect(Object.keys(found).length).toBeGreaterThan(0);
  });
});
