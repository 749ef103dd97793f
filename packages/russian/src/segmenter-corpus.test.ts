import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { russian } from './russian.js';
import {
  endsFoundBy,
  endsFoundByIcu,
  endsFoundByRegExp,
  readGoldenTexts,
  scoreSegmentation,
} from './segmenter-corpus.js';

const corpus = (name: string) =>
  readGoldenTexts(readFileSync(new URL(`../corpora/${name}.txt`, import.meta.url), 'utf8'));

describe('sentence ends of the golden corpus', () => {
  it.each([
    ['tuning', 'segmentation', 300],
    ['held-out', 'segmentation-held-out', 130],
    ['blind', 'blind-segmentation', 200],
  ])('are found, %s part: F1 of 0.98 and more, far above ICU and a regular expression', (_, name, lines) => {
    const texts = corpus(name);
    expect(texts.length).toBeGreaterThanOrEqual(lines);
    const { f1 } = scoreSegmentation(texts, endsFoundBy(russian()));
    expect(f1).toBeGreaterThanOrEqual(0.98);
    for (const baseline of [endsFoundByIcu(), endsFoundByRegExp])
      expect(scoreSegmentation(texts, baseline).f1).toBeLessThan(0.85);
  });

  it('are found the same way in text that comes character by character', () => {
    for (const { text } of [...corpus('segmentation'), ...corpus('segmentation-held-out')])
      expect(segmentsOf(...text.split(''))).toEqual(segmentsOf(text));
  });
});

describe('the first segment of the golden corpus', () => {
  it.each(corpus('segmentation-first'))('$tag: $text', ({ text, ends }) => {
    const starts = [0, ...ends];
    expect(segmentsOf(text)).toEqual(starts.map((start, index) => text.slice(start, starts[index + 1])));
  });
});

describe('the score', () => {
  const [golden] = readGoldenTexts('# remark\n\ntag\tА.¦ Б.¦⏎В.');

  it('knows the ends of a line', () => {
    expect(golden).toEqual({ tag: 'tag', text: 'А. Б.\nВ.', ends: [2, 5] });
  });

  it('counts ends that are missed or too many, wherever their white space goes', () => {
    const texts = golden === undefined ? [] : [golden];
    const score = (...ends: number[]) => scoreSegmentation(texts, () => ends);
    expect(score(2, 5)).toMatchObject({ precision: 1, recall: 1, f1: 1, exact: 1, mistakes: [] });
    expect(score(3, 6, 0, 8)).toMatchObject({ f1: 1, exact: 1 });
    expect(score(3)).toMatchObject({ precision: 1, recall: 0.5, exact: 0 });
    expect(score(0)).toMatchObject({ recall: 0, f1: 0 });
  });
});

function segmentsOf(...pieces: string[]): string[] {
  const segmenter = russian().segment();
  return [...pieces.flatMap((piece) => segmenter.push(piece)), ...segmenter.end()].map(({ text }) => text);
}
