import { cardinal } from './cardinals.js';
import { inCase, type GrammaticalCase } from './grammar.js';
import { countOf } from './nouns.js';
import { ordinal } from './ordinals.js';

/** A common fraction in words: «две третьих», «одной второй». */
export function fraction(
  numerator: number,
  denominator: number,
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  const share = countOf(numerator) === 'one';
  // After two and more the parts stand in the genitive, as «двух третьих»; in other cases they agree.
  const partCase =
    !share && (grammaticalCase === 'nominative' || grammaticalCase === 'accusative')
      ? 'genitive'
      : grammaticalCase;
  return [
    cardinal(numerator, { case: grammaticalCase, gender: 'feminine' }),
    ordinal(denominator, { case: partCase, gender: share ? 'feminine' : 'plural' }),
  ].join(' ');
}

const wholes = {
  one: ['целая', 'целой', 'целой', 'целую', 'целой', 'целой'],
  more: ['целых', 'целых', 'целым', 'целых', 'целыми', 'целых'],
} as const;

/**
 * A decimal fraction in words: «три целых пять десятых».
 *
 * @param digits What stands after the comma, at most six digits.
 */
export function decimal(
  whole: number,
  digits: string,
  grammaticalCase: GrammaticalCase = 'nominative',
): string {
  return [
    cardinal(whole, { case: grammaticalCase, gender: 'feminine' }),
    inCase(wholes[countOf(whole) === 'one' ? 'one' : 'more'], grammaticalCase),
    fraction(Number(digits), 10 ** digits.length, grammaticalCase),
  ].join(' ');
}
