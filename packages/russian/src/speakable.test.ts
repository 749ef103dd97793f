import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speakable } from './speakable.js';

describe('speakable', () => {
  it.each([
    ['Жду вас в 10:30 на ул. Ленина, д. 5.', 'Жду вас в 10:30 на ул. Ленина, д. 5.'],
    ['Звоните +7 912 000-00-00', 'Звоните плюс 7 912 000-00-00'],
    ['2+2 и 5 * 3', '2 плюс 2 и 5 умножить на 3'],
    ['зам+ок на +адрес', 'замок на адрес'],
    ['пауза sil<[300]> и <[small]> ещё', 'пауза  и  ещё'],
    ['фонемы [[v a d a]] и <[привет]>', 'фонемы v a d a и привет'],
    ['**Важно**: *очень* __важно__ и `код`', 'Важно: очень важно и код'],
    ['См. [прайс](https://a.ru/b?c=1) и ![фото](a.png).', 'См. прайс и фото.'],
    ['Привет![вот](https://a.ru)', 'Привет!вот'],
    ['## Услуги\n- стрижка\n* борода\n---\n> всё', 'Услуги\nстрижка\nборода\n\nвсё'],
    ['Пишите ivan_petrov@a.ru', 'Пишите ivan_petrov@a.ru'],
    ['Отлично! 😊👍🏽👨‍👩‍👧 Ждём 🇷🇺', 'Отлично!  Ждём '],
    ['5 < 10 и © ™', '5 < 10 и © ™'],
    ['😊 — **', ''],
    ['', ''],
  ])('%s', (text, spoken) => {
    expect(speakable(text).spoken).toBe(spoken);
  });

  it('leaves nothing of a link that the segmenter cut in two', () => {
    expect(speakable('см. [прайс, ').spoken + speakable('полный](https://a.ru)').spoken).toBe(
      'см. прайс, полный',
    );
  });

  it('maps what is said back to what was written', () => {
    const text = 'Тел. +7 **912**';
    const { spoken, map } = speakable(text);
    expect(spoken).toBe('Тел. плюс 7 912');
    const pairs = map.map((span) => [
      text.slice(span.sourceStart, span.sourceEnd),
      spoken.slice(span.spokenStart, span.spokenEnd),
    ]);
    expect(pairs).toEqual([
      ['Тел. ', 'Тел. '],
      ['+', 'плюс '],
      ['7 ', '7 '],
      ['912', '912'],
    ]);
  });
});

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'+ * ** [ ] [[ ]] <[ ]> < > sil<[300]> <[small]> # ` ~~ _ ( ) ](a) ! \n 5 а Ё 😊 👍🏽'.split(' '),
      ),
      fc.constantFrom(' ', 'слово', 'C++', '2*2', '[x](http://y)', '- '),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  it('keeps no markup of SpeechKit', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(speakable(written).spoken).not.toMatch(/[+*[\]]/);
      }),
      { numRuns: 500 },
    );
  });

  it('has a map that is ordered, without overlaps, and covers all that is said', () => {
    fc.assert(
      fc.property(text, (written) => {
        const { spoken, map } = speakable(written);
        let source = 0;
        let said = 0;
        for (const span of map) {
          expect(span.sourceStart).toBeGreaterThanOrEqual(source);
          expect(span.sourceEnd).toBeGreaterThan(span.sourceStart);
          expect(span.spokenStart).toBe(said);
          expect(span.spokenEnd).toBeGreaterThan(span.spokenStart);
          source = span.sourceEnd;
          said = span.spokenEnd;
        }
        expect(source).toBeLessThanOrEqual(written.length);
        expect(said).toBe(spoken.length);
      }),
      { numRuns: 500 },
    );
  });
});
