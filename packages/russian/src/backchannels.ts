import { assent } from './assent.js';
import { holdWords } from './hold-words.js';
import { wordSet } from './word-set.js';

/**
 * With these a listener says "go on" and takes no turn. Raw words: lower case, no punctuation, ё as е. «Да» and
 * «хорошо» are here too: while the bot speaks they confirm; a whole answer is known by the bot being silent.
 */
export const backchannels: ReadonlySet<string> = new Set([
  ...assent,
  ...wordSet(
    'мгм мхм м-м хм так так-так понятно понял поняла здорово супер слушаю ого ясненько понятненько продолжайте дальше ха хи',
    'ха-ха эх',
  ),
  ...(
    'вот как|надо же|ничего себе|само собой|все ясно|я понял|я поняла|я слушаю|я вас слушаю|слушаю вас|вас понял|' +
    'вас поняла|все верно|все понятно|так и есть|все так|вот это да|я согласен|я согласна|это точно'
  ).split('|'),
]);

/**
 * With these a listener takes the turn however few they are: «стоп», «нет-нет». Raw words, none of them a
 * backchannel.
 */
export const interruptions: ReadonlySet<string> = new Set([
  ...holdWords,
  ...wordSet(
    'нет нет-нет не-не не-не-не стоп стойте постойте хватит достаточно тихо перестаньте прекратите послушайте алло извините',
    'простите неправильно неверно повторите помедленнее громче ошибка отмена оператора оператор',
  ),
  ...(
    'нет нет|не надо|не нужно|не так|не то|не туда|дайте сказать|можно вопрос|одну секунду|одну минуту|я не понял|' +
    'я не поняла|не понял|не поняла|не слышу|не расслышал|не расслышала'
  ).split('|'),
]);
