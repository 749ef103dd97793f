import { cardinal } from '../numerals/cardinals.js';
import { rule, type SpokenRule } from './rule.js';
import { unitOf, unitPattern } from './units.js';
import { counted } from '../numerals/nouns.js';

/** Sizes: «30×40×50 см». */
export const dimensions: readonly SpokenRule[] = [
  // «30×40×50 см»: the unit agrees with the last.
  rule(
    'numbers',
    String.raw`(\d+(?:~[×xх]~\d+){1,4})~(${unitPattern})(?![\p{L}\d²³])`,
    ([, sizes = '', spelled = '']) => {
      const unit = unitOf(spelled);
      const values = sizes.split(/[^\d]+/).map(Number);
      if (unit === undefined) return undefined;
      return `${values.map((value) => cardinal(value, { gender: unit.noun.gender })).join(' на ')} ${counted(unit.noun, values.at(-1) ?? 0)}`;
    },
  ),
  rule('numbers', String.raw`(\d+(?:~[×xх]~\d+){1,4})(?![\p{L}\d])`, ([, sizes = '']) =>
    sizes
      .split(/[^\d]+/)
      .map((value) => cardinal(Number(value)))
      .join(' на '),
  ),
];

/** Signs by themselves → how they are said. */
const signWords: ReadonlyMap<string, string> = new Map(
  (
    '+плюс|*умножить на|×на|=равно|&и|№номер|§параграф|%процентов|≈примерно|~примерно|±плюс-минус|≤не больше|' +
    '≥не меньше|<меньше|>больше|@собака|#хештег|°градусов|₽рублей|$долларов|€евро'
  )
    .split('|')
    .map((entry) => [entry.charAt(0), entry.slice(1)]),
);

/** What is said for a sign, set off from its neighbours; undefined: it is no such sign. */
export function sayMark(text: string, at: number): string | undefined {
  const mark = text.charAt(at);
  const [before, after] = [text.charAt(at - 1), text.charAt(at + 1)];
  const isBetweenLetters = /\p{L}/u.test(before) && /\p{L}/u.test(after);
  if (mark === '/') return isBetweenLetters ? ', ' : undefined;
  if (mark === '_') return ' ';
  if (mark === '№' && before === '№') return '';
  if (mark === '№' && after === '№') return 'номера';
  const words = signWords.get(mark);
  if (words === undefined) return undefined;
  const glue = (neighbour: string) => (/\S/.test(neighbour) ? ' ' : '');
  return glue(before) + words + (/[\p{L}\d]/u.test(after) ? ' ' : '');
}
