import { cardinal, partsOf, scales, simpleCardinals } from './cardinals.js';
import { forms, inCase, shownCase, type Agreement, type Forms, type Gender } from './grammar.js';

/** Stems of the ordinals that are one word. «третий» has a declension of its own. */
const stems: ReadonlyMap<number, string> = new Map<number, string>([
  ...'нулев перв втор трет четвёрт пят шест седьм восьм девят десят'
    .split(' ')
    .map((stem, value): [number, string] => [value, stem]),
  ...[11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 30].map((value): [number, string] => [
    value,
    withoutEnding(value, 0),
  ]),
  [40, 'сороков'],
  ...[50, 60, 70, 80].map((value): [number, string] => [value, withoutEnding(value, 1)]),
  [90, 'девяност'],
  [100, 'сот'],
  ...[200, 300, 400, 500, 600, 700, 800, 900].map((value): [number, string] => [
    value,
    withoutEnding(value, 1),
  ]),
]);

function withoutEnding(value: number, grammaticalCase: 0 | 1): string {
  return (simpleCardinals.get(value)?.[grammaticalCase] ?? '').replace(/[ьи]$/, '');
}

/** Whose ending is stressed: «второй», but «первый». */
const stressed: ReadonlySet<number> = new Set([0, 2, 6, 7, 8, 40]);

const hard: Record<Gender | 'plural', string> = {
  masculine: 'ый ого ому ый ым ом',
  feminine: 'ая ой ой ую ой ой',
  neuter: 'ое ого ому ое ым ом',
  plural: 'ые ых ым ые ыми ых',
};
const third: Record<Gender | 'plural', string> = {
  masculine: 'ий ьего ьему ий ьим ьем',
  feminine: 'ья ьей ьей ью ьей ьей',
  neuter: 'ье ьего ьему ье ьим ьем',
  plural: 'ьи ьих ьим ьи ьими ьих',
};

/** An ordinal in words; all of it but the last word stays as it is: «две тысячи двадцать шестого». */
export function ordinal(value: number, agreement: Agreement = {}): string {
  const { gender = 'masculine' } = agreement;
  const [scale = 1, unit] = scales.find(([size]) => value >= size && value % size === 0) ?? [];
  if (unit !== undefined) {
    const count = value / scale;
    const stem = unit.singular[0].replace(/а$/, '') + 'н';
    // «две тысячи миллионный»: what stands above the thousands is a number by itself.
    const [above, counted] = [count - (count % 1000), count % 1000];
    const head = above > 0 ? [cardinal(above * scale)] : [];
    const last =
      (counted > 1 ? compoundPrefix(counted) : '') +
      inCase(ordinalForms(1, gender, stem), shownCase(agreement));
    return [...head, last].join(' ');
  }
  const last = partsOf(value % 1000).at(-1) ?? 0;
  const head = value > last ? [cardinal(value - last)] : [];
  return [...head, inCase(ordinalForms(last, gender), shownCase(agreement))].join(' ');
}

/** One-word ordinals in all cases. */
export function ordinalForms(value: number, gender: Gender | 'plural', stem = stems.get(value) ?? ''): Forms {
  const [nominative, genitive, dative, accusative, ...rest] = forms(
    value === 3 ? third[gender] : hard[gender],
    stem,
  );
  const isStressed = stressed.has(value) && gender === 'masculine';
  const ending = (word: string) => (isStressed ? word.replace(/ый$/, 'ой') : word);
  return [ending(nominative), genitive, dative, ending(accusative), ...rest];
}

/** The values whose ordinals are one word and not made of others. */
export const simpleOrdinals: readonly number[] = [...stems.keys()];

/** How a number begins a word: «двух|комнатный», «пяти|процентный», «двадцатиодно|тысячный». */
export function compoundPrefix(value: number): string {
  const thousands = Math.floor(value / 1000);
  const head = thousands === 0 ? '' : `${thousands === 1 ? '' : compoundPrefix(thousands)}тысяче`;
  const rest = value % 1000;
  return rest === 0 && thousands > 0 ? head : head + partsOf(rest).map(prefixPart).join('');
}

function prefixPart(part: number): string {
  if (part === 1) return 'одно';
  if (part === 2) return 'двух';
  if (part === 90) return 'девяносто';
  if (part === 100) return 'сто';
  return simpleCardinals.get(part)?.[1] ?? '';
}
