import { describe, expect, it } from 'vitest';
import { disclosure, phrases, recordingDisclosure } from './phrases.js';
import { speakable } from './speakable/speakable.js';

const { apology, wait = [], prompt = [], farewell = '', trouble = '' } = phrases;
const all = [apology, ...wait, ...prompt, farewell, trouble, disclosure, recordingDisclosure];

describe('phrases', () => {
  it.each(all)('«%s» is short, whole and read as written', (phrase) => {
    expect(phrase).toMatch(/^[А-ЯЁ].{5,90}[.?!]$/);
    expect(speakable(phrase).spoken).toBe(phrase);
  });

  it('do not repeat themselves while the caller waits', () => {
    expect(new Set(all).size).toBe(all.length);
  });

  it('give away neither a man nor a woman: any voice may say them', () => {
    expect(all.join(' ')).not.toMatch(/(?:^|[^а-яё])(?:я|рад|рада|понял|поняла|готов|готова)(?:[^а-яё]|$)/i);
  });
});
