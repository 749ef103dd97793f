import { gendered, simpleCardinals } from '../numerals/cardinals.js';
import { forms, type Forms } from '../numerals/grammar.js';
import { ordinalForms as ordinalsOf, simpleOrdinals } from '../numerals/ordinals.js';

/** `direct`: nominative or accusative; `instrumental`: «тремя»; `oblique`: the other cases, which share forms. */
export type CaseOfNumeral = 'direct' | 'oblique' | 'instrumental';

/** A form of a cardinal, «двумстам», as part of a number. */
export interface CardinalForm {
  value: number;
  case: CaseOfNumeral;
}

/** Gender and case of an ordinal, as far as dates and times tell them apart. */
export type OrdinalEnding = 'neuter' | 'genitive' | 'dative' | 'instrumental' | 'prepositional' | 'other';

/** A form of an ordinal, «третьего». */
export interface OrdinalForm {
  value: number;
  ending: OrdinalEnding;
}

const raw = (word: string) => word.replaceAll('ё', 'е');
const isDirect = (index: number) => index === 0 || index === 3;

/** The forms of cardinals, ё as е. One that stands in several cases is direct, else oblique. */
export const cardinalForms: ReadonlyMap<string, CardinalForm> = new Map(cardinals());

function* cardinals(): Generator<[string, CardinalForm]> {
  const words: (readonly [number, Forms])[] = [
    ...simpleCardinals,
    [0, forms('ноль ноля нолю ноль нолем ноле')],
    [0, forms('нуль нуля нулю нуль нулем нуле')],
    ...[gendered[1].masculine, gendered[1].feminine, gendered[1].neuter].map((own) => [1, own] as const),
    ...[gendered[2].masculine, gendered[2].feminine].map((own) => [2, own] as const),
  ];
  // Later entries win.
  for (const wanted of ['instrumental', 'oblique', 'direct'] as const)
    for (const [value, all] of words)
      for (const [index, word] of all.entries()) {
        const own = isDirect(index) ? 'direct' : index === 4 ? 'instrumental' : 'oblique';
        if (own === wanted) yield [raw(word), { value, case: own }];
      }
  const others = { одною: 1, восьмью: 8, восьмьюдесятью: 80, восьмьюстами: 800 };
  for (const [word, value] of Object.entries(others)) yield [word, { value, case: 'instrumental' }];
}

/** Words that multiply what stands before them. */
export const scaleForms: ReadonlyMap<string, number> = new Map([
  ...list('тысяча тысячу тысячи тысяч тысяче тысячам тысячах тысячей тысячами тыща тыщу тыщи тыщ', 1000),
  ...list('миллион миллиона миллионов миллиону миллионам миллионом миллионами миллионе миллионах', 1e6),
  ...list('миллиард миллиарда миллиардов миллиарду миллиардам миллиардом миллиардами', 1e9),
]);

/** Other words for how many there are of something: «нас двое», «пара», «полторы тысячи». */
export const countForms: ReadonlyMap<string, number> = new Map([
  ...['двое', 'трое', 'четверо', 'пятеро', 'шестеро', 'семеро', 'восьмеро', 'девятеро', 'десятеро'].flatMap(
    (word, index) => {
      const stem = index < 2 ? `${word.slice(0, -1)}и` : `${word.slice(0, -1)}ы`;
      return list(`${word} ${stem}х ${stem}м ${stem}ми`, index + 2);
    },
  ),
  ...list('пара пару пары паре парой пар', 2),
  ...list('оба обе обоих обеих обоим обеим', 2),
  ...list('десяток десятка десятков десятку десятком', 10),
  ...list('дюжина дюжину дюжины', 12),
  ...list('полсотни', 50),
  ...list('сотня сотню сотни сотен', 100),
  ...list('полтора полторы полутора', 1.5),
  ...list('полкило полметра поллитра полгода полдня', 0.5),
  ...list('полтысячи', 500),
  ...list('полмиллиона', 500_000),
]);

/** A digit by its name, «семёрка»; `several` if the form says that there are more of it, «семёрки», «нулей». */
export const digitNames: ReadonlyMap<string, { digit: number; several: boolean }> = new Map([
  ...['единиц', 'двойк', 'тройк', 'четверк', 'пятерк', 'шестерк', 'семерк', 'восьмерк', 'девятк'].flatMap(
    (stem, index) => {
      const digit = index + 1;
      const plural = digit === 1 ? ['единицы', 'единиц'] : [`${stem}и`, genitivePlural(stem)];
      return [
        ...list(`${stem}а ${stem}у ${stem}е ${stem}ой ${stem}ей`, { digit, several: false }),
        ...list(plural.join(' '), { digit, several: true }),
      ];
    },
  ),
  ...list('нуля ноля нули ноли нулей нолей', { digit: 0, several: true }),
]);

/** «двоек», «троек», «четвёрок», «девяток». */
function genitivePlural(stem: string): string {
  return stem.endsWith('йк') ? `${stem.slice(0, -2)}ек` : `${stem.slice(0, -1)}ок`;
}

const endings: readonly OrdinalEnding[] = [
  'neuter',
  'genitive',
  'dative',
  'neuter',
  'instrumental',
  'prepositional',
];
const thousands = ['', 'двух', 'трех', 'четырех', 'пяти'];

/** The forms of ordinals, ё as е. */
export const ordinalForms: ReadonlyMap<string, OrdinalForm> = new Map(ordinals());

function* ordinals(): Generator<[string, OrdinalForm]> {
  const stems = [
    ...simpleOrdinals.filter((value) => value > 0).map((value) => [value, undefined] as const),
    ...thousands.map((count, index) => [(index + 1) * 1000, `${count}тысячн`] as const),
  ];
  // Later entries win: «пятым» is one day rather than several.
  for (const gender of ['plural', 'feminine', 'masculine', 'neuter'] as const)
    for (const [value, stem] of stems)
      for (const [index, word] of ordinalsOf(value, gender, stem).entries()) {
        const ending = gender === 'neuter' ? (endings[index] ?? 'other') : 'other';
        yield [raw(word), { value, ending }];
      }
}

function list<T>(words: string, value: T): [string, T][] {
  return words === '' ? [] : words.split(' ').map((word) => [word, value]);
}
