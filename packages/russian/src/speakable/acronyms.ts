import { wordSet } from '../word-set.js';
import { cardinal } from '../numerals/cardinals.js';
import { spellLetters } from './letters.js';
import { rule, type SpokenRule } from './rule.js';

/** Letter words with a vowel that are spelled; others with one are read as words: «УЗИ», «ОСАГО». */
const spelled = wordSet(
  'ИНН ОМС ЭКГ ЕГЭ ОГЭ ООО ОАО ЗАО ПАО АО ИП ЭЭГ ЭЦП ЭП ОКПО ОГРН ОВД УВД ЕС США ЮАР ОАЭ УФМС АТС АЗС АЭС ТЭЦ ЭВМ ПО ИТ ИИ СУ ГИБДД УК ЕРИП ЕИРЦ ОКБ ИФНС ЭКО АД',
);

/** Russian letter words: «эм эф цэ». A word that may be one in capitals is left alone. */
export const acronyms: readonly SpokenRule[] = [
  rule('acronyms', String.raw`([А-ЯЁ]{2,6})(?:-(\d{1,3}))?(?!\p{L})`, ([, word = '', number]) => {
    const isSpelled = spelled.has(word) || (word.length < 6 && /^[БВГДЖЗЙКЛМНПРСТФХЦЧШЩ]+$/.test(word));
    if (!isSpelled) return undefined;
    return spellLetters(word) + (number === undefined ? '' : ` ${cardinal(Number(number))}`);
  }),
];
