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

const endings: readonly OrdinalEnding[] = ['neuter', 'genitive', 'dative', 'instrumental', 'prepositional'];
const soft = ['пят', 'шест', 'сем', 'восем', 'девят'] as const;
const oblique = (stem: string) => (stem === 'восем' ? 'восьм' : stem);
const teens = ['один', 'две', 'три', 'четыр', ...soft] as const;

/** The forms of cardinals, ё as е. */
export const cardinalForms: ReadonlyMap<string, CardinalForm> = new Map(cardinals());

function* cardinals(): Generator<[string, CardinalForm]> {
  const forms = (value: number, direct: string, oblique: string, instrumental = '') => [
    ...list(direct, { value, case: 'direct' as const }),
    ...list(oblique, { value, case: 'oblique' as const }),
    ...list(instrumental, { value, case: 'instrumental' as const }),
  ];
  const softForms = (value: number, stem: string) =>
    forms(value, `${stem}ь`, `${oblique(stem)}и`, `${stem}ью ${oblique(stem)}ью`);
  yield* forms(0, 'ноль нуль', 'ноля нолю ноле нуля нулю нуле', 'нолем нулем');
  yield* forms(1, 'один одна одно одну', 'одного одной одному одном', 'одним одною');
  yield* forms(2, 'два две', 'двух двум', 'двумя');
  yield* forms(3, 'три', 'трех трем', 'тремя');
  yield* forms(4, 'четыре', 'четырех четырем', 'четырьмя');
  for (const [index, stem] of soft.entries()) {
    const unit = index + 5;
    const bent = oblique(stem);
    yield* softForms(unit, stem);
    if (unit < 9)
      yield* forms(unit * 10, `${stem}ьдесят`, `${bent}идесяти`, `${stem}ьюдесятью ${bent}ьюдесятью`);
    yield* forms(
      unit * 100,
      `${stem}ьсот`,
      `${bent}исот ${bent}истам ${bent}истах`,
      `${stem}ьюстами ${bent}ьюстами`,
    );
  }
  yield* softForms(10, 'десят');
  for (const [index, stem] of teens.entries()) yield* softForms(index + 11, `${stem}надцат`);
  yield* softForms(20, 'двадцат');
  yield* softForms(30, 'тридцат');
  yield* forms(40, 'сорок', 'сорока');
  yield* forms(90, 'девяносто', 'девяноста');
  yield* forms(100, 'сто', 'ста');
  yield* forms(200, 'двести', 'двухсот двумстам двухстах', 'двумястами');
  yield* forms(300, 'триста', 'трехсот тремстам трехстах', 'тремястами');
  yield* forms(400, 'четыреста', 'четырехсот четыремстам четырехстах', 'четырьмястами');
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

/** The forms of ordinals, ё as е. */
export const ordinalForms: ReadonlyMap<string, OrdinalForm> = new Map(ordinals());

function* ordinals(): Generator<[string, OrdinalForm]> {
  const hard = (value: number, stem: string) =>
    ordinal(value, stem, 'ое ого ому ым ом ый ой ая ую ые ых ыми');
  const units = ['перв', 'втор', '', 'четверт', 'пят', 'шест', 'седьм', 'восьм', 'девят', 'десят'];
  for (const [index, stem] of units.entries()) if (stem !== '') yield* hard(index + 1, stem);
  yield* ordinal(3, 'трет', 'ье ьего ьему ьим ьем ий ья ью ьей ьи ьих ьими');
  for (const [index, stem] of teens.entries()) yield* hard(index + 11, `${stem}надцат`);
  yield* hard(20, 'двадцат');
  yield* hard(30, 'тридцат');
  yield* hard(40, 'сороков');
  for (const [index, stem] of soft.entries()) {
    if (index < 4) yield* hard((index + 5) * 10, `${oblique(stem)}идесят`);
    yield* hard((index + 5) * 100, `${oblique(stem)}исот`);
  }
  yield* hard(90, 'девяност');
  for (const [index, stem] of ['', 'двух', 'трех', 'четырех'].entries())
    yield* hard((index + 1) * 100, `${stem}сот`);
  for (const [index, stem] of ['', 'двух', 'трех', 'четырех', 'пяти'].entries())
    yield* hard((index + 1) * 1000, `${stem}тысячн`);
}

function ordinal(value: number, stem: string, all: string): [string, OrdinalForm][] {
  return all.split(' ').map((end, index) => [stem + end, { value, ending: endings[index] ?? 'other' }]);
}

function list<T>(words: string, value: T): [string, T][] {
  return words === '' ? [] : words.split(' ').map((word) => [word, value]);
}
