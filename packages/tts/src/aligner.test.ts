import { describe, expect, it } from 'vitest';
import { Aligner, type TimedResponse } from './aligner.js';

function align(text: string, ...responses: TimedResponse[]): [string, number, number][] {
  const aligner = new Aligner();
  aligner.add({ text, charStart: 0 });
  const alignments = responses.flatMap((response) => aligner.align(response, Infinity));
  return alignments.map(({ charStart, charEnd, startMs, endMs }) => [
    text.slice(charStart, charEnd),
    startMs,
    endMs,
  ]);
}

const timed = (words: string, startMs = 0, textChunk?: string): TimedResponse => ({
  startMs,
  lengthMs: 0,
  ...(textChunk === undefined ? {} : { textChunk: { text: textChunk } }),
  wordTimings: words
    .split(' ')
    .map((word, index) => ({ word, startMs: startMs + index * 100, lengthMs: 100 })),
});

describe('Aligner', () => {
  it('finds words whatever their case, stress and ё', () => {
    expect(align('Всё хорош+о, Пётр!', timed('все хорошо петр'))).toEqual([
      ['Всё', 0, 100],
      ['хорош+о,', 100, 200],
      ['Пётр!', 200, 300],
    ]);
  });

  it('covers what was said otherwise by what was written in its place', () => {
    expect(align('Приходите в 15:30 завтра', timed('приходите в пятнадцать тридцать завтра'))).toEqual([
      ['Приходите', 0, 100],
      ['в', 100, 200],
      ['15:30', 200, 400],
      ['завтра', 400, 500],
    ]);
  });

  it('finds repeated words in order', () => {
    expect(align('да да нет да', timed('да да нет да')).map(([text]) => text)).toEqual([
      'да',
      'да',
      'нет',
      'да',
    ]);
  });

  it('goes on from response to response, whether words count from the request or from the response', () => {
    const first = timed('раз два', 0, 'Раз, два. ');
    const expected = [
      ['Раз,', 0, 100],
      ['два.', 100, 200],
      ['Три', 200, 300],
      ['раза.', 300, 400],
    ];
    const text = 'Раз, два. Три раза.';
    const second = timed('три раза', 200, 'Три раза.');
    expect(align(text, first, second)).toEqual(expected);
    const relative = { ...second, wordTimings: timed('три раза').wordTimings };
    expect(align(text, first, relative)).toEqual(expected);
  });

  it('takes a chunk without words as one', () => {
    const response: TimedResponse = {
      textChunk: { text: 'Цена 100 ₽.' },
      startMs: 0,
      lengthMs: 900,
      wordTimings: [],
    };
    expect(align('Цена 100 ₽.', response)).toEqual([['Цена 100', 0, 900]]);
  });
});
