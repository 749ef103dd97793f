import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatestHypothesis } from './latest.js';

const span = fc
  .nat(10_000)
  .chain((startMs) => fc.nat(1000).map((lengthMs) => ({ startMs, endMs: startMs + lengthMs })));
/** What a service may call a word: also nothing, and what it writes with a blank. */
const word = fc
  .constantFrom('да', 'в', 'в общем', '', 'восемьсот')
  .chain((text) => span.map((times) => ({ text, ...times })));

const heard = fc
  .record({ words: fc.array(word, { maxLength: 6 }), figures: fc.boolean(), span })
  // Numerals may be figures in the text and words among the words.
  .map(({ words, figures, span: times }) => {
    const said = words.map(({ text }) => text).join(' ');
    return { text: figures ? said.replaceAll('восемьсот', '800') : said, words, ...times };
  });

describe('LatestHypothesis', () => {
  it('gives back what the newest one consists of, whatever the ones before it were', () => {
    fc.assert(
      fc.property(fc.array(heard, { minLength: 1, maxLength: 4 }), (all) => {
        const hypothesis = new LatestHypothesis();
        for (const [at, one] of all.entries()) {
          hypothesis.replace(one, at);
          const { text, words, startMs, endMs, throughMs } = hypothesis;
          expect({ text, words: words.map((kept) => ({ ...kept })), startMs, endMs }).toEqual(one);
          expect(throughMs).toBe(at);
        }
      }),
    );
  });
});
