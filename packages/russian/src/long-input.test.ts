import { describe, expect, it } from 'vitest';
import { isComplete } from './completeness.js';
import { RussianSegmenter } from './segmenter.js';
import { speakable } from './speakable/speakable.js';
import { understand } from './understanding/understand.js';
import { yesNo } from './yes-no.js';

// Where something is looked at together with all that follows it, a text of this length takes minutes, not moments.
const lengthChars = 50_000;
const units = ['A1', '«(', 'в три нет ', '05.12 '];

describe.each(units)('much of %j', (unit) => {
  const text = unit.repeat(lengthChars / unit.length);

  it('is taken by everything, in time that grows with its length', () => {
    const segmenter = new RussianSegmenter();
    const segments = [...segmenter.push(text), ...segmenter.end()];
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(speakable(text).map.at(-1)?.sourceEnd).toBe(text.length);
    expect(isComplete(text)).toBeGreaterThanOrEqual(0);
    expect(['yes', 'no', 'unclear']).toContain(yesNo(text));
    const { phones, when, numbers } = understand(text, { now: '2026-11-25T12:20' });
    for (const { spans } of [...phones, ...when, ...numbers])
      expect(spans.every(({ start, end }) => start < end && end <= text.length)).toBe(true);
  }, 20_000);
});
