import { lettered } from '../abbreviations.js';
import { inCase } from '../numerals/grammar.js';
import { noun, nounTable } from '../numerals/nouns.js';
import { caseOfPlace } from './addresses.js';
import { caseBefore, lastWord } from './government.js';
import { spellLetters } from './letters.js';
import { rule, type SpokenRule } from './rule.js';
import { lastDot, sentenceDot } from './sentence-dot.js';

const gap = String.raw`[ \u00a0\u202f]?`;

/** Said in one way only; `~` stands for a space that may be missing. Those that may end a sentence keep its dot. */
const fixed = (
  'до н.~э.=до нашей эры|н.~э.=нашей эры|и т.~д.=и так далее|и т.~п.=и тому подобное|' +
  'и мн.~др.=и многие другие|и др.=и другие|и проч.=и прочее|и пр.=и прочее|в т.~ч.=в том числе|' +
  'т.~е.=то есть|т.~к.=так как|т.~о.=таким образом|т.~н.=так называемый|к.~м.~н.=кандидат медицинских наук|' +
  'д.~м.~н.=доктор медицинских наук|к.~т.~н.=кандидат технических наук|у.~е.=условных единиц|' +
  'напр.=например|см.=смотрите|ок.=около|им.=имени|прим.=примечание|вкл.=включая|тыс.=тысяч|руб.=рублей|' +
  'коп.=копеек|англ.=английский|раб.=рабочих|мин.=минимальный|макс.=максимальный|моб.=мобильный|' +
  'внутр.=внутренний|доб.=добавочный|гл. инж.=главный инженер|гл. врач=главный врач|мл.=младший|' +
  'св.=святого|ак.=академика|а/я=абонентский ящик|б/у=бэ у|ж/д=железнодорожный|с/х=сельскохозяйственный|' +
  'в/о=высшее образование|з/п=зарплата|и/или=и или'
)
  .split('|')
  .map((row) => row.split('='));

const acting = noun('исполняющ', 'рабочий').singular;

/** Declined by what stands before them. */
const declined = nounTable(
  'проф профессор доктор|акад академик доктор|доц доцент доктор|зам заместител учитель|зав заведующ рабочий|' +
    'дир директор доктор|тел телефон|тов товарищ товарищ|руков руководител учитель|г-ж госпож книга|' +
    'г-н господин доктор|д-р доктор доктор',
);

/** Parts of a law or of a book, which stand before their number: «по п. 5 ст. 12». */
const parts = nounTable(
  'п пункт|пп,подп подпункт|ст стать неделя|ч част область|гл глав минута|разд раздел|прил приложени строение|абз абзац месяц|' +
    'рис рисунк парк рисунок|табл таблиц улица|стр,с страниц улица|т том',
);
const partAhead = /(?<!\p{L})(?:п|пп|подп|ст|ч|гл|разд|абз)\.\s*\d+(?:\.\d+)*,?\s+$/u;

const escaped = (text: string) =>
  text
    .replace(/[./]/g, String.raw`\$&`)
    .replaceAll(' ', String.raw`[\u00a0\u0020]`)
    .replaceAll('~', gap);

/** Those that may stand before another sentence. Others end one only at the end of the text. */
const closing = /^(?:ит[дп]|и(?:мн)?др|ипро?ч?|(?:до)?нэ|руб|коп|тыс|уе)$/;

const keyOf = (written: string) => written.replace(/[~. \u00a0\u202f]/g, '').toLowerCase();
const fixedWords: ReadonlyMap<string, string> = new Map(
  fixed.map(([written = '', said = '']) => [keyOf(written), said]),
);
const fixedPattern = fixed
  .map(([written = '']) => written)
  .sort((a, b) => b.length - a.length)
  .map(escaped)
  .join('|');

/** Shortened words: «т. е.», «г-же Петровой», «по п. 5 ст. 12». */
export const shortForms: readonly SpokenRule[] = [
  // In small letters: «И. О. Петров» has initials.
  rule(
    'abbreviations',
    String.raw`[Ии]\.${gap}о\.(?=\s+\p{Ll})`,
    (_, { before }) => `${inCase(acting, caseBefore(before))} обязанности`,
  ),
  rule(
    'abbreviations',
    `(?:${fixedPattern})(?:(?<=\\.)|(?![\\p{L}\\d]))`,
    ([written], { after }) => {
      const said = fixedWords.get(keyOf(written));
      if (said === undefined || !written.endsWith('.')) return said;
      return said + (closing.test(keyOf(written)) ? sentenceDot('.', after) : lastDot(after));
    },
    'i',
  ),
  rule('abbreviations', String.raw`р\.(?=\s*(?:в|на)\s+(?:день|сутки|неделю|месяц|год))`, (_, { before }) =>
    timesWord(before),
  ),
  rule(
    'abbreviations',
    String.raw`(г-ж|г-н|д-р)([аыиуейомой]{0,2})(?![\p{L}-])\.?`,
    ([, start = '', ending = ''], place) => {
      const words = declined.get(start.toLowerCase())?.singular;
      if (words === undefined) return undefined;
      const shown =
        ending === ''
          ? undefined
          : words.find((word, index) => word.endsWith(ending) && (index > 0 || ending === 'а'));
      return shown ?? inCase(words, caseBefore(place.before));
    },
    'i',
  ),
  rule(
    'abbreviations',
    String.raw`(${[...declined.keys()].join('|')})\.`,
    ([, key = ''], { before, after }) => {
      const words = declined.get(key.toLowerCase());
      const wanted = lastWord(before) === 'по' ? 'dative' : caseBefore(before);
      return words && inCase(words.singular, wanted) + lastDot(after);
    },
    'i',
  ),
  rule(
    'abbreviations',
    String.raw`(${[...parts.keys()].sort((a, b) => b.length - a.length).join('|')})\.${gap}(?=[\dIVX])`,
    ([, key = ''], place) => {
      const words = parts.get(key.toLowerCase());
      if (words === undefined) return undefined;
      const wanted = partAhead.test(place.before)
        ? 'genitive'
        : /(?<!\p{L})см(?:\.|отрите)\s+$|(?<!\p{L})смотрите\s+$/iu.test(place.before)
          ? 'accusative'
          : caseOfPlace(place);
      const isRange = /^\d+\s?[-–—]\s?\d/.test(place.after);
      return `${inCase(isRange ? words.plural : words.singular, wanted)} `;
    },
    'i',
  ),
  // Initials, before and after their surname.
  rule(
    'abbreviations',
    String.raw`([А-ЯЁ])\.${gap}(?:([А-ЯЁ])\.${gap})?(?=[А-ЯЁ][а-яё])`,
    ([, first = '', second], { before }) =>
      // «Группа А. Второй этаж»: a letter that names something else.
      second === undefined && lettered.test(lastWord(before))
        ? undefined
        : `${[first, second].flatMap((letter) => (letter === undefined ? [] : [spellLetters(letter)])).join(' ')} `,
  ),
  rule(
    'abbreviations',
    String.raw`([А-ЯЁ])\.${gap}([А-ЯЁ])\.`,
    ([, first = '', second = ''], { before, after }) =>
      /[А-ЯЁ][а-яё]+\s+$/.test(before)
        ? `${spellLetters(first)} ${spellLetters(second)}${sentenceDot('.', after)}`
        : undefined,
  ),
];

/** «2 р. в день», «5 р. в день». */
function timesWord(before: string): string {
  const units = Number(/(\d+)[ \u00a0]?$/.exec(before)?.[1] ?? '5');
  return /^(?:[234]|.*[02-9][234])$/.test(String(units)) ? 'раза' : 'раз';
}
