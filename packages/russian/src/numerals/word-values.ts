import { gendered, scales, simpleCardinals } from './cardinals.js';
import { ordinalForms, simpleOrdinals } from './ordinals.js';

const genders = ['masculine', 'feminine', 'neuter', 'plural'] as const;
const raw = (word: string) => word.replaceAll('ё', 'е');

/** Every form of every cardinal of one word → its value; words are raw (lower case, ё as е). Scales are among them. */
export const cardinalWords: ReadonlyMap<string, number> = new Map([
  ...[...simpleCardinals].flatMap(([value, words]) =>
    words.map((word): [string, number] => [raw(word), value]),
  ),
  ...([1, 2] as const).flatMap((value) =>
    genders.flatMap((gender) => gendered[value][gender].map((word): [string, number] => [raw(word), value])),
  ),
  ...scales.flatMap(([value, { singular, plural }]) =>
    [...singular, ...plural].map((word): [string, number] => [word, value]),
  ),
  ...'нуль нуля нулю нулем нуле'.split(' ').map((word): [string, number] => [word, 0]),
]);

/** Every form of every ordinal of one word → its value; words are raw. */
export const ordinalWords: ReadonlyMap<string, number> = new Map(
  [
    ...simpleOrdinals.map((value) => [value, undefined] as const),
    [1000, 'тысячн'] as const,
    [1e6, 'миллионн'] as const,
  ].flatMap(([value, stem]) =>
    genders.flatMap((gender) =>
      ordinalForms(value, gender, stem).map((word): [string, number] => [raw(word), value]),
    ),
  ),
);

/** Cardinals as a recogniser writes them: a run of these may be a number still being dictated. */
export const numberWords: ReadonlySet<string> = new Set([...cardinalWords.keys(), 'плюс']);

/** What a raw word is worth as a number: «двенадцати» 12, «15» 15. */
export function cardinalValue(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : cardinalWords.get(word);
}

/** «пятое», «пятого», «третьего»: how dates, storeys and entrances are counted. */
export function isOrdinal(word: string): boolean {
  return ordinalWords.has(word);
}
