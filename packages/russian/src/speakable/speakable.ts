import { checkObject, checkOneOf, invalidOption, type Speakable } from '@rechka/core';
import { acronyms } from './acronyms.js';
import { addresses } from './addresses.js';
import { codes } from './codes.js';
import { dates } from './dates.js';
import { compileDictionary } from './dictionary.js';
import { integers } from './integers.js';
import { latin } from './latin.js';
import { links } from './links.js';
import { ordinals, romanNumbers } from './ordinals.js';
import { phones } from './phones.js';
import { plainText } from './plain-text.js';
import { quantities } from './quantities.js';
import { speakableClasses, type SpeakableClass, type SpokenRule } from './rule.js';
import { shortForms } from './short-forms.js';
import { SpokenText } from './spoken-text.js';
import { dimensions, sayMark } from './symbols.js';
import { times } from './times.js';
import { shortWeekdays } from './weekdays.js';

/** How a text is made speakable. */
export interface SpeakableOptions {
  /**
   * Left to the provider: read as written, though without what its markup would take as a command. Default
   * `['acronyms']`: SpeechKit documents that it reads letter words and numbers ("Text markup for speech synthesis"),
   * but promises nothing about case, gender and grouping, so that numbers are not left to it.
   */
  leave?: readonly SpeakableClass[];
  /**
   * Words and how they are said. A `+` before a vowel marks its stress, and gets in by no other way. An entry in small
   * letters stands for the word in any letters, another one only for itself.
   *
   * @example `{ 'Стиль': 'Ст+иль', 'barber club': 'барбер клаб' }`
   */
  dictionary?: Readonly<Record<string, string>>;
}

/** How far back a rule looks. */
const sightChars = 80;

/** By the first character: most places are words, and few rules are about them. Earlier rules win. */
const rulesOf: readonly (readonly [first: RegExp, rules: readonly SpokenRule[]])[] = [
  [/\d/, [links, times, dates, phones, dimensions, quantities, ordinals, codes, integers].flat()],
  [/[а-яё]/i, [shortWeekdays, links, addresses, shortForms, codes, acronyms].flat()],
  [/[a-z]/i, [links, codes, integers, romanNumbers, latin].flat()],
  [/[-−–+½¼¾⅓⅔$€£¥(]/, [phones, quantities, integers].flat()],
];
const run = /\p{L}[\p{L}\p{M}]*|\d+|./suy;

/**
 * What makes text speakable, by options that are checked once. See {@link speakable}. Throws `ERR_INVALID_OPTION`.
 */
export function createSpeakable(options: SpeakableOptions = {}): (text: string) => Speakable {
  checkObject('options', options, 'an object');
  for (const name of Object.keys(options)) checkOneOf('options', name, ['leave', 'dictionary']);
  const { leave = ['acronyms'], dictionary = {} } = options;
  if (!Array.isArray(leave)) throw invalidOption('leave', leave, "an array, e.g. ['money']");
  for (const kind of leave) checkOneOf('leave', kind, speakableClasses);
  const left: ReadonlySet<SpeakableClass> = new Set(leave);
  const userWords = compileDictionary(dictionary);
  return (written) => {
    const plain = plainText(written);
    const { text } = plain;
    const spoken = new SpokenText(written, plain);
    let at = 0;
    while (at < text.length) {
      const entry = userWords.at(text, at);
      const found = entry ?? findSpoken(text, at, left);
      if (found === undefined) {
        run.lastIndex = at;
        const [taken = text.charAt(at)] = run.exec(text) ?? [];
        const words = taken.length === 1 ? sayMark(text, at) : undefined;
        if (words === undefined) spoken.keep(at, at + taken.length);
        else spoken.say(at, at + 1, words);
        at += taken.length;
      } else {
        if (found.words !== undefined) spoken.say(at, at + found.length, found.words);
        else keepLeft(spoken, text, at, at + found.length);
        at += found.length;
      }
    }
    return spoken.finish();
  };
}

const usual = createSpeakable();

/**
 * The text of one segment as SpeechKit should read it: without Markdown, HTML, emoji and whatever its markup would take
 * as a command, with numbers, dates, sums, phones, addresses and shortened words as a Russian says them, in the case
 * that stands around them. Empty when nothing in it can be said. The map covers every character of the text.
 *
 * Throws `ERR_INVALID_OPTION`. To use the same options again and again, see {@link createSpeakable}.
 *
 * @example
 * ```ts
 * speakable('Ждём к 18:30 на ул. Ленина, д. 5, это 1 200 ₽.').spoken;
 * // «Ждём к восемнадцати тридцати на улице Ленина, дом пять, это тысяча двести рублей.»
 * ```
 */
export function speakable(text: string, options?: SpeakableOptions): Speakable {
  return (options === undefined ? usual : createSpeakable(options))(text);
}

/** What is said of the text at a place: undefined words are left to the provider. */
function findSpoken(
  text: string,
  at: number,
  left: ReadonlySet<SpeakableClass>,
): { length: number; words: string | undefined } | undefined {
  const first = text.charAt(at);
  const [, rules = []] = rulesOf.find(([start]) => start.test(first)) ?? [];
  const before = text.slice(Math.max(0, at - sightChars), at);
  if (/[-−–]/.test(first) && /[\p{L}\d%₽]$|\d\s$/u.test(before)) return undefined;
  for (const { pattern, say, class: kind } of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const end = at + match[0].length;
    const words = say(match, { before, after: text.slice(end, end + sightChars) });
    if (words !== undefined) return { length: match[0].length, words: left.has(kind) ? undefined : words };
  }
  return undefined;
}

/** What is left to the provider, but for the `+` of a phone or a number, which it would take as a stress mark. */
function keepLeft(spoken: SpokenText, text: string, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    if (text.charAt(at) === '+') spoken.say(at, at + 1, 'плюс ');
    else spoken.keep(at, at + 1);
  }
}
