import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSpeakable } from './speakable.js';
import { readGoldenPairs, scoreSpeakable } from './speakable-corpus.js';

const corpus = (name: string) =>
  readGoldenPairs(readFileSync(new URL(`../../corpora/${name}.tsv`, import.meta.url), 'utf8'));
const tuning = corpus('speakable');
const heldOut = corpus('speakable-held-out');
const say = createSpeakable({ leave: [] });

describe('the golden pairs', () => {
  it('are many, and no one stands in both parts', () => {
    expect(tuning.length).toBeGreaterThanOrEqual(200);
    expect(heldOut.length).toBeGreaterThanOrEqual(200);
    const written = [...tuning, ...heldOut].map((pair) => pair.written);
    expect(new Set(written).size).toBe(written.length);
  });

  it('are said as they should be, those that the rules were made from', () => {
    const { accuracy, mistakes } = scoreSpeakable(tuning, say);
    expect(accuracy, JSON.stringify(mistakes, undefined, 1)).toBeGreaterThanOrEqual(0.99);
  });

  it('are said as they should be, those held out', () => {
    expect(scoreSpeakable(heldOut, say).accuracy).toBeGreaterThanOrEqual(0.97);
  });

  it('are said as they should be, those of another hand', () => {
    expect(scoreSpeakable(corpus('blind-speakable'), say).accuracy).toBeGreaterThanOrEqual(0.98);
  });

  it('are said once and for all: what is spoken is spoken as it is', () => {
    const changed = [...tuning, ...heldOut].flatMap(({ written }) => {
      const { spoken } = say(written);
      return say(spoken).spoken === spoken ? [] : [[spoken, say(spoken).spoken]];
    });
    expect(changed).toEqual([]);
  });
});
