import type { Speakable } from '@rechka/core';

/** A line of `corpora/speakable*.tsv`. Not part of the package: for tests and the bench. */
export interface GoldenPair {
  class: string;
  /** What makes it difficult. */
  difficulty: string;
  written: string;
  /** Ways to say it that are equally good. */
  spoken: readonly string[];
}

/** Reads a corpus: class, difficulty, written, spoken in columns; `#` before a remark, `¦` between readings. */
export function readGoldenPairs(corpus: string): GoldenPair[] {
  return corpus
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => {
      const [name = '', difficulty = '', written = '', spoken = ''] = line.split('\t');
      return { class: name, difficulty, written, spoken: spoken.split('¦') };
    });
}

/** How many pairs are said as they should be, and the others with what was said. White space and capitals do not count. */
export function scoreSpeakable(
  pairs: readonly GoldenPair[],
  say: (text: string) => Speakable,
): { accuracy: number; mistakes: (GoldenPair & { said: string })[] } {
  const heard = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();
  const mistakes = pairs.flatMap((pair) => {
    const said = say(pair.written).spoken;
    return pair.spoken.some((reading) => heard(reading) === heard(said)) ? [] : [{ ...pair, said }];
  });
  return { accuracy: 1 - mistakes.length / pairs.length, mistakes };
}
