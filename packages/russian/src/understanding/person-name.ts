import type { FirstName, Gender } from './first-names.js';
import type { Case } from './name-cases.js';
import type { NameReading } from './surnames.js';
import type { Span } from './tokens.js';

/** A person's name, each part in the nominative and with a capital letter. */
export interface PersonName {
  first?: string;
  patronymic?: string;
  last?: string;
  gender?: Gender;
  /** Full names that a short first name may stand for: «Саша» is kept as it is. */
  fullNames: readonly string[];
  /** Other names that the words may mean, the likeliest first. */
  alternatives: readonly Omit<PersonName, 'alternatives' | 'spans' | 'withdrawn'>[];
  /** The words that it came from. */
  spans: readonly Span[];
  /** The words of a name that the caller took back. */
  withdrawn: readonly Span[];
}

/** What a word is of a name. */
export type NameRole = 'first' | 'patronymic' | 'last';

/** A word of a name. */
export interface NamePart {
  role: NameRole;
  /** With its ё, if it was written. */
  written: string;
  /** What it may be. */
  readings: readonly (NameReading & { entry?: FirstName })[];
}

type Bare = PersonName['alternatives'][number];

/** The name that the parts make together: one gender, one case, if possible the one that is `asked` for. */
export function personOf(
  parts: readonly NamePart[],
  asked: Case,
): Omit<PersonName, 'spans' | 'withdrawn'> | undefined {
  const agreeing = parts.length === 0 ? [] : agreements(parts);
  const inCase = agreeing.filter(({ cases }) => cases.includes(asked));
  const chosen = inCase.length > 0 ? inCase : agreeing;
  const names = chosen.map(({ picks, gender }) => bareName(parts, picks, gender));
  const [best, ...alternatives] = distinct(names);
  return best && { ...best, alternatives };
}

interface Agreement {
  picks: readonly NamePart['readings'][number][];
  gender: Gender | undefined;
  cases: readonly Case[];
}

/** All ways to read the parts so that gender and case agree. */
function agreements(parts: readonly NamePart[]): Agreement[] {
  const start: Agreement[] = [
    {
      picks: [],
      gender: undefined,
      cases: ['nominative', 'genitive', 'dative', 'accusative', 'instrumental', 'prepositional'],
    },
  ];
  return parts.reduce(
    (all, { readings }) =>
      all.flatMap(({ picks, gender, cases }) =>
        readings.flatMap((reading) => {
          const shared = cases.filter((each) => reading.cases.includes(each));
          const clash = gender !== undefined && reading.gender !== undefined && gender !== reading.gender;
          if (clash || shared.length === 0) return [];
          return [{ picks: [...picks, reading], gender: gender ?? reading.gender, cases: shared }];
        }),
      ),
    start,
  );
}

function bareName(parts: readonly NamePart[], picks: Agreement['picks'], gender: Gender | undefined): Bare {
  const name: Bare = { fullNames: [], ...(gender !== undefined && { gender }) };
  for (const [index, { role, written }] of parts.entries()) {
    const pick = picks[index];
    if (pick === undefined) continue;
    name[role] = pick.entry?.name ?? capitalised(pick.nominative, written);
    if (pick.entry?.full !== undefined) name.fullNames = pick.entry.full;
  }
  return name;
}

/** «Саша» of a man and of a woman are one name of unknown gender. */
function distinct(names: readonly Bare[]): Bare[] {
  const merged: Bare[] = [];
  for (const name of names) {
    const index = merged.findIndex((other) => sameWords(other, name));
    const same = merged[index];
    if (same === undefined) merged.push(name);
    else if (same.gender !== name.gender) merged[index] = ofBoth(same, name);
  }
  return merged;
}

function ofBoth(one: Bare, other: Bare): Bare {
  const { first, patronymic, last } = one;
  return {
    ...(first !== undefined && { first }),
    ...(patronymic !== undefined && { patronymic }),
    ...(last !== undefined && { last }),
    fullNames: [...new Set([...one.fullNames, ...other.fullNames])],
  };
}

function sameWords(one: Bare, other: Bare): boolean {
  return one.first === other.first && one.patronymic === other.patronymic && one.last === other.last;
}

function capitalised(word: string, written: string): string {
  const withYo = word.replace(/е/g, (letter, index: number) => (written[index] === 'ё' ? 'ё' : letter));
  return withYo.replace(/(?<=^|-)[а-яё]/g, (letter) => letter.toUpperCase());
}
