import { forms } from '../numerals/grammar.js';
import { changed, described, indeclinable, noun, type Noun } from '../numerals/nouns.js';
import type { SpeakableClass } from './rule.js';

/** What a number may stand before, written in short. */
export interface Unit {
  noun: Noun;
  class: SpeakableClass;
  /** What a hundredth of it is: «99,90 ₽». */
  hundredth?: Noun;
  /** A sign, not a shortened word: a dot after it ends the sentence. */
  isSign: boolean;
}

export const rouble = noun('рубл', 'рубль');
const kopeck = noun('копейк', 'книга', { genitivePlural: 'копеек' });
const cent = noun('цент', 'метр');
const metre = noun('метр', 'метр');
const degree = noun('градус', 'метр');
const percent = noun('процент', 'метр');
export const hour = noun('час', 'метр');
export const year = noun('год', 'метр', { counted: 'лет' });
export const thousand = noun('тысяч', 'тысяча');
const days = forms('сутки суток суткам сутки сутками сутках');
/** Units whose genitive plural is the bare stem: «пять вольт», «тридцать гигабайт». */
const bare = (stem: string) => noun(stem, 'метр', { counted: stem });

const table: readonly (readonly [spellings: string, noun: Noun, kind?: SpeakableClass, hundredth?: Noun])[] =
  [
    ['₽ руб р RUB RUR', rouble, 'money', kopeck],
    ['коп', kopeck, 'money'],
    ['$ долл USD', noun('доллар', 'метр'), 'money', cent],
    ['€ EUR', indeclinable('евро', 'masculine'), 'money', cent],
    ['£ GBP', noun('фунт', 'метр'), 'money'],
    ['¥ CNY', noun('юан', 'рубль'), 'money'],
    ['₸ KZT', indeclinable('тенге', 'masculine'), 'money'],
    ['у.е у.~е', described('условн', noun('единиц', 'улица')), 'money'],
    ['%', percent],
    ['кг', noun('килограмм', 'метр')],
    ['г гр', noun('грамм', 'метр')],
    ['мг', noun('миллиграмм', 'метр')],
    ['т', noun('тонн', 'минута')],
    ['км', noun('километр', 'метр')],
    ['м', metre],
    ['см', noun('сантиметр', 'метр')],
    ['мм', noun('миллиметр', 'метр')],
    ['м² м2 кв.~м кв.м', described('квадратн', metre)],
    ['м³ м3 куб.~м куб.м', described('кубическ', metre)],
    ['га', noun('гектар', 'метр')],
    ['л', noun('литр', 'метр')],
    ['мл', noun('миллилитр', 'метр')],
    ['ч час', hour],
    ['мин', noun('минут', 'минута')],
    ['сек', noun('секунд', 'минута')],
    ['дн', { ...noun('дн', 'рубль'), singular: forms('день дня дню день днём дне') }],
    ['сут', { gender: 'feminine', singular: days, plural: days }],
    ['нед', noun('недел', 'неделя')],
    ['мес', noun('месяц', 'месяц')],
    ['шт', noun('штук', 'книга')],
    [
      'чел',
      {
        ...noun('человек', 'метр', { counted: 'человек' }),
        plural: forms('люди людей людям людей людьми людях'),
      },
    ],
    ['экз', noun('экземпляр', 'метр')],
    ['уп упак', noun('упаковк', 'книга', { genitivePlural: 'упаковок' })],
    ['°C °С', changed(degree, (form) => `${form} Цельсия`)],
    ['°', degree],
    ['КБ Кб', bare('килобайт')],
    ['МБ Мб MB Mb', bare('мегабайт')],
    ['ГБ Гб GB Gb', bare('гигабайт')],
    ['ТБ Тб TB', bare('терабайт')],
    ['Мбит', bare('мегабит')],
    ['Гбит', bare('гигабит')],
    ['Вт', bare('ватт')],
    ['кВт·ч кВт*ч кВтч', noun('киловатт-час', 'метр')],
    ['кВт', bare('киловатт')],
    ['В', bare('вольт')],
    ['А', bare('ампер')],
    ['Гц', bare('герц')],
    ['кГц', bare('килогерц')],
    ['МГц', bare('мегагерц')],
    ['ГГц', bare('гигагерц')],
    ['ккал', noun('килокалори', 'секция')],
    ['л.~с', described('лошадин', noun('сил', 'минута'))],
    ['атм', noun('атмосфер', 'минута')],
    ['об', noun('оборот', 'метр')],
  ];

/** Units by how they are written; those of letters also stand without their dot. */
export const units: ReadonlyMap<string, Unit> = new Map(
  table.flatMap(([spellings, word, kind = 'units', hundredth]) =>
    spellings.split(' ').map((spelling): [string, Unit] => [
      spelling.replace('~', ''),
      {
        noun: word,
        class: kind,
        ...(hundredth && { hundredth }),
        isSign: !/^[а-я.]+$/.test(spelling.replace('~', '')),
      },
    ]),
  ),
);

const escaped = (text: string) => text.replace(/[.$*]/g, String.raw`\$&`);

/** Any spelling of a unit, the longest first. */
export const unitPattern = table
  .flatMap(([spellings]) => spellings.split(' '))
  .sort((a, b) => b.length - a.length)
  .map((spelling) => escaped(spelling).replace('~', String.raw`[ \u00a0\u202f]?`))
  .join('|');

export function unitOf(written: string): Unit | undefined {
  return units.get(written.replace(/[ \u00a0\u202f]/g, ''));
}
