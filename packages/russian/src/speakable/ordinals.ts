import { cardinal } from '../numerals/cardinals.js';
import {
  grammaticalCases,
  inCase,
  type Agreement,
  type Gender,
  type GrammaticalCase,
} from '../numerals/grammar.js';
import { countOf, noun } from '../numerals/nouns.js';
import { compoundPrefix, ordinal } from '../numerals/ordinals.js';
import { caseOfPlace, caseShown } from './addresses.js';
import { caseBefore, casesBefore } from './government.js';
import { rule, type Place, type SpokenRule } from './rule.js';
import { sentenceDot } from './sentence-dot.js';
import { unitOf } from './units.js';

const genders = ['masculine', 'feminine', 'neuter', 'plural'] as const;
const dash = String.raw`[-–—]`;

/** Nouns that are numbered rather than counted, and their endings in the singular. */
const numbered =
  /^[ \u00a0\u202f]+(этаж|подъезд|класс|курс|корпус|кабинет|ряд|урок|век|квартал|разряд|терминал|автобус|маршрут|путь|зал|раунд|тур|сезон|том|год|числ)(|а|у|ом|е|о|ов|ами|ах|ам)(?![а-яё])/iu;

/** Ordinals: «на 14-м км», «3-я мин.», with an ending, of storeys and years, Roman, and numbers that begin a word. */
export const ordinals: readonly SpokenRule[] = [
  rule(
    'units',
    `(\\d{1,4})${dash}(й|го|му|ым|м|я|ю)~(км|мин|сек|нед|мес)(?!\\p{L})(\\.?)`,
    ([, number, ending = '', spelled = '', dot], place) => {
      const unit = unitOf(spelled);
      if (unit === undefined) return undefined;
      const { gender, singular } = unit.noun;
      const wanted =
        caseShown(ending) ??
        (ending === 'й' && gender === 'feminine' ? singledOutCase(place.before) : 'nominative');
      return `${ordinal(Number(number), { case: wanted, gender })} ${inCase(singular, wanted)}${sentenceDot(dot, place.after)}`;
    },
  ),
  rule('numbers', `(\\d{1,9})${dash}([а-яё]{1,3})(?![а-яё\\d-])`, sayWithEnding, 'i'),
  rule(
    'numbers',
    `(\\d{1,6})${dash}([а-яё]{4,})(?!\\d)`,
    ([, number = '', word = '']) => compoundPrefix(Number(number)) + word,
  ),
  rule('numbers', String.raw`(\d{4})~[-–—\/]~(\d{4})(?=~(?:гг?\.|год|\p{L}+\s+год))(~гг?\.)?`, sayYears),
  rule(
    'dates',
    String.raw`((?:1\d|20)\d\d)~г(?:(\.)(?:~(р|в)\.)?(?!\p{L})|(?=[\s,]|$))`,
    ([, written, dot, of], place) => {
      const wanted = yearCase(place.before);
      const ending = of === undefined ? '' : yearOf(of);
      // «в году», as no other noun of time.
      const word = wanted === 'prepositional' ? 'году' : inCase(year.singular, wanted);
      return `${ordinal(Number(written), { case: wanted })} ${word}${ending}${sentenceDot(dot, place.after)}`;
    },
  ),
  rule('numbers', String.raw`\d{1,4}(?=[ \u00a0\u202f]+\p{L})`, sayNumbered),
  rule('addresses', String.raw`(\d{1,3})~эт\.`, ([, number], place) => {
    const wanted = caseOfPlace(place);
    return `${ordinal(Number(number), { case: wanted })} ${inCase(storey, wanted)}${sentenceDot('.', place.after)}`;
  }),
];

/** What the year is of: «г. р.», «г. в.» */
export function yearOf(letter: string): string {
  return letter === 'р' ? ' рождения' : ' выпуска';
}

/** Roman numbers: «XXI век», «Пётр I». */
export const romanNumbers: readonly SpokenRule[] = [
  rule(
    'numbers',
    String.raw`([IVX]{1,8})~[-–—]~([IVX]{1,8})(?:(?=~век(ов|ах|ам|ами)(?!\p{L}))|~вв\.(?!\p{L}))`,
    ([, from = '', to = '', ending], place) => {
      const [first, last] = [romanValue(from), romanValue(to)];
      if (first === undefined || last === undefined) return undefined;
      const wanted = pluralCase[ending ?? ''] ?? singledOutCase(place.before);
      const words = `${ordinal(first, { case: wanted })} — ${ordinal(last, { case: wanted })}`;
      if (ending !== undefined) return words;
      return `${words} ${inCase(centuries, wanted)}${sentenceDot('.', place.after)}`;
    },
  ),
  rule('numbers', String.raw`([IVX]{1,8})~в\.(?!\p{L})`, ([, roman = ''], place) => {
    const value = romanValue(roman);
    if (value === undefined) return undefined;
    const wanted = singledOutCase(place.before);
    return `${ordinal(value, { case: wanted })} ${inCase(century, wanted)}${sentenceDot('.', place.after)}`;
  }),
  rule('numbers', String.raw`([IVX]{1,8})(?![\p{L}\d]|\.\S|-[\p{L}])`, sayRoman),
];

const storey = noun('этаж', 'этаж').singular;
const { singular: century, plural: centuries } = noun('век');
const pluralCase: Readonly<Record<string, GrammaticalCase>> = {
  ов: 'genitive',
  ам: 'dative',
  ами: 'instrumental',
  ах: 'prepositional',
};

/** «в XVIII–XIX вв.», «на 3-й мин.» */
function singledOutCase(before: string): GrammaticalCase {
  const asked = casesBefore(before);
  return asked.includes('prepositional') ? 'prepositional' : (asked[0] ?? 'genitive');
}

const year = noun('год');

/** «в 2024 г.» is «году», «на 2024 г.» «год», and without a preposition «года». */
function yearCase(before: string): GrammaticalCase {
  if (/(?<!\p{L})во?\s+$/iu.test(before)) return 'prepositional';
  if (/(?<!\p{L})по\s+$/iu.test(before)) return 'accusative';
  return casesBefore(before)[0] ?? 'genitive';
}

function sayYears([, from = '', to = '', short]: RegExpExecArray, { before, after }: Place): string {
  const wanted = yearCase(before);
  const said = `${ordinal(Number(from), { case: wanted })} — ${ordinal(Number(to), { case: wanted })}`;
  if (short === undefined) return said;
  return `${said} ${inCase(year.plural, wanted)}${sentenceDot('.', after)}`;
}

/** An ordinal, or else a cardinal, whose form has the ending that was written: «5-го», «2-х», «90-е». */
function sayWithEnding(
  [, number = '', ending = '']: RegExpExecArray,
  { before, after }: Place,
): string | undefined {
  const value = Number(number);
  const written = ending.toLowerCase();
  const asked = casesBefore(before);
  const candidates = (say: (agreement: Agreement) => string) =>
    genders.flatMap((gender) =>
      grammaticalCases.map((wanted) => ({ wanted, gender, said: say({ case: wanted, gender }) })),
    );
  const fits = ({ said }: { said: string }) =>
    said.endsWith(written) || said.replaceAll('ё', 'е').endsWith(written);
  const counts = candidates((agreement) => cardinal(value, agreement)).filter(fits);
  const orders = candidates((agreement) => ordinal(value, agreement)).filter(fits);
  const isCount =
    /^(?:ти|мя|ью|ю|х)$/.test(written) &&
    !ordinalAhead.test(after) &&
    counts.length > 0 &&
    (!isDecade(value, written) || countsPeople.test(after));
  const choice = isCount ? counts : orders;
  const gender =
    isDecade(value, written) && !/^\s+\p{L}+(?:о|е|а)(?!\p{L})/u.test(after)
      ? 'plural'
      : genderAfter(after, written);
  const score = ({ wanted, gender: own }: { wanted: GrammaticalCase; gender: Gender | 'plural' }) =>
    (asked.includes(wanted)
      ? 4 - asked.indexOf(wanted)
      : asked.length === 0 && wanted === 'nominative'
        ? 1
        : 0) + (own === gender ? 2 : 0);
  return choice.reduce<(typeof choice)[number] | undefined>(
    (best, next) => (best === undefined || score(next) > score(best) ? next : best),
    undefined,
  )?.said;
}

/** «со 2-х по 6-е классы» */
const ordinalAhead = /^\s+(?:по|и)\s+\d+-[её](?!\p{L})/u;
const countsPeople = /^\s+[а-яё]+(?:ов|ей|ек|век)(?![а-яё])/i;

/** «в 70-х», «мода 90-х»: tens by themselves. */
function isDecade(value: number, ending: string): boolean {
  return /^[хе]$/.test(ending) && value % 10 === 0 && value >= 20 && value < 100;
}

/** The gender that the next word shows, as far as an ending can. */
function genderAfter(after: string, ending: string): Gender | 'plural' | undefined {
  const [, word = ''] = /^[ \u00a0\u202f]+(?:\p{L}+(?:ая|ую|ой|ый|ое|ого|ом)\s+)?(\p{L}+)/u.exec(after) ?? [];
  if (/[ыи]$/.test(word)) return /^(?:е|ые|ие|х|ых)$/.test(ending) ? 'plural' : 'feminine';
  if (/(?:[ая]|ую|ю|у|[цк]е|ой)$/.test(word)) return 'feminine';
  if (/[оё]$|ие$/.test(word)) return 'neuter';
  return word === '' ? undefined : 'masculine';
}

const caseOfEnding: Readonly<Record<string, GrammaticalCase>> = {
  '': 'nominative',
  о: 'nominative',
  а: 'genitive',
  у: 'dative',
  ом: 'instrumental',
  е: 'prepositional',
};

/** «на 5 этаже», «3 подъезд», «2026 год»: a noun in the singular that its number does not count. */
function sayNumbered([number]: RegExpExecArray, { before, after }: Place): string | undefined {
  const [, stem = '', ending = ''] = numbered.exec(after) ?? [];
  if (stem === '') return undefined;
  const value = Number(number);
  const isYear = stem.toLowerCase() === 'год';
  if (isYear && value < 1000) return undefined;
  const wanted = caseOfEnding[ending.toLowerCase()];
  if (wanted === undefined) return undefined;
  if (isYear && ending === 'у' && /(?<!\p{L})во?\s+$/iu.test(before))
    return ordinal(value, { case: 'prepositional' });
  // «два этажа» counts, «до 2 этажа» does not.
  const counts = ending === 'а' && countOf(value) === 'few' && !isYear;
  if (counts && !casesBefore(before).includes('genitive')) return undefined;
  const gender = stem.toLowerCase() === 'числ' ? 'neuter' : 'masculine';
  const asked = caseBefore(before);
  return ordinal(value, { case: wanted === 'nominative' && asked === 'accusative' ? asked : wanted, gender });
}

const romanDigits: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };

/** The value of a Roman number below 40; larger ones are letters far more often («XL»). */
function romanValue(written: string): number | undefined {
  if (!/^(?=.)X{0,3}(?:IX|IV|V?I{0,3})$/.test(written)) return undefined;
  let value = 0;
  for (const [index, letter] of Array.from(written).entries()) {
    const worth = romanDigits[letter] ?? 0;
    value += worth < (romanDigits[written.charAt(index + 1)] ?? 0) ? -worth : worth;
  }
  return value;
}

const numberedBefore =
  /(?<!\p{L})(?:глав|част|том|раздел|пункт|тип|категори|групп|степен|уровн|уровень|этап)[а-яё]{0,3}\s+$/iu;
const nameBefore = /(\p{Lu}\p{Ll}+)\s+$/u;

/** «II степень», «III группы». */
const numberedFeminine =
  /^[ \u00a0\u202f]+(?:степен|категори|групп|стади|очеред)(ь|я|а|ю|у|и|ы|ью|ей|ой|е)(?![а-яё])/iu;
const caseOfFeminine: Readonly<Record<string, GrammaticalCase>> = {
  ...{ ь: 'nominative', я: 'nominative', а: 'nominative' },
  ...{ ю: 'accusative', у: 'accusative', и: 'genitive', ы: 'genitive' },
  ...{ ью: 'instrumental', ей: 'instrumental', ой: 'instrumental', е: 'prepositional' },
};

function sayRoman([, roman = '']: RegExpExecArray, { before, after }: Place): string | undefined {
  const value = romanValue(roman);
  if (value === undefined) return undefined;
  if (numberedBefore.test(before)) return cardinal(value);
  const [, , ending] = numbered.exec(after) ?? [];
  if (ending !== undefined) {
    const wanted = caseOfEnding[ending] ?? (ending === 'ов' ? 'genitive' : undefined);
    const asked = caseBefore(before);
    if (wanted !== undefined)
      return ordinal(value, {
        case: wanted === 'nominative' && asked === 'accusative' ? asked : wanted,
        gender: 'masculine',
      });
  }
  const [, feminine] = numberedFeminine.exec(after) ?? [];
  const shown = feminine === undefined ? undefined : caseOfFeminine[feminine];
  if (shown !== undefined) return ordinal(value, { case: shown, gender: 'feminine' });
  const [, name] = nameBefore.exec(before) ?? [];
  if (name !== undefined && value < 30) return ofRuler(value, name);
  return roman.length > 1 ? cardinal(value) : undefined;
}

/** «Петру Первому», «Екатерина Вторая»: the name shows the case. */
function ofRuler(value: number, name: string): string {
  const endings: readonly (readonly [RegExp, Agreement])[] = [
    [/[ая]$/, { gender: 'feminine' }],
    [/[ыи]$/, { gender: 'feminine', case: 'genitive' }],
    [/(?:ой|ей)$/, { gender: 'feminine', case: 'instrumental' }],
    [/[ую]$/, { case: 'dative' }],
    [/(?:ом|ем)$/, { case: 'instrumental' }],
    [/е$/, { gender: 'feminine', case: 'dative' }],
  ];
  // «Петра», «Николая» are the genitive of what ends otherwise.
  if (/^(?:Петра|Павла|Николая|Ивана|Александра|Василия|Людовика|Карла|Генриха|Фридриха)$/.test(name))
    return capitalised(ordinal(value, { case: 'genitive' }));
  const [, agreement = {}] = endings.find(([ending]) => ending.test(name)) ?? [];
  return capitalised(ordinal(value, agreement));
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
