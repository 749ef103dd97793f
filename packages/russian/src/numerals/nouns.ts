import { forms, inCase, type Forms, type Gender, type GrammaticalCase } from './grammar.js';

/** A noun in all its forms. */
export interface Noun {
  gender: Gender;
  singular: Forms;
  plural: Forms;
  /** The genitive plural after numbers where it is a word of its own: «пять лет», «пять человек». */
  counted?: string;
  /** What stands after two, three and four, where it is not the genitive singular: «два квадратных метра». */
  paucal?: string;
}

/** Endings, singular and plural. `-` is none. */
const paradigms = {
  метр: ['masculine', '- а у - ом е', 'ы ов ам ы ами ах'],
  этаж: ['masculine', '- а у - ом е', 'и ей ам и ами ах'],
  месяц: ['masculine', '- а у - ем е', 'ы ев ам ы ами ах'],
  рубль: ['masculine', 'ь я ю ь ём е', 'и ей ям и ями ях'],
  доктор: ['masculine', '- а у а ом е', 'а ов ам ов ами ах'],
  учитель: ['masculine', 'ь я ю я ем е', 'и ей ям ей ями ях'],
  минута: ['feminine', 'а ы е у ой е', 'ы - ам ы ами ах'],
  улица: ['feminine', 'а ы е у ей е', 'ы - ам ы ами ах'],
  тысяча: ['feminine', 'а и е у ей е', 'и - ам и ами ах'],
  книга: ['feminine', 'а и е у ой е', 'и - ам и ами ах'],
  неделя: ['feminine', 'я и е ю ей е', 'и ь ям и ями ях'],
  область: ['feminine', 'ь и и ь ью и', 'и ей ям и ями ях'],
  секция: ['feminine', 'я и и ю ей и', 'и й ям и ями ях'],
  место: ['neuter', 'о а у о ом е', 'а - ам а ами ах'],
  строение: ['neuter', 'е я ю е ем и', 'я й ям я ями ях'],
} as const satisfies Record<string, readonly [Gender, string, string]>;

/** A noun by its stem and by the word it is declined like; `genitivePlural` where it is not regular: «копеек». */
export function noun(
  stem: string,
  like: keyof typeof paradigms,
  { genitivePlural, counted }: { genitivePlural?: string; counted?: string } = {},
): Noun {
  const [gender, singular, plural] = paradigms[like];
  const [nominative, genitive, ...rest] = forms(plural, stem);
  return {
    gender,
    singular: forms(singular, stem),
    plural: [nominative, genitivePlural ?? genitive, ...rest],
    ...(counted !== undefined && { counted }),
  };
}

/** A noun that has one form only: «евро». */
export function indeclinable(word: string, gender: Gender): Noun {
  return {
    gender,
    singular: forms(Array(6).fill(word).join(' ')),
    plural: forms(Array(6).fill(word).join(' ')),
  };
}

/** A noun with each of its forms changed. */
export function changed(
  word: Noun,
  change: (form: string, number: 'singular' | 'plural', index: number) => string,
): Noun {
  const all = (number: 'singular' | 'plural'): Forms => {
    const [a, b, c, d, e, f] = word[number];
    return [
      change(a, number, 0),
      change(b, number, 1),
      change(c, number, 2),
      change(d, number, 3),
      change(e, number, 4),
      change(f, number, 5),
    ];
  };
  const { gender } = word;
  return { gender, singular: all('singular'), plural: all('plural') };
}

/** A noun with an adjective before it: «квадратный метр», of the stem «квадратн». */
export function described(stem: string, word: Noun): Noun {
  const singular = word.gender === 'feminine' ? 'ая ой ой ую ой ой' : 'ый ого ому ый ым ом';
  const soft = (endings: string) => (/[гкхжшщч]$/.test(stem) ? endings.replaceAll('ы', 'и') : endings);
  const adjective = {
    singular: forms(soft(singular), stem),
    plural: forms(soft('ые ых ым ые ыми ых'), stem),
  };
  return {
    ...changed(word, (form, number, index) => `${adjective[number][index] ?? ''} ${form}`),
    paucal: `${adjective.plural[word.gender === 'feminine' ? 0 : 1]} ${word.singular[1]}`,
  };
}

/** Which form of a noun a number takes: one рубль, few рубля, many рублей. */
export function countOf(value: number): 'one' | 'few' | 'many' {
  const units = value % 10;
  if (value % 100 >= 11 && value % 100 <= 14) return 'many';
  if (units === 1) return 'one';
  return units >= 2 && units <= 4 ? 'few' : 'many';
}

/** A noun as it stands after a whole number: «двадцать один рубль», «пяти рублям». */
export function counted(word: Noun, value: number, grammaticalCase: GrammaticalCase = 'nominative'): string {
  const count = countOf(value);
  if (count === 'one') return inCase(word.singular, grammaticalCase);
  if (grammaticalCase !== 'nominative' && grammaticalCase !== 'accusative')
    return grammaticalCase === 'genitive'
      ? (word.counted ?? word.plural[1])
      : inCase(word.plural, grammaticalCase);
  return count === 'few' ? (word.paucal ?? word.singular[1]) : (word.counted ?? word.plural[1]);
}
