/** Cardinals in the cases that speech has them in («пять», «до пяти», «к пяти»), ё written as е. */
const cardinals: ReadonlyMap<string, number> = new Map(
  Object.entries({
    'ноль нуль ноля нуля нолю нулю': 0,
    'один одна одно одну одного одной одному': 1,
    'два две двух двум двумя': 2,
    'три трех трем тремя': 3,
    'четыре четырех четырем четырьмя': 4,
    'пять пяти пятью': 5,
    'шесть шести шестью': 6,
    'семь семи семью': 7,
    'восемь восьми восемью': 8,
    'девять девяти девятью': 9,
    'десять десяти десятью': 10,
    'одиннадцать одиннадцати': 11,
    'двенадцать двенадцати': 12,
    'тринадцать тринадцати': 13,
    'четырнадцать четырнадцати': 14,
    'пятнадцать пятнадцати': 15,
    'шестнадцать шестнадцати': 16,
    'семнадцать семнадцати': 17,
    'восемнадцать восемнадцати': 18,
    'девятнадцать девятнадцати': 19,
    'двадцать двадцати': 20,
    'тридцать тридцати': 30,
    'сорок сорока': 40,
    'пятьдесят пятидесяти': 50,
    'шестьдесят шестидесяти': 60,
    'семьдесят семидесяти': 70,
    'восемьдесят восьмидесяти': 80,
    'девяносто девяноста': 90,
    'сто ста': 100,
    'двести двухсот': 200,
    'триста трехсот': 300,
    'четыреста четырехсот': 400,
    'пятьсот пятисот': 500,
    'шестьсот шестисот': 600,
    'семьсот семисот': 700,
    'восемьсот восьмисот': 800,
    'девятьсот девятисот': 900,
    'тысяча тысячи тысяч тысячу': 1000,
  }).flatMap(([forms, value]) => forms.split(' ').map((form) => [form, value] as const)),
);

/** Cardinals as a recogniser writes them: a run of these may be a number still being dictated. */
export const numberWords: ReadonlySet<string> = new Set([...cardinals.keys(), 'плюс']);

/** What a raw word is worth as a number: «двенадцати» 12, «15» 15. */
export function cardinalValue(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : cardinals.get(word);
}

const ordinalForm =
  /^(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат|двадцат|тридцат|сороков|(?:пят|шест|сем|восьм)идесят|девяност|сот|тысячн)(?:ый|ий|ой|ое|ье|ого|ьего|ому|ьему|ом|ьем|ым|ьим|ая|ья|ую|ью|ьей|ые|ьи|ых|ьих)$/;

/** «пятое», «пятого», «третьего»: how dates, storeys and entrances are counted. */
export function isOrdinal(word: string): boolean {
  return ordinalForm.test(word);
}

/** «три нуля», «две семёрки»: a digit said with how many there are of it. */
const namedDigit =
  /^(?:нул[ьяей]+|нол[ьяей]+|единиц[аы]?|двойк[аи]|двоек|тройк[аи]|троек|четверк[аи]|четверок|пятерк[аи]|пятерок|шестерк[аи]|шестерок|семерк[аи]|семерок|восьмерк[аи]|восьмерок|девятк[аи]|девяток)$/;

/** The digits dictated at the end of an answer. */
export interface SpokenDigits {
  /** How many digits: «девятьсот двенадцать» is three. */
  count: number;
  /** The first of them; `+` if «плюс» was said. */
  first: string;
  /** The index of the word they begin with. */
  from: number;
  /** Whether the last number may still grow: «восемьдесят» into «восемьдесят девять». */
  open: boolean;
}

/** The run of digits in which the words end, if they do. Hundreds, tens and units are one group: «сто двадцать три». */
export function spokenDigits(words: readonly string[]): SpokenDigits | undefined {
  let from = words.length;
  while (from > 0 && isDigitWord(words[from - 1] ?? '')) from--;
  if (from === words.length) return undefined;
  let count = 0;
  let first = '';
  let room = 0;
  for (const [index, word] of words.slice(from).entries()) {
    if (word === 'плюс') {
      first = '+';
      continue;
    }
    const figures = /^\d+$/.test(word);
    const value = cardinalValue(word) ?? 0;
    const repeats = cardinalValue(words[from + index - 1] ?? '') ?? 1;
    if (namedDigit.test(word) && repeats > 1 && repeats < 10) {
      // Its number was counted as a digit: «три» of «три нуля» stands for three zeros.
      count += index > 0 ? repeats - 1 : 1;
      room = 0;
    } else if (!figures && value > 0 && String(value).length <= room) {
      room = value >= 10 && value % 10 === 0 ? 1 : 0;
    } else {
      const digits = figures ? word : String(value);
      count += digits.length;
      room = figures ? 0 : roomIn(value);
      if (first === '') first = digits.slice(0, 1);
    }
  }
  return { count, first, from, open: room > 0 };
}

/** How many digits a number leaves open for what follows: «девятьсот» two, «двадцать» one. */
function roomIn(value: number): number {
  if (value >= 100 && value % 100 === 0) return 2;
  return value >= 20 && value < 100 && value % 10 === 0 ? 1 : 0;
}

function isDigitWord(word: string): boolean {
  return cardinalValue(word) !== undefined || word === 'плюс' || namedDigit.test(word);
}
