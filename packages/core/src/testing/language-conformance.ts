import type { Language, Segment } from '../ports/language.js';
import { casesOf, type ConformanceCase, ensure } from './conformance.js';

/** A language, and texts of it to try. */
export interface LanguageSubject {
  language: Language;
  /** Texts as a model would write them: abbreviations, numbers, addresses, lists, emoji. */
  texts: readonly string[];
}

/** What a {@link Language} promises: segmentation that no cutting changes, honest maps, clean word lists. */
export function languageConformance(
  make: () => LanguageSubject | Promise<LanguageSubject>,
): readonly ConformanceCase[] {
  return casesOf(async () => ({ ...(await make()), advance: () => Promise.resolve() }), {
    'has a BCP 47 tag': async ({ language: { tag } }) => {
      try {
        Intl.getCanonicalLocales(tag);
      } catch {
        ensure(false, `${JSON.stringify(tag)} is not a BCP 47 tag`);
      }
    },

    'cuts a text into segments that make it up again': async ({ language, texts }) => {
      for (const text of texts) {
        let at = 0;
        for (const { start, text: part } of segment(language, [text])) {
          ensure(part !== '', `a segment of ${JSON.stringify(text)} is empty`);
          ensure(
            start === at,
            `the segment ${JSON.stringify(part)} says it starts at ${start}, but it does at ${at}`,
          );
          ensure(
            text.startsWith(part, at),
            `the segment ${JSON.stringify(part)} is not what the text has at ${at}`,
          );
          at += part.length;
        }
        ensure(at === text.length, `the segments of ${JSON.stringify(text)} end at ${at} of ${text.length}`);
      }
    },

    'gives the same segments however the text was cut on its way in': async ({ language, texts }) => {
      for (const text of texts) {
        const expected = JSON.stringify(segment(language, [text]));
        for (const pieces of cuttings(text)) {
          const seen = JSON.stringify(segment(language, pieces));
          ensure(
            seen === expected,
            `pushed as ${JSON.stringify(pieces)}: ${seen}; pushed whole: ${expected}`,
          );
        }
      }
    },

    'gives no segment for no text': async ({ language }) => {
      const segments = segment(language, ['', '']);
      ensure(segments.length === 0, `an empty text gave ${JSON.stringify(segments)}`);
    },

    'keeps two segmenters apart': async ({ language, texts }) => {
      const [a = '', b = a] = texts;
      const first = language.segment();
      const second = language.segment();
      const seen = [...first.push(a)];
      second.push(b);
      second.end();
      seen.push(...first.end());
      ensure(
        JSON.stringify(seen) === JSON.stringify(segment(language, [a])),
        'one segmenter disturbs another',
      );
    },

    'maps what is spoken onto what is written: in bounds, in order, without overlaps': async ({
      language,
      texts,
    }) => {
      for (const text of texts) {
        const { spoken, map } = language.speakable(text);
        let [source, target] = [0, 0];
        for (const span of map) {
          const { sourceStart, sourceEnd, spokenStart, spokenEnd } = span;
          const holds =
            sourceStart >= source &&
            sourceEnd >= sourceStart &&
            sourceEnd <= text.length &&
            spokenStart >= target &&
            spokenEnd >= spokenStart &&
            spokenEnd <= spoken.length;
          ensure(
            holds,
            `${JSON.stringify(text)} → ${JSON.stringify(spoken)}: the span ${JSON.stringify(span)} is wrong`,
          );
          [source, target] = [sourceEnd, spokenEnd];
        }
      }
    },

    'leaves no spoken word outside of its map': async ({ language, texts }) => {
      for (const text of texts) {
        const { spoken, map } = language.speakable(text);
        const outside = Array.from(spoken.matchAll(/[\p{L}\p{N}]/gu)).find(
          ({ index }) => !map.some(({ spokenStart, spokenEnd }) => index >= spokenStart && index < spokenEnd),
        );
        ensure(
          outside === undefined,
          `${JSON.stringify(spoken)}: the character at ${outside?.index ?? 0} comes from nowhere in ${JSON.stringify(text)}`,
        );
      }
    },

    'judges completeness by a probability, without a memory': async ({ language, texts }) => {
      for (const text of ['', ...texts]) {
        const p = language.isComplete(text);
        ensure(p >= 0 && p <= 1, `isComplete(${JSON.stringify(text)}) is ${p}`);
        ensure(
          language.isComplete(text) === p,
          `isComplete(${JSON.stringify(text)}) changes from call to call`,
        );
      }
    },

    'lists raw words: lower case, no punctuation': async ({ language: { backchannels, fillers } }) => {
      for (const word of [...backchannels, ...fillers]) {
        ensure(
          /^[\p{Ll}\p{Lo}\p{M}\d]+(?:[ -][\p{Ll}\p{Lo}\p{M}\d]+)*$/u.test(word),
          `${JSON.stringify(word)} is not raw`,
        );
      }
    },

    'has something to say for itself': async ({ language }) => {
      const { apology } = language.phrases;
      ensure(apology.trim() !== '', 'phrases.apology is empty');
      ensure(language.speakable(apology).spoken.trim() !== '', 'phrases.apology is not speakable');
    },
  });
}

function segment(language: Language, pieces: readonly string[]): Segment[] {
  const segmenter = language.segment();
  return [...pieces.flatMap((piece) => segmenter.push(piece)), ...segmenter.end()];
}

/** By single units (which splits surrogate pairs), by a few lengths, and by lengths that keep changing. */
function cuttings(text: string): string[][] {
  return [[1], [2], [3], [7], [20], [5, 1, 11, 2], [1, 30], [13, 0, 4]].map((lengths) => {
    const pieces: string[] = [];
    for (let at = 0, turn = 0; at < text.length; turn++) {
      const length = lengths[turn % lengths.length] ?? 1;
      pieces.push(text.slice(at, at + length));
      at += length;
    }
    return pieces;
  });
}
