import { describe, expect, it } from 'vitest';
import type { SttEvent } from '../ports/speech-to-text.js';
import { holdUtterances, type UtteranceSoFar } from './utterance-hold.js';

const start = (utterance: number, atMs: number): SttEvent => ({ type: 'speech-start', utterance, atMs });
const partial = (utterance: number, text: string, throughMs: number): SttEvent => ({
  ...{ type: 'transcript-partial', utterance, text, stableChars: 0, throughMs },
});
const final = (utterance: number, index: number, text: string, startMs: number, endMs: number): SttEvent => ({
  ...{ type: 'transcript-final', utterance, index, text, words: [], startMs, endMs },
});
const end = (utterance: number, atMs: number): SttEvent => ({
  ...{ type: 'utterance-end', utterance, atMs, cause: 'requested' },
});

/** What it is asked about, and what it tells of, while nothing is ever enough. */
function watched(...events: SttEvent[]) {
  const seen: UtteranceSoFar[] = [];
  const dropped: UtteranceSoFar[] = [];
  const guard = holdUtterances(
    (utterance) => {
      seen.push(utterance);
      return false;
    },
    (utterance) => dropped.push(utterance),
  );
  return { passed: events.flatMap((event) => guard(event)), seen, dropped };
}

describe('holding utterances', () => {
  it('judges all finals of an utterance with the partial after them', () => {
    const events = [
      start(0, 0),
      final(0, 0, 'да', 0, 300),
      partial(0, 'на', 500),
      partial(0, 'на пять', 800),
    ];
    const { seen, dropped } = watched(...events, final(0, 1, 'на пять', 400, 800), end(0, 800));
    expect(seen.map(({ text }) => text)).toEqual(['', 'да', 'да на', 'да на пять', 'да на пять']);
    expect(dropped).toMatchObject([{ utterance: 0, text: 'да на пять', startMs: 0, endMs: 800 }]);
  });

  it('judges each utterance by itself, though the end of the one before is missing', () => {
    const { seen } = watched(start(0, 0), partial(0, 'кх', 200), start(1, 1000), partial(1, 'да', 1300));
    expect(seen.at(-1)).toMatchObject({ utterance: 1, text: 'да', startMs: 1000, endMs: 1300 });
  });

  it('lets the end through of an utterance that began before it listened', () => {
    expect(watched(end(3, 500)).passed).toEqual([end(3, 500)]);
  });

  it('tells of no utterance without words', () => {
    const { passed, dropped } = watched(start(0, 0), end(0, 100));
    expect(passed).toEqual([]);
    expect(dropped).toEqual([]);
  });
});
