import type { Language } from '@rechka/core';

/** A line of a golden corpus (`corpora/segmentation*.txt`). Not part of the package: for tests and the bench. */
export interface GoldenText {
  /** What makes it difficult. */
  tag: string;
  text: string;
  /** Where sentences end inside of the text: ends as indexes into it, in order. */
  ends: readonly number[];
}

/** Reads a corpus: `tag<TAB>text` a line, `¦` after a sentence, `⏎` for a line break, `#` before a remark. */
export function readGoldenTexts(corpus: string): GoldenText[] {
  return corpus
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [tag = '', marked = ''] = line.split('\t');
      const sentences = marked.replaceAll('⏎', '\n').split('¦');
      let end = 0;
      const ends = sentences.slice(0, -1).map((sentence) => (end += sentence.length));
      return { tag, text: sentences.join(''), ends };
    });
}

/** Finds the places inside of a text where sentences end. */
export type FindEnds = (text: string) => readonly number[];

/** How well sentence ends are found. */
export interface SegmentationScore {
  precision: number;
  recall: number;
  f1: number;
  /** Share of lines without any mistake. */
  exact: number;
  mistakes: readonly SegmentationMistake[];
}

export interface SegmentationMistake extends GoldenText {
  /** The ends that were found. */
  found: readonly number[];
}

/**
 * Scores over all ends together. Two ends are the same if as many letters and digits stand before them: whether
 * white space, an emoji or a bracket goes with the sentence before or after is no mistake.
 */
export function scoreSegmentation(texts: readonly GoldenText[], findEnds: FindEnds): SegmentationScore {
  let [hits, found, expected] = [0, 0, 0];
  const mistakes: SegmentationMistake[] = [];
  for (const golden of texts) {
    const ends = findEnds(golden.text);
    const truth = placesOf(golden.text, golden.ends);
    const seen = placesOf(golden.text, ends);
    const shared = [...seen].filter((place) => truth.has(place)).length;
    hits += shared;
    found += seen.size;
    expected += truth.size;
    if (shared < Math.max(seen.size, truth.size)) mistakes.push({ ...golden, found: ends });
  }
  const precision = hits / found;
  const recall = hits / expected;
  const exact = 1 - mistakes.length / texts.length;
  return { precision, recall, f1: (2 * hits) / (found + expected), exact, mistakes };
}

/** How many letters and digits stand before each end; those before the first word and after the last do not count. */
function placesOf(text: string, ends: readonly number[]): Set<number> {
  const wordChars = (part: string) => part.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const whole = wordChars(text);
  const places = ends.map((end) => wordChars(text.slice(0, end)));
  return new Set(places.filter((place) => place > 0 && place < whole));
}

/** What a language finds. Behind a lead-in, so that the early end of a first segment plays no part. */
export function endsFoundBy(language: Language): FindEnds {
  const leadIn = 'Вот.\n\n';
  return (text) => {
    const segmenter = language.segment();
    const segments = [...segmenter.push(leadIn + text), ...segmenter.end()];
    return segments.slice(2).map(({ start }) => start - leadIn.length);
  };
}

/** What ICU finds: `Intl.Segmenter` with sentence granularity. */
export function endsFoundByIcu(): FindEnds {
  const icu = new Intl.Segmenter('ru', { granularity: 'sentence' });
  return (text) => Array.from(icu.segment(text), ({ index }) => index).slice(1);
}

/** What the usual regular expression finds: a mark, white space, then no small letter; or a line break. */
export const endsFoundByRegExp: FindEnds = (text) =>
  Array.from(text.matchAll(/[.!?…]+\s+(?![a-zа-яё\s])|\n+/g), ({ index, 0: { length } }) => index + length);
