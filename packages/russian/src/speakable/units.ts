import { forms } from '../numerals/grammar.js';
import { changed, described, indeclinable, noun, nounTable, type Noun } from '../numerals/nouns.js';
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
const kopeck = noun('копейк', 'книга', { bare: 'копеек' });
const cent = noun('цент');
export const hour = noun('час');
export const year = noun('год', 'метр', { counted: 'лет' });
export const thousand = noun('тысяч', 'тысяча');
const days = forms('сутки суток суткам сутки сутками сутках');

/** Spellings parted by commas, `~` for a space that may be missing; then the unit, as {@link nounTable} reads it. */
const regular = nounTable(
  'кг килограмм|г,гр грамм|мг миллиграмм|т тонн минута|км километр|м метр|см сантиметр|мм миллиметр|га гектар|л литр|' +
    'мл миллилитр|мин минут минута|сек секунд минута|нед недел неделя|мес месяц месяц|шт штук книга|экз экземпляр|' +
    'уп,упак упаковк книга упаковок|КБ,Кб килобайт вольт|МБ,Мб,MB,Mb мегабайт вольт|ГБ,Гб,GB,Gb гигабайт вольт|' +
    'ТБ,Тб,TB терабайт вольт|Мбит мегабит вольт|Гбит гигабит вольт|Вт ватт вольт|кВт·ч,кВт*ч,кВтч киловатт-час|' +
    'кВт киловатт вольт|В вольт вольт|А ампер вольт|Гц герц вольт|кГц килогерц вольт|МГц мегагерц вольт|' +
    'ГГц гигагерц вольт|ккал килокалори секция|атм атмосфер минута|об оборот|% процент|° градус',
);

const special: readonly (readonly [
  spellings: string,
  noun: Noun,
  kind?: SpeakableClass,
  hundredth?: Noun,
])[] = [
  ['₽ руб р RUB RUR', rouble, 'money', kopeck],
  ['коп', kopeck, 'money'],
  ['$ долл USD', noun('доллар'), 'money', cent],
  ['€ EUR', indeclinable('евро', 'masculine'), 'money', cent],
  ['£ GBP', noun('фунт'), 'money'],
  ['¥ CNY', noun('юан', 'рубль'), 'money'],
  ['₸ KZT', indeclinable('тенге', 'masculine'), 'money'],
  ['у.е у.~е', described('условн', noun('единиц', 'улица')), 'money'],
  ['м² м2 кв.~м кв.м', described('квадратн', noun('метр'))],
  ['м³ м3 куб.~м куб.м', described('кубическ', noun('метр'))],
  ['ч час', hour],
  ['дн', { ...noun('дн', 'рубль'), singular: forms('день дня дню день днём дне') }],
  ['сут', { gender: 'feminine', singular: days, plural: days }],
  [
    'чел',
    { ...noun('человек', 'вольт'), counted: 'человек', plural: forms('ди дей дям дей дьми дях', 'лю') },
  ],
  ['°C °С', changed(noun('градус'), (form) => `${form} Цельсия`)],
  ['л.~с', described('лошадин', noun('сил', 'минута'))],
];
const table = [...special, ...regular] as typeof special;

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
