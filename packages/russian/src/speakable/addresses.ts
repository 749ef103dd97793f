import { inCase, type GrammaticalCase } from '../numerals/grammar.js';
import { indeclinable, nounTable, type Noun } from '../numerals/nouns.js';
import { casesBefore, lastWord } from './government.js';
import { rule, type Place, type SpokenRule } from './rule.js';
import { sentenceDot } from './sentence-dot.js';

/** Shortened words before a name: «ул. Ленина», «г. Казань». Some stand behind it too: «Парковая ул.» */
const beforeName = nounTable(
  'ул улиц улица|пер переулк парк переулок|пл площад область|пр,просп,пр-т,пр-кт проспект|б-р,бул,бульв бульвар|' +
    'наб набережн набережная|туп тупик парк|мкр,мкрн,мкр-н микрорайон|г город|с сел место|д,дер деревн неделя|п,пос,пгт посёлк парк посёлок|' +
    'обл област область|р-н район|респ республик книга|кр кра край|оз озер место|р рек книга|о остров|ст станци секция',
)
  .set('ш', indeclinable('шоссе', 'neuter'))
  .set('м', indeclinable('метро', 'neuter'));

/** Shortened words before a number: «д. 5», «кв. 14». */
export const beforeNumber = nounTable(
  'д дом|корп,к корпус|кв квартир минута|стр строени строение|влад,вл владени строение|под подъезд|эт этаж этаж|' +
    'оф офис|каб кабинет|ауд аудитори секция|пом помещени строение|лит литер минута',
);

/** Any of the words, the longest first; small letters, or a capital at the beginning. Names need their own capitals. */
const anyOf = (keys: Iterable<string>) =>
  [...keys]
    .sort((a, b) => b.length - a.length)
    .map((key) => `[${key.charAt(0)}${key.charAt(0).toUpperCase()}]${key.slice(1)}`)
    .join('|');
const gap = String.raw`[ \u00a0\u202f]{0,4}`;
const nameAhead = String.raw`(?=${gap}(?:["«]?[А-ЯЁ]|\d{1,3}(?:-[а-я]{1,2})?${gap}[А-ЯЁ]))`;

/** Shortened words of addresses, in the case that stands before them. */
export const addresses: readonly SpokenRule[] = [
  rule(
    'addresses',
    String.raw`(пр-т|б-р|р-н)(а|у|е|ом)?(?![\p{L}-])(\.?)`,
    ([, start = '', ending = '', dot], place) => {
      const words = beforeName.get(start.toLowerCase());
      if (words === undefined) return undefined;
      const index = ['а', 'у', 'ом', 'е'].indexOf(ending);
      const word = index < 0 ? caseWithName(words, place) : (words.singular[[1, 2, 4, 5][index] ?? 0] ?? '');
      return word + sentenceDot(dot, place.after);
    },
    'i',
  ),
  rule(
    'addresses',
    String.raw`(${anyOf(beforeNumber.keys())})\.${gap}(?=\d)`,
    ([written, key = ''], place) => {
      // Of a book or a paper it is a page.
      if (/^стр$/i.test(key) && !/[\d,]\s*$|:\s*$/.test(place.before)) return undefined;
      const words = beforeNumber.get(key.toLowerCase());
      if (words === undefined || (key === 'к' && place.before === '')) return undefined;
      return (
        inCase(words.singular, caseOfPlace(place)) +
        (written.endsWith('.') ? ' ' : written.slice(key.length + 1))
      );
    },
    'i',
  ),
  rule('addresses', String.raw`[Мм]\.${nameAhead}|[Сс]т\.${gap}м\.${nameAhead}`, ([written]) =>
    /^ст/i.test(written) ? 'станция метро' : 'метро',
  ),
  rule('addresses', String.raw`(${anyOf(beforeName.keys())})\.${nameAhead}`, ([, key = ''], place) => {
    const words = beforeName.get(key.toLowerCase());
    if (words === undefined || /^[А-Я]$/.test(key)) return undefined;
    return caseWithName(words, place);
  }),
  rule(
    'addresses',
    String.raw`(ул|пер|пл|наб|просп|ш|обл)\.(?!\p{L})`,
    ([, key = ''], place) => {
      const words = beforeName.get(key.toLowerCase());
      return words && caseWithName(words, place) + sentenceDot('.', place.after);
    },
    'i',
  ),
];

const motion =
  /(?<!\p{L})(?:приез|приех|приход|приш|подой|подход|подъе|подни|пройд|пройт|проход|зайд|заход|заез|заеха|съезд|езж|еде[мт]|ехать|поез|поех|иди|идти|идём|пойд|отвез|отвоз|привез|привоз|достав|везём|везти|выезж|выех|отправ|пиши|переех|направ|вышл|высыл|сверн|поверн|перевез|заказать|вход)[\p{L}]*\s(?:[\p{L}]+\s){0,2}?$/iu;

/** Where or whereto: «мы на улице», «приезжайте на улицу». */
export function caseOfPlace({ before }: Place): GrammaticalCase {
  const asked = casesBefore(before);
  const [first] = asked;
  if (first === undefined) return 'nominative';
  if (first === 'accusative' && asked.includes('prepositional')) {
    const head = before.replace(/\S+\s+$/u, '');
    return motion.test(head) ? 'accusative' : 'prepositional';
  }
  return /рядом со?\s+$|вместе со?\s+$/iu.test(before) ? 'instrumental' : first;
}

/** Endings of an adjective → the case that it shows. */
const shownBy: readonly (readonly [ending: RegExp, shown: GrammaticalCase])[] = [
  [/ю$/, 'accusative'],
  [/го$/, 'genitive'],
  [/му$/, 'dative'],
  [/[ыи]м$/, 'instrumental'],
  [/м$/, 'prepositional'],
];

/** The case that an adjective shows, or the ending of an ordinal; undefined where it may be one of several. */
export function caseShown(adjective: string): GrammaticalCase | undefined {
  return shownBy.find(([ending]) => ending.test(adjective))?.[1];
}

/** An adjective before the word tells its case: «на Парковой ул.», «в Одинцовском р-не». */
function caseWithName({ singular }: Noun, place: Place): string {
  const [all = '', adjective = ''] = /(\p{Lu}\p{L}+)\s+$/u.exec(place.before) ?? [];
  if (!/(?:ая|ую|ой|ий|ый|ом|ого|ому|ым|им|ей|яя)$/.test(adjective))
    return inCase(singular, caseOfPlace(place));
  const head = place.before.slice(0, place.before.length - all.length);
  const asked = casesBefore(head);
  const shown = caseShown(adjective);
  if (shown !== undefined) return inCase(singular, shown);
  if (/(?:ая|яя|ий|ый)$/.test(adjective))
    return inCase(singular, asked.includes('accusative') ? 'accusative' : 'nominative');
  return inCase(
    singular,
    asked.includes('prepositional')
      ? 'prepositional'
      : (asked[0] ?? (lastWord(head) === '' ? 'nominative' : 'genitive')),
  );
}
