import type { Language } from '@rechka/core';
import { backchannels } from './backchannels.js';
import { isComplete } from './completeness.js';
import { fillers } from './fillers.js';
import { numberWords } from './numerals/word-values.js';
import { phrases } from './phrases.js';
import { RussianSegmenter } from './segmenter.js';
import { createSpeakable, type SpeakableOptions } from './speakable/speakable.js';

/** Figures are read in numbers and in these, which come from «₽», «%», «№», «15:00». */
const numerals: ReadonlySet<string> = new Set([
  ...numberWords,
  ...['рубль', 'рубля', 'рублей', 'процент', 'процента', 'процентов', 'номер', 'ровно', 'часов', 'минут'],
]);

/** What a user may change of {@link russian}: a dictionary with stress marks, what is left to the provider. */
export type RussianOptions = SpeakableOptions;

/**
 * Russian for speech. Throws `ERR_INVALID_OPTION`.
 *
 * @example
 * ```ts
 * const segmenter = russian().segment();
 * segmenter.push('Приходите на ул. Ленина, д. 5. Стрижка 1 200 руб. Оплата картой.');
 * segmenter.end();
 * // «Приходите на ул. Ленина, д. 5. » · «Стрижка 1 200 руб. » · «Оплата картой.»
 * ```
 */
export function russian(options: RussianOptions = {}): Language {
  return {
    tag: 'ru-RU',
    segment: () => new RussianSegmenter(),
    speakable: createSpeakable(options),
    isComplete,
    backchannels,
    fillers,
    numerals,
    phrases,
  };
}
