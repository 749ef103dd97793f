import {
  cardinalForms,
  type CaseOfNumeral,
  countForms,
  digitNames,
  type OrdinalEnding,
  ordinalForms,
  scaleForms,
} from './numeral-forms.js';
import type { Token } from './tokens.js';

/** A number that tokens [from, to) spell. */
export interface Numeral {
  value: number;
  from: number;
  to: number;
  /** `cardinal`: «пять», «5»; `ordinal`: «пятого», «5-го»; `count`: «пятеро», «пара», «пятёрка», «5,5». */
  kind: 'cardinal' | 'ordinal' | 'count';
  /** Of a cardinal in words. */
  case?: CaseOfNumeral;
  /** Of an ordinal in words; in figures as far as «5-го» tells it. */
  ending?: OrdinalEnding;
}

/** The number that begins with a token, as long as it goes; undefined if none does. */
export function numeralAt(tokens: readonly Token[], from: number): Numeral | undefined {
  const { text = '' } = tokens[from] ?? {};
  if (text === 'минус') {
    const rest = tokens[from + 1]?.text === text ? undefined : numeralAt(tokens, from + 1);
    return rest?.kind === 'cardinal' ? { ...rest, from, value: -rest.value } : undefined;
  }
  const named = digitNames.get(text);
  if (named !== undefined && !named.several) return { value: named.digit, from, to: from + 1, kind: 'count' };
  return /^\d/.test(text) ? inFigures(tokens, from) : inWords(tokens, from);
}

/** «25», «25-го», «1 200», «5 тысяч». A date or a time is no number. */
function inFigures(tokens: readonly Token[], from: number): Numeral | undefined {
  const match = /^(\d+)(?:-?([а-я]+))?$/.exec(tokens[from]?.text ?? '');
  if (match === null) return undefined;
  const [, figures = '', suffix] = match;
  if (suffix !== undefined) {
    if (!/^(?:о?го|[оые]?й|[ая]я|[ое]е|о?му|[ыи]м|[оуе]ю|[иы]х|[еоя])$/.test(suffix)) return undefined;
    const ending = endingOfSuffix(suffix);
    return { value: Number(figures), from, to: from + 1, kind: 'ordinal', ending };
  }
  let [digits, to] = [figures, from + 1];
  while (digits.length + 3 <= 12 && figures.length <= 3 && figures !== '0' && isThousands(tokens[to])) {
    digits += tokens[to]?.text ?? '';
    to++;
  }
  const scale = scaleForms.get(tokens[to]?.text ?? '');
  const value = Number(digits) * (scale ?? 1);
  return { value, from, to: scale === undefined ? to : to + 1, kind: 'cardinal' };
}

function endingOfSuffix(suffix: string): OrdinalEnding {
  if (suffix.endsWith('го')) return 'genitive';
  if (suffix.endsWith('му')) return 'dative';
  return /^[ое]?е$/.test(suffix) ? 'neuter' : 'other';
}

function isThousands(token: Token | undefined): boolean {
  return token !== undefined && token.gap === '' && /^\d{3}$/.test(token.text);
}

/** `isNumerator`: nothing is looked for behind the number; a fraction of a fraction would go on for ever. */
function inWords(tokens: readonly Token[], from: number, isNumerator = false): Numeral | undefined {
  const sum = new NumberInWords();
  let to = from;
  let ordinal: OrdinalEnding | undefined;
  let counted = false;
  for (; to < tokens.length && ordinal === undefined; to++) {
    const { text = '', gap = '' } = tokens[to] ?? {};
    if (to > from && gap !== '') break;
    const count = to === from ? countForms.get(text) : undefined;
    const scale = scaleForms.get(text);
    const cardinal = cardinalForms.get(text);
    const ordered = ordinalForms.get(text);
    if (count !== undefined) {
      counted = true;
      sum.start(count);
    } else if (scale !== undefined) {
      if (!sum.multiply(scale)) break;
    } else if (cardinal !== undefined) {
      if (isSeveral(tokens[to + 1], cardinal.value) && to > from) break;
      if (!sum.add(cardinal.value, cardinal.case)) break;
    } else if (ordered !== undefined && sum.add(ordered.value, 'direct')) {
      ordinal = ordered.ending;
    } else {
      if (!isNumerator) to += sum.addHalf(tokens, to);
      break;
    }
  }
  if (to === from) return undefined;
  const { value } = sum;
  if (ordinal !== undefined) return { value, from, to, kind: 'ordinal', ending: ordinal };
  if (counted) return { value, from, to, kind: 'count' };
  return {
    value,
    from,
    to,
    kind: Number.isInteger(value) ? 'cardinal' : 'count',
    case: sum.case ?? 'direct',
  };
}

/** «сто четыре нуля»: «четыре» counts what comes after it. */
function isSeveral(next: Token | undefined, value: number): boolean {
  return value > 1 && value < 10 && (digitNames.get(next?.text ?? '')?.several ?? false);
}

/** Adds up number words as long as they make one number: hundreds, tens, units, and that again of thousands. */
class NumberInWords {
  case: CaseOfNumeral | undefined;
  #total = 0;
  /** What a scale would multiply; undefined if nothing is there. */
  #group: number | undefined;
  /** The next word must be worth less. */
  #room = 1000;
  #scale = Infinity;

  get value(): number {
    return this.#total + (this.#group ?? 0);
  }

  /** «пара», «полтора»: only a scale may follow. */
  start(value: number): void {
    this.#group = value;
    this.#room = 0;
  }

  add(value: number, inCase: CaseOfNumeral): boolean {
    // «без двадцати пять» is two numbers: what has begun in an oblique case goes on in it.
    const agrees = this.case === undefined || this.case === 'direct' || inCase !== 'direct';
    if (value >= 1000) return this.#isEmpty && this.multiply(value);
    if (!agrees || (value === 0 && !this.#isEmpty) || value >= this.#room) return false;
    this.#group = (this.#group ?? 0) + value;
    this.case = this.case === undefined || inCase !== 'direct' ? inCase : this.case;
    this.#room = roomAfter(value);
    return true;
  }

  multiply(scale: number): boolean {
    if (scale >= this.#scale || this.#group === 0) return false;
    this.#total += (this.#group ?? 1) * scale;
    this.#group = undefined;
    this.#scale = scale;
    this.#room = Math.min(scale, 1000);
    return true;
  }

  /** «два с половиной», «тридцать шесть и шесть»: how many more tokens belong to the number. */
  addHalf(tokens: readonly Token[], at: number): number {
    const [first = '', second = ''] = [tokens[at]?.text, tokens[at + 1]?.text];
    const decimal = /^цел(?:ая|ых|ые)$/.test(first)
      ? fractionAt(tokens, second === 'и' ? at + 2 : at + 1)
      : undefined;
    if (decimal !== undefined) {
      this.#group = (this.#group ?? 0) + decimal.value;
      return decimal.to - at;
    }
    if (this.#group === undefined || this.#room === 1000) return 0;
    if (first === 'с' && second === 'половиной') {
      this.#group += 0.5;
      const scale = scaleForms.get(tokens[at + 2]?.text ?? '');
      return scale !== undefined && this.multiply(scale) ? 3 : 2;
    }
    // The temperature of a body is said so, and little else.
    const tenths = cardinalForms.get(second)?.value ?? 10;
    if (first !== 'и' || this.value < 34 || this.value > 42 || tenths >= 10) return 0;
    this.#group += tenths / 10;
    return 2;
  }

  get #isEmpty(): boolean {
    return this.#group === undefined && this.#total === 0;
  }
}

/** «двадцать пять сотых». */
function fractionAt(tokens: readonly Token[], from: number): { value: number; to: number } | undefined {
  const above = inWords(tokens, from, true);
  // «пять десятых» is read as five, «двадцать пять сотых» as the ordinal of twenty-five hundreds is not.
  if (above === undefined || above.kind !== 'cardinal') return undefined;
  const place = /^(десят|сот|тысячн)(?:ая|ых|ые)$/.exec(tokens[above.to]?.text ?? '')?.[1];
  const parts = place === 'десят' ? 10 : place === 'сот' ? 100 : place === 'тысячн' ? 1000 : undefined;
  return parts === undefined ? undefined : { value: above.value / parts, to: above.to + 1 };
}

/** After «триста» tens and units, after «двадцать» units, after «двенадцать» nothing. */
function roomAfter(value: number): number {
  if (value >= 100) return 100;
  return value >= 20 && value % 10 === 0 ? 10 : 0;
}
