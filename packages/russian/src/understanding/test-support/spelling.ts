// Numbers in words, written out by hand: an opinion apart from the tables that are tested.

type Inflection = 'nominative' | 'genitive';

const units = {
  nominative: ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'],
  genitive: ['ноля', 'одного', 'двух', 'трёх', 'четырёх', 'пяти', 'шести', 'семи', 'восьми', 'девяти'],
};
const teens = {
  nominative:
    'десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(
      ' ',
    ),
  genitive:
    'десяти одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати'.split(
      ' ',
    ),
};
const tens = {
  nominative: '. . двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' '),
  genitive: '. . двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста'.split(
    ' ',
  ),
};
const hundreds = {
  nominative: '. сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' '),
  genitive: '. ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот'.split(' '),
};
const ordinalUnits = '. первого второго третьего четвёртого пятого шестого седьмого восьмого девятого'.split(
  ' ',
);
const ordinalTeens =
  'десятого одиннадцатого двенадцатого тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого'.split(
    ' ',
  );
const ordinalTens = '. . двадцатого тридцатого сорокового пятидесятого'.split(' ');

/** 0–999 999 in words. */
export function spelled(value: number, inflection: Inflection = 'nominative'): string {
  if (value < 1000) return belowThousand(value, inflection);
  const [thousands, rest] = [Math.floor(value / 1000), value % 1000];
  const [last, teen] = [thousands % 10, Math.floor(thousands / 10) % 10 === 1];
  const one = !teen && last === 1;
  const few = !teen && last >= 2 && last <= 4;
  const nominative = one ? 'тысяча' : few ? 'тысячи' : 'тысяч';
  const count = belowThousand(thousands, inflection)
    .replace(/один$/, 'одна')
    .replace(/одного$/, 'одной')
    .replace(/два$/, 'две');
  const noun = inflection === 'nominative' ? nominative : one ? 'тысячи' : 'тысяч';
  return [count, noun, rest === 0 ? '' : belowThousand(rest, inflection)].filter(Boolean).join(' ');
}

function belowThousand(value: number, inflection: Inflection): string {
  if (value === 0) return units[inflection][0] ?? '';
  const below = value % 100;
  const small = [hundreds[inflection][Math.floor(value / 100)] ?? ''];
  if (below >= 10 && below < 20) small.push(teens[inflection][below - 10] ?? '');
  else
    small.push(
      tens[inflection][Math.floor(below / 10)] ?? '',
      below % 10 === 0 ? '' : (units[inflection][below % 10] ?? ''),
    );
  return small.filter((word) => word !== '' && word !== '.').join(' ');
}

/** 1–59 as an ordinal in the genitive: «двадцать пятого». */
export function ordinalOf(value: number): string {
  if (value < 10) return ordinalUnits[value] ?? '';
  if (value < 20) return ordinalTeens[value - 10] ?? '';
  const unit = value % 10;
  const ten = Math.floor(value / 10);
  return unit === 0 ? (ordinalTens[ten] ?? '') : `${tens.nominative[ten] ?? ''} ${ordinalUnits[unit] ?? ''}`;
}
