/** The cases of Russian, in the order of school and of every table here. */
export const grammaticalCases = [
  'nominative',
  'genitive',
  'dative',
  'accusative',
  'instrumental',
  'prepositional',
] as const;
export type GrammaticalCase = (typeof grammaticalCases)[number];

export type Gender = 'masculine' | 'feminine' | 'neuter';

/** What a numeral agrees with. */
export interface Agreement {
  /** Default nominative. */
  case?: GrammaticalCase;
  /** Default masculine. `plural` is for ordinals («вторые») and for what has no singular («одни сутки»). */
  gender?: Gender | 'plural';
  /** Of a living being, whose accusative is its genitive: «вижу двух мастеров». Default false. */
  animate?: boolean;
}

/** One word in all cases, in the order of {@link grammaticalCases}. */
export type Forms = readonly [string, string, string, string, string, string];

/** Reads six forms set off by spaces, or endings of a stem: `forms('ь и и ь ью и', 'пят')`; `-` is `bare`. */
export function forms(list: string, stem = '', bare = stem): Forms {
  return sixForms(list.split(' ').map((ending) => (ending === '-' ? bare : stem + ending)));
}

export function sixForms([
  nominative = '',
  genitive = '',
  dative = '',
  accusative = '',
  instrumental = '',
  prepositional = '',
]: readonly string[]): Forms {
  return [nominative, genitive, dative, accusative, instrumental, prepositional];
}

/** The form of a word in a case. */
export function inCase(words: Forms, grammaticalCase: GrammaticalCase): string {
  return words[grammaticalCases.indexOf(grammaticalCase)] ?? words[0];
}

/** Whether the accusative of a masculine or a plural is its genitive: «одного мастера». */
export function shownCase({
  case: wanted = 'nominative',
  animate = false,
  gender = 'masculine',
}: Agreement): GrammaticalCase {
  return wanted === 'accusative' && animate && (gender === 'masculine' || gender === 'plural')
    ? 'genitive'
    : wanted;
}
