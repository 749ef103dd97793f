import type { Language } from '@rechka/core';
import { backchannels } from './backchannels.js';
import { isComplete } from './completeness.js';
import { fillers } from './fillers.js';
import { numberWords } from './numerals/word-values.js';
import { phrases } from './phrases.js';
import { RussianSegmenter } from './segmenter.js';
import { speakable } from './speakable.js';

/** Figures are read in numbers and in these, which come from «₽», «%», «№», «15:00». */
const numerals: ReadonlySet<string> = new Set([
  ...numberWords,
  ...['рубль', 'рубля', 'рублей', 'процент', 'процента', 'процентов', 'номер', 'ровно', 'часов', 'минут'],
]);

/**
 * Russian for speech.
 *
 * @example
 * ```ts
 * const segmenter = russian().segment();
 * segmenter.push('Приходите на ул. Ленина, д. 5. Стрижка 1 200 руб. Оплата картой.');
 * segmenter.end();
 * // «Приходите на ул. Ленина, д. 5. » · «Стрижка 1 200 руб. » · «Оплата картой.»
 * ```
 */
export function russian(): Language {
  return {
    tag: 'ru-RU',
    segment: () => new RussianSegmenter(),
    speakable,
    isComplete,
    backchannels,
    fillers,
    numerals,
    phrases,
  };
}
