import { forms, inCase, type Forms, type GrammaticalCase } from '../numerals/grammar.js';
import { indeclinable, noun } from '../numerals/nouns.js';
import { casesBefore, lastWord } from './government.js';
import { rule, type Place, type SpokenRule } from './rule.js';
import { sentenceDot } from './sentence-dot.js';

const house = noun('дом', 'метр').singular;
const corpus = noun('корпус', 'метр').singular;
const flat = noun('квартир', 'минута').singular;
const town = noun('город', 'метр').singular;
const settlement = forms('посёлок посёлка посёлку посёлок посёлком посёлке');
const village = noun('деревн', 'неделя').singular;
const building = noun('строени', 'строение').singular;
const avenue = noun('проспект', 'метр').singular;
const boulevard = noun('бульвар', 'метр').singular;
const district = noun('район', 'метр').singular;
const microdistrict = noun('микрорайон', 'метр').singular;
const station = noun('станци', 'секция').singular;

/** Shortened words before a name: «ул. Ленина», «г. Казань». Some stand behind it too: «Парковая ул.» */
const beforeName: ReadonlyMap<string, Forms> = new Map<string, Forms>([
  ['ул', noun('улиц', 'улица').singular],
  ['пер', forms('переулок переулка переулку переулок переулком переулке')],
  ['пл', noun('площад', 'область').singular],
  ['наб', forms('набережная набережной набережной набережную набережной набережной')],
  ['пр', avenue],
  ['просп', avenue],
  ['пр-т', avenue],
  ['пр-кт', avenue],
  ['б-р', boulevard],
  ['бул', boulevard],
  ['бульв', boulevard],
  ['ш', indeclinable('шоссе', 'neuter').singular],
  ['туп', noun('тупик', 'метр').singular],
  ['мкр', microdistrict],
  ['мкрн', microdistrict],
  ['мкр-н', microdistrict],
  ['г', town],
  ['с', noun('сел', 'место').singular],
  ['д', village],
  ['дер', village],
  ['п', settlement],
  ['пос', settlement],
  ['пгт', settlement],
  ['обл', noun('област', 'область').singular],
  ['р-н', district],
  ['респ', noun('республик', 'книга').singular],
  ['кр', forms('край края краю край краем крае')],
  ['оз', noun('озер', 'место').singular],
  ['р', noun('рек', 'книга').singular],
  ['о', noun('остров', 'метр').singular],
  ['м', indeclinable('метро', 'neuter').singular],
  ['ст', station],
]);

/** Shortened words before a number: «д. 5», «кв. 14». */
const beforeNumber: ReadonlyMap<string, Forms> = new Map<string, Forms>([
  ['д', house],
  ['корп', corpus],
  ['к', corpus],
  ['кв', flat],
  ['стр', building],
  ['влад', noun('владени', 'строение').singular],
  ['вл', noun('владени', 'строение').singular],
  ['под', noun('подъезд', 'метр').singular],
  ['эт', noun('этаж', 'этаж').singular],
  ['оф', noun('офис', 'метр').singular],
  ['каб', noun('кабинет', 'метр').singular],
  ['ауд', noun('аудитори', 'секция').singular],
  ['пом', noun('помещени', 'строение').singular],
  ['лит', noun('литер', 'минута').singular],
]);

/** Written with a hyphen and, it may be, an ending: «пр-те», «р-не». */
const hyphenated: readonly (readonly [start: string, words: Forms])[] = [
  ['пр-т', avenue],
  ['б-р', boulevard],
  ['р-н', district],
];

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
      const [, words] = hyphenated.find(([key]) => key === start.toLowerCase()) ?? [];
      if (words === undefined) return undefined;
      const index = ['', 'а', 'у', 'е', 'ом'].indexOf(ending);
      const word =
        index <= 0
          ? caseWithName(words, place)
          : ([words[0], words[1], words[2], words[5], words[4]][index] ?? words[0]);
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
        inCase(words, caseOfPlace(place)) + (written.endsWith('.') ? ' ' : written.slice(key.length + 1))
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

/** An adjective before the word tells its case: «на Парковой ул.», «в Одинцовском р-не». */
function caseWithName(words: Forms, place: Place): string {
  const adjective = /(\p{Lu}\p{L}+)\s+$/u.exec(place.before)?.[1] ?? '';
  if (!/(?:ая|ую|ой|ий|ый|ом|ого|ому|ым|им|ей|яя)$/.test(adjective)) return inCase(words, caseOfPlace(place));
  const head = { ...place, before: place.before.replace(/\p{Lu}\p{L}+\s+$/u, '') };
  if (/(?:ая|яя|ий|ый)$/.test(adjective))
    return inCase(words, casesBefore(head.before).includes('accusative') ? 'accusative' : 'nominative');
  if (/ую$/.test(adjective)) return inCase(words, 'accusative');
  if (/ого$/.test(adjective)) return inCase(words, 'genitive');
  if (/ому$/.test(adjective)) return inCase(words, 'dative');
  if (/[ыи]м$/.test(adjective)) return inCase(words, 'instrumental');
  if (/ом$/.test(adjective)) return inCase(words, 'prepositional');
  const asked = casesBefore(head.before);
  return inCase(
    words,
    asked.includes('prepositional')
      ? 'prepositional'
      : (asked[0] ?? (lastWord(head.before) === '' ? 'nominative' : 'genitive')),
  );
}
