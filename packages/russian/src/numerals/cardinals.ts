import { forms, inCase, shownCase, type Agreement, type Forms } from './grammar.js';
import { counted, noun, type Noun } from './nouns.js';

const like5 = 'ь и и ь ью и';
const teens = 'один две три четыр пят шест сем восем девят';

/** One word each: 0–20, tens, hundreds. What changes by gender is in {@link gendered}. */
export const simpleCardinals: ReadonlyMap<number, Forms> = new Map<number, Forms>([
  [0, forms('ноль нуля нулю ноль нулём нуле')],
  [3, forms('три трёх трём три тремя трёх')],
  [4, forms('четыре четырёх четырём четыре четырьмя четырёх')],
  [8, forms('восемь восьми восьми восемь восемью восьми')],
  ...[5, 6, 7, 9, 10, 20, 30].map((value): [number, Forms] => [
    value,
    forms(
      like5,
      { 5: 'пят', 6: 'шест', 7: 'сем', 9: 'девят', 10: 'десят', 20: 'двадцат', 30: 'тридцат' }[value],
    ),
  ]),
  ...teens.split(' ').map((stem, index): [number, Forms] => [index + 11, forms(like5, `${stem}надцат`)]),
  [40, forms('сорок сорока сорока сорок сорока сорока')],
  ...[5, 6, 7].map((digit): [number, Forms] => {
    const stem = ['пят', 'шест', 'сем'][digit - 5] ?? '';
    return [digit * 10, forms('ьдесят идесяти идесяти ьдесят ьюдесятью идесяти', stem)];
  }),
  [80, forms('восемьдесят восьмидесяти восьмидесяти восемьдесят восемьюдесятью восьмидесяти')],
  [90, forms('девяносто девяноста девяноста девяносто девяноста девяноста')],
  [100, forms('сто ста ста сто ста ста')],
  [200, forms('двести двухсот двумстам двести двумястами двухстах')],
  [300, forms('триста трёхсот трёмстам триста тремястами трёхстах')],
  [400, forms('четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах')],
  ...[5, 6, 7, 9].map((digit): [number, Forms] => {
    const stem = { 5: 'пят', 6: 'шест', 7: 'сем', 9: 'девят' }[digit] ?? '';
    return [digit * 100, forms('ьсот исот истам ьсот ьюстами истах', stem)];
  }),
  [800, forms('восемьсот восьмисот восьмистам восемьсот восемьюстами восьмистах')],
]);

/** 1 and 2, which agree in gender. */
export const gendered = {
  1: {
    masculine: forms('один одного одному один одним одном'),
    feminine: forms('одна одной одной одну одной одной'),
    neuter: forms('одно одного одному одно одним одном'),
    plural: forms('одни одних одним одни одними одних'),
  },
  2: {
    masculine: forms('два двух двум два двумя двух'),
    feminine: forms('две двух двум две двумя двух'),
    neuter: forms('два двух двум два двумя двух'),
    plural: forms('двое двоих двоим двое двоими двоих'),
  },
} as const;

/** The nouns of large numbers, the largest first. */
export const scales: readonly (readonly [value: number, noun: Noun])[] = [
  [1e12, noun('триллион')],
  [1e9, noun('миллиард')],
  [1e6, noun('миллион')],
  [1000, noun('тысяч', 'тысяча')],
];

/** The largest number that is said in words; larger ones are read digit by digit. */
export const largestCardinal = 1e15 - 1;

/**
 * A whole number in words: «двадцать один», «двумстам пятидесяти». A thousand, a million stand without «один».
 *
 * @param value 0 to {@link largestCardinal}.
 */
export function cardinal(value: number, agreement: Agreement = {}): string {
  const words: string[] = [];
  let rest = value;
  for (const [scale, unit] of scales) {
    const count = Math.floor(rest / scale);
    rest %= scale;
    if (count === 0) continue;
    const { case: wanted = 'nominative' } = agreement;
    if (count > 1 || words.length > 0)
      words.push(belowThousand(count, { case: wanted, gender: unit.gender }));
    words.push(counted(unit, count, wanted));
  }
  if (rest > 0 || words.length === 0) words.push(belowThousand(rest, agreement));
  return words.join(' ');
}

function belowThousand(value: number, agreement: Agreement): string {
  const { gender = 'masculine', case: wanted = 'nominative' } = agreement;
  const parts = partsOf(value);
  return parts
    .map((part) => {
      if (part === 1) return inCase(gendered[1][gender], shownCase(agreement));
      // Living beings are counted as such up to four only: «вижу двух мастеров», but «вижу двадцать два мастера».
      const alone = parts.length === 1 && part <= 4 && agreement.animate === true && wanted === 'accusative';
      if (part === 2) return inCase(gendered[2][gender], alone ? 'genitive' : wanted);
      return inCase(simpleCardinals.get(part) ?? gendered[1].masculine, alone ? 'genitive' : wanted);
    })
    .join(' ');
}

/** The numbers that a number below a thousand is said with: 121 → 100, 20, 1. */
export function partsOf(value: number): number[] {
  const tens = value % 100;
  const split = tens > 20 ? [tens - (tens % 10), tens % 10] : [tens];
  const parts = [value - tens, ...split].filter((part) => part > 0);
  return parts.length > 0 ? parts : [0];
}
