import {
  afterNumber,
  beforeName,
  beforeNumber,
  calendar,
  dottedNames,
  endingPairs,
  lettered,
  neverLast,
  oftenLast,
  smallerUnits,
  streetWords,
  timeOfSentence,
} from './abbreviations.js';
import { initialEnds } from './dot-initials.js';
import { isCapitalNext, nextCounted, nextWord, type Known, type NextText } from './dot-next.js';
import { startsSentences } from './dot-starters.js';

/** A single dot and what decides about it. */
export interface Dot {
  /** The text before it, as far back as it plays a part; a line break stands for the beginning of the text. */
  before: string;
  /** White space follows: «ул. Ленина», not «ул.Ленина». */
  spaced: boolean;
  next: NextText;
  /** How many characters there are between the last boundary and the dot. */
  headChars: number;
  /** The number of the last list item before it: 0 if there is none. */
  lastItem: number;
}

const wordChar = /[\p{L}\p{N}/-]/u;
const listNumber = /(\n[\s#>*_-]*|[.!?…:;]\s+)((?:\d{1,2}\.)*(\d{1,3}))$/;
const webAddress = /(?:@|:\/\/|www\.|[a-z\d]\.[a-z])\S*$/iu;
const previousWord = /(\p{L}+)\.?\s*$/u;
const adjectiveBefore = /\p{Lu}\p{L}*(?:ая|яя|ую|ий|ый|ой|ого|ому|ом)\s*$/u;
const numberBefore =
  /(?:\d|(?<!\p{L})[IVXLC]+|(?<!\p{L})пол(?:тора|торы)?)\s*(?:(?:тыс|млн|млрд|кв|куб|пог)\.?\s*)*$/u;
const sentenceBegins =
  /(?<!\p{L})(?:В|Во|С|К|Ко|До|От|На|За|По|Около|После)\s+(?:\p{Ll}+\s+)?(?:[\dIVXLC–-]+\s*)?$/u;
const domain = /\p{L}\.$/u;
const vowelless = /^[бвгджзйклмнпрстфхцчшщ]{2,}$/;

/** Whether a single dot ends a sentence, if one can begin after it. */
export function dotEnds(dot: Dot): Known<boolean> {
  const { before, next } = dot;
  const word = lastWord(before);
  if (word === '') return true;
  if (/^\d+$/.test(word)) return listItemOf(dot) === undefined;
  if (/^\p{Lu}$/u.test(word) && !before.endsWith(`°${word}`)) return initialEnds(before, next);
  if (!dot.spaced && dottedNames.has(word.toLowerCase())) return false;
  if (/^[a-z]+$/i.test(word) && webAddress.test(before)) return true;
  return abbreviationEnds(word, before.slice(0, -word.length), next);
}

/** The number that a dot makes a list item of: at the beginning of a line, or the next one of a list in a line. */
export function listItemOf({ before, headChars, lastItem }: Dot): number | undefined {
  const [, opening = '', numbers = '', number = ''] = listNumber.exec(before) ?? [];
  if (number === '') return undefined;
  const item = Number(number);
  const isNext = item === lastItem + 1;
  if (opening.startsWith('\n')) return isNext || item < 10 ? item : undefined;
  return numbers.length === headChars && (isNext || item === 1) ? item : undefined;
}

/** The word that a text ends with: «пр-т», «км/ч». By hand: an expression tied to the end tries every beginning. */
function lastWord(text: string): string {
  let start = text.length;
  while (start > 0 && wordChar.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start).replace(/^[-/]+/, '');
}

function abbreviationEnds(word: string, before: string, next: NextText): Known<boolean> {
  const key = word.toLowerCase();
  if (endsPair(key, before)) return true;
  if (calendar.has(key) || (afterNumber.has(key) && numberBefore.test(before)))
    return unitEnds(key, before, next);
  if (neverLast.has(key)) return false;
  if (beforeName.has(key)) return nameEnds(key, before, next);
  if (beforeNumber.has(key)) return !/^\d/.test(next.text);
  if (oftenLast.has(key) || afterNumber.has(key)) return true;
  return !vowelless.test(word) || domain.test(before);
}

function endsPair(key: string, before: string): boolean {
  return endingPairs.get(key)?.has(previousWord.exec(before)?.[1]?.toLowerCase() ?? '') === true;
}

/** «500 руб. Оплата» ends; «99 руб. 90 коп.», «5 янв. 2026», «В 2024 г. Москва» do not. */
function unitEnds(key: string, before: string, next: NextText): Known<boolean> {
  if (/^\d/.test(next.text)) {
    if (calendar.has(key) || beforeName.has(key)) return false;
    const smaller = smallerUnits.get(key);
    if (smaller === undefined) return true;
    const counted = nextCounted(next);
    return counted === 'unknown' ? 'unknown' : !smaller.has(counted);
  }
  if (timeOfSentence.has(key) && sentenceBegins.test(before)) return startsSentence(next);
  return true;
}

/** «ул. Ленина» goes on, «Парковая ул. Вход» does not. */
function nameEnds(key: string, before: string, next: NextText): Known<boolean> {
  if (streetWords.has(key) && adjectiveBefore.test(before) && isCapitalNext(next) === true) return true;
  const starts = startsSentence(next);
  return starts === true && lettered.test(key) ? !/^\p{Lu}(?!\p{L})/u.test(next.text) : starts;
}

function startsSentence(next: NextText): Known<boolean> {
  if (isCapitalNext(next) === false) return false;
  const word = nextWord(next);
  return word === 'unknown' ? 'unknown' : startsSentences(word) && !/^\p{Lu}\./u.test(next.text);
}
