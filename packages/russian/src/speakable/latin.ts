import { latinWords } from './latin-words.js';
import { spellEnglish } from './letters.js';
import { rule, type SpokenRule } from './rule.js';

const vowelless = /^[BCDFGHJKLMNPQRSTVWXZ]+$/;
/** Letter words with a vowel that are spelled all the same. */
const spelledWords = /^(?:API|UI|UX|AI|IP|OS|ID|SU|FAQ|CEO|EU|USA|UK|AC|IQ|OTP|URL|USDT|ETA|RSA|ISO|SUV)$/;
/** Latin words with a Russian way to say them, and Latin letter words. Others are left: the voices read them. */
export const latin: readonly SpokenRule[] = [
  rule('latin', String.raw`[A-Za-z]+(?:-[A-Za-z]+){0,5}`, ([word]) => {
    const known = latinWords.get(word.toLowerCase());
    if (known !== undefined) return known;
    const isLetterWord = word.length < 6 && (vowelless.test(word) || spelledWords.test(word));
    return isLetterWord && word.length > 1 ? spellEnglish(word) : undefined;
  }),
  rule('latin', String.raw`([A-Za-z]+)`, ([, word = '']) => {
    const known = latinWords.get(word.toLowerCase());
    if (known !== undefined) return known;
    return /^[A-Z]{2,5}$/.test(word) && (vowelless.test(word) || spelledWords.test(word))
      ? spellEnglish(word)
      : undefined;
  }),
];
