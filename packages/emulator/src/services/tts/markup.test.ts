import { describe, expect, it } from 'vitest';
import { readMarkup } from './markup.js';

describe('markup', () => {
  it.each<[string, string, string, number[]]>([
    ['stress', 'З+амок и зам+ок', 'Замок и замок', [0, 0, 0, 0]],
    ['a plus that stresses nothing', '2+2 и а+б', '2+2 и а+б', [0, 0, 0, 0]],
    ['emphasis', 'Мы **всегда в** <[accented]> ответе', 'Мы всегда в ответе', [0, 0, 0, 0, 0]],
    ['phonemes', 'В город [[i ʂ ɨ m]].', 'В город iʂɨm.', [0, 0, 0, 0]],
    ['a silence', 'Стоп! sil<[300]> Думай!', 'Стоп! Думай!', [0, 300, 0]],
    ['a silence before a comma', 'да sil<[300]>, нет', 'да, нет', [0, 300, 0]],
    ['silences at the edges', 'sil<[5]>да sil<[6]>', 'да', [5, 6]],
    ['pauses in a row', 'да sil<[100]><[tiny]> нет', 'да нет', [0, 200, 0]],
    [
      'pauses by name',
      'а <[small]> б <[medium]> в <[large]> г <[huge]> д',
      'а б в г д',
      [0, 200, 400, 700, 1200, 0],
    ],
    ['markup only', '<[small]> sil<[7000]>', '', [7200]],
    [
      'what is no markup',
      'sil<[x]> <[loud]> [[а <b> [1] **',
      'sil<[x]> <[loud]> [[а <b> [1] **',
      [0, 0, 0, 0, 0, 0, 0],
    ],
    ['spaces before punctuation', ' Привет , мир ! ', 'Привет, мир!', [0, 0, 0]],
  ])('reads %s', (_, text, spoken, pausesMs) => {
    const marked = readMarkup(text);
    expect(marked.words.join(' ')).toBe(spoken);
    expect(marked.pausesMs).toEqual(pausesMs);
  });

  it('refuses a pause that is too long', () => {
    expect(() => readMarkup('да sil<[7001]> нет')).toThrow(/sil<\[7001\]>/);
  });
});
