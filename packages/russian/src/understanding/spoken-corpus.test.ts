import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isUnderstood, readSpokenRows, type SpokenRow, understoodOf } from './spoken-corpus.js';

const rows = readSpokenRows(readFileSync(new URL('../../corpora/spoken.tsv', import.meta.url), 'utf8'));

/** The rows that are not understood as expected, and the share of those that are, in percent. */
function figures(all: readonly SpokenRow[]): { accuracy: number; wrong: string[] } {
  const wrong = all.filter((row) => understoodOf(row) !== row.expected);
  return {
    accuracy: 100 * (1 - wrong.length / all.length),
    wrong: wrong.map((row) => `${row.id} ${row.utterances.join(' / ')}: ${understoodOf(row)}`),
  };
}

describe('the corpus of spoken forms', () => {
  it('has at least 480 rows, each text once for what it is asked', () => {
    expect(rows.length).toBeGreaterThanOrEqual(480);
    const keys = rows.map((row) =>
      JSON.stringify([row.finds, row.now, row.hours, row.expect, row.utterances]),
    );
    expect(new Set(keys).size).toBe(rows.length);
  });

  it('is held out by its rule', () => {
    for (const { id, split } of rows) {
      expect([id, split]).toEqual([id, id > 401 ? 'second' : id % 2 === 0 ? 'held-out' : 'tuning']);
    }
  });

  it('has at least 60 dates and times on each side', () => {
    for (const split of ['tuning', 'held-out']) {
      const dates = rows.filter((row) => row.split === split && row.finds.includes('when'));
      expect(dates.length).toBeGreaterThanOrEqual(60);
    }
  });
});

describe('understand on the corpus', () => {
  it('is right in all rows that it was tuned on', () => {
    expect(figures(rows.filter(({ split }) => split !== 'held-out')).wrong).toEqual([]);
  });

  it('is right in 96 of 100 held-out rows', () => {
    const heldOut = rows.filter(({ split }) => split === 'held-out');
    expect(figures(heldOut).accuracy).toBeGreaterThanOrEqual(96);
  });

  it('is right in 97 of 100 rows of another hand', () => {
    const blind = readSpokenRows(
      readFileSync(new URL('../../corpora/blind-spoken.tsv', import.meta.url), 'utf8'),
    );
    expect(blind.filter((row) => isUnderstood(row)).length / blind.length).toBeGreaterThanOrEqual(0.97);
  });

  it('is right in 95 of 100 held-out dates and times', () => {
    const dates = rows.filter(({ split, finds }) => split === 'held-out' && finds.includes('when'));
    expect(figures(dates).accuracy).toBeGreaterThanOrEqual(95);
  });
});
