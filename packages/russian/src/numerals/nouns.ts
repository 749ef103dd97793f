import { forms, inCase, sixForms, type Forms, type Gender, type GrammaticalCase } from './grammar.js';

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

/**
 * Endings of the singular (`-` is none), then of the plural: nominative, genitive, and the vowel of the others. What
 * lives has its genitive for its accusative.
 */
const paradigms = {
  метр: ['masculine', '- а у - ом е', 'ы ов а'],
  вольт: ['masculine', '- а у - ом е', 'ы - а'],
  этаж: ['masculine', '- а у - ом е', 'и ей а'],
  парк: ['masculine', '- а у - ом е', 'и ов а'],
  край: ['masculine', 'й я ю й ем е', 'я ёв я'],
  месяц: ['masculine', '- а у - ем е', 'ы ев а'],
  товарищ: ['masculine', '- а у а ем е', 'и ей а'],
  рабочий: ['masculine', 'ий его ему его им ем', 'ие их и'],
  рубль: ['masculine', 'ь я ю ь ём е', 'и ей я'],
  доктор: ['masculine', '- а у а ом е', 'а ов а'],
  учитель: ['masculine', 'ь я ю я ем е', 'и ей я'],
  минута: ['feminine', 'а ы е у ой е', 'ы - а'],
  улица: ['feminine', 'а ы е у ей е', 'ы - а'],
  тысяча: ['feminine', 'а и е у ей е', 'и - а'],
  книга: ['feminine', 'а и е у ой е', 'и - а'],
  неделя: ['feminine', 'я и е ю ей е', 'и ь я'],
  область: ['feminine', 'ь и и ь ью и', 'и ей я'],
  секция: ['feminine', 'я и и ю ей и', 'и й я'],
  набережная: ['feminine', 'ая ой ой ую ой ой', 'ые ых ы'],
  место: ['neuter', 'о а у о ом е', 'а - а'],
  строение: ['neuter', 'е я ю е ем и', 'я й я'],
} as const satisfies Record<string, readonly [gender: Gender, singular: string, plural: string]>;
type Paradigm = keyof typeof paradigms;

/** A noun by its stem and by the word it is declined like; `bare` where it has no ending: «пять копеек», «посёлок». */
export function noun(
  stem: string,
  like: Paradigm = 'метр',
  { bare = stem, counted }: { bare?: string; counted?: string } = {},
): Noun {
  const [gender, endings, ofPlural] = paradigms[like];
  const [many, genitive, vowel] = ofPlural.split(' ');
  const accusative = /^\S+ (\S+) \S+ \1 /.test(endings) ? genitive : many;
  return {
    gender,
    singular: forms(endings, stem, bare),
    plural: forms([many, genitive, `${vowel}м`, accusative, `${vowel}ми`, `${vowel}х`].join(' '), stem, bare),
    ...(counted !== undefined && { counted }),
  };
}

/**
 * Nouns by how they are written in short, from rows of `short,short stem like bare`. Without `like` they are declined
 * as «метр» is.
 */
export function nounTable(rows: string): Map<string, Noun> {
  return new Map(
    rows.split('|').flatMap((row) => {
      const [short = '', stem = '', like, bare] = row.split(' ');
      const word = noun(stem, like as Paradigm | undefined, bare === undefined ? {} : { bare });
      return short.split(',').map((key) => [key, word] as const);
    }),
  );
}

/** A noun that has one form only: «евро». */
export function indeclinable(word: string, gender: Gender): Noun {
  return {
    gender,
    singular: forms('- - - - - -', word),
    plural: forms('- - - - - -', word),
  };
}

/** A noun with each of its forms changed. */
export function changed(
  word: Noun,
  change: (form: string, number: 'singular' | 'plural', index: number) => string,
): Noun {
  const all = (number: 'singular' | 'plural') =>
    sixForms(word[number].map((form, index) => change(form, number, index)));
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
