import { spellDigits } from './spell-numbers.js';

/** Signs that are said. */
const signs: Readonly<Record<string, string>> = {
  '%': 'процентов',
  '₽': 'рублей',
  '№': 'номер',
  '+': 'плюс',
};

/** A decimal, digits with an ending («12-го»), letters with inner hyphens, or a sign; all else is silent. */
const piece = /(\d+),(\d+)|(\d+)(?:-\p{L}{1,3}(?!\p{L}))?|\p{L}+(?:-\p{L}+)*|[%₽№+]/gu;

/**
 * The words that a recogniser writes for a run of non-spaces: lower case, no punctuation, ё as е, numerals
 * as words. «15:30,» gives «пятнадцать тридцать», «—» gives nothing.
 */
export function spokenForm(written: string): string[] {
  return [...written.toLowerCase().replaceAll('ё', 'е').matchAll(piece)].flatMap((match) => {
    const [text, whole, fraction, digits] = match;
    if (whole !== undefined && fraction !== undefined)
      return [...spellDigits(whole), 'и', ...spellDigits(fraction)];
    if (digits !== undefined) return spellDigits(digits);
    return [signs[text] ?? text];
  });
}
