import { countOf } from '../numerals/nouns.js';
import type { Agreement, Gender, GrammaticalCase } from '../numerals/grammar.js';
import { conjunctions, prepositions } from '../function-words.js';
import { wordSet } from '../word-set.js';
import type { Place } from './rule.js';

/** Words that govern a number → the cases they may ask for, the usual one first. */
const governing: ReadonlyMap<string, readonly GrammaticalCase[]> = new Map(
  (
    [
      [
        'от до из у без ни для около после кроме вместо из-за возле против вокруг свыше среди насчёт вроде порядка ради мимо',
        ['genitive'],
      ],
      [
        'более менее больше меньше выше ниже старше младше дороже дешевле раньше позже быстрее медленнее дольше дальше',
        ['genitive'],
      ],
      [
        'ближе короче длиннее тяжелее легче чаще реже ок. ≥ ≤ < > течение размере количестве возрасте протяжении',
        ['genitive'],
      ],
      ['к ко благодаря согласно навстречу', ['dative']],
      ['по', ['dative', 'accusative']],
      ['через про сквозь спустя', ['accusative']],
      ['в во на', ['accusative', 'prepositional']],
      ['за под', ['accusative', 'instrumental']],
      ['с со', ['genitive', 'instrumental']],
      ['над перед между', ['instrumental']],
      ['о об при', ['prepositional']],
    ] as const
  ).flatMap(([words, cases]) => words.split(' ').map((word) => [word, cases] as const)),
);

/** «между 900 ₽ и 1 100 ₽» */
const unit = String.raw`(?:\s?(?:[%₽$€°]|(?:руб|р|кг|г|км|м|см|мм|л|ч|мин)(?!\p{L})\.?))?`;
const row = (number: string) =>
  new RegExp(
    String.raw`(?<![\d:.,])(?:[-−+]?${number}${unit}(?:,\s+|\s+(?:и|или|либо)\s+|\s?[–—-]\s?))+$`,
    'u',
  );
const numbersBefore = row(String.raw`\d[\d\u00a0\u202f.,]*`);
const timesBefore = row(String.raw`\d\d?[:.]\d\d`);
const modifierBefore =
  /(?<!\p{L})(?:примерно|приблизительно|ровно|где-то|минимум|максимум|ещё|еще|всего|только|хотя бы|почти|целых|целые)\s+$/iu;
const wordBefore = /(?:([\p{L}-]+)\s+|([≥≤<>]|(?<!\p{L})ок\.)\s*)$/iu;

/** The last word before a place, in small letters; '' where something else stands before it. */
export function lastWord(before: string): string {
  const [, word, mark] = wordBefore.exec(before) ?? [];
  return (word ?? mark ?? '').toLowerCase();
}

/** The text before a number without the others of its row: «до 5 или ». */
export function withoutNumbers(before: string): string {
  return before.replace(numbersBefore, '').replace(modifierBefore, '');
}

/** The text before a time without the others of its row: «на 10:30, ». */
export function withoutTimes(before: string): string {
  return before.replace(timesBefore, '').replace(modifierBefore, '');
}

/** The cases that what stands before a number may ask for, the usual one first; none if nothing governs it. */
export function casesBefore(before: string): readonly GrammaticalCase[] {
  return governing.get(lastWord(withoutNumbers(before))) ?? [];
}

/** The first case that the text before asks for; nothing asks: nominative. */
export function caseBefore(before: string): GrammaticalCase {
  return casesBefore(before)[0] ?? 'nominative';
}

/** By its ending, or one of the verbs that prices and durations stand after: «стоит», «займёт». */
const verb =
  /(?:[её]м|[иы]м|[аеиуыя]ть|[иейь]те|[аеиуя]ю|лю|[жшч]у)$|^(?:(?:о|за|до|вы)?пла(?:т[ия]|ч)|(?:по|рас)?трати|сто(?:ит|ил)|состав|дли[тл]|за[нй][имя]|полу?ч|возьм|бер[еёу]т|взял|купи[лт]|внес|внёс|переве[дл])/u;

/** As {@link caseBefore}, but after a verb accusative: «налейте половину стакана». */
export function caseOfObject(before: string): GrammaticalCase {
  return (
    casesBefore(before)[0] ?? (verb.test(lastWord(withoutNumbers(before))) ? 'accusative' : 'nominative')
  );
}

/** The case of a counted unit: «по одному рублю», but «по пять рублей». */
export function caseOfCount(value: number, before: string): GrammaticalCase {
  const [first = 'nominative', second] = casesBefore(before);
  return first === 'dative' && second === 'accusative' && countOf(value) !== 'one' ? second : first;
}

const nextWords =
  /^[ \u00a0\u202f]+([а-яё-]+)(?:[ \u00a0\u202f]+([а-яё-]+))?(?:[ \u00a0\u202f]+([а-яё-]+))?/iu;
const adjectiveEnding = /(?:ая|яя|ую|юю|ое|ее|ый|ий|ые|ие|ых|их|ого|его|ому|ему|ыми|ими|ым|им)$/;
const dayParts = wordSet('утра вечера ночи дня');
const masculineInA = wordSet('мужчина мужчины папа папы дедушка дедушки дядя дяди пути судьи коллеги');
const feminineSoft =
  /(?:ость|есть|асть|сть|знь|вь|бь|жь|чь|шь|щь|ль?дь|ощадь|лошадь|кровать|дверь|запись|роль|боль|соль|модель|цель|ткань|осень|пень|степень|ступень|очередь|тетрадь|мазь|связь|подпись|скатерть|печать|нить|сеть|цепь)$/;
const feminineInE =
  /(?:минут|недел|услуг|секунд|групп|комнат|квартир|страниц|машин|школ|клиник|карт|таблетк|сумм|строк|точк|сторон|смен)е$/;

/** What is counted, as far as its words tell. */
interface Counted {
  noun: string;
  /** The first adjective before the noun: it has one form for each gender and case. */
  adjective: string;
}

function countedAfter(after: string): Counted | undefined {
  const words = (nextWords.exec(after) ?? [])
    .slice(1)
    .flatMap((word: string | undefined) => word?.toLowerCase() ?? []);
  const isEnd = (word: string) => prepositions.has(word) || conjunctions.has(word) || dayParts.has(word);
  const ends = words.findIndex(isEnd);
  const phrase = ends < 0 ? words : words.slice(0, ends);
  const [first] = phrase;
  if (first === undefined) return undefined;
  const noun = phrase.find((word, index) => index === phrase.length - 1 || !adjectiveEnding.test(word));
  return { noun: noun ?? first, adjective: noun === first ? '' : first };
}

const labels =
  /(?<!\p{L})(?:заказ|номер|кабинет|дом|корпус|квартир|офис|рейс|маршрут|автобус|вариант|пункт|касс|палат|поезд|вагон|комнат|артикул|тариф|карт|верси|страниц|глав|строени|подъезд|этаж|домофон|терминал|столик)[а-яё]{0,3}\s+(?:номер\s+)?$/iu;

/** How a whole number agrees with what stands around it: «с тремя клиентами», «одну минуту», «двух мастеров». */
export function agreementOf(value: number, { before, after }: Place): Agreement {
  if (labels.test(before)) return {};
  const governed = caseOfCount(value, before);
  const counted = countedAfter(after);
  if (counted === undefined) return { case: governed };
  const possible = casesBefore(before);
  const agreement =
    countOf(value) === 'one'
      ? agreementOfOne(counted, possible, governed)
      : agreementOfMany(value, counted, possible, governed);
  // Only what is feminine in a number has an accusative of its own: «оплатите двадцать одну тысячу рублей».
  const shows = agreement.gender === 'feminine' || value >= 1000;
  return shows && agreement.case === 'nominative' ? { ...agreement, case: caseOfObject(before) } : agreement;
}

function agreementOfMany(
  value: number,
  { noun, adjective }: Counted,
  possible: readonly GrammaticalCase[],
  governed: GrammaticalCase,
): Agreement {
  if (/(?:ами|ями|людьми|детьми|дверьми)$/.test(noun)) return { case: 'instrumental' };
  if (/[^аеёиоуыэюям](?:ам|ям)$|иям$/.test(noun) && (possible.length === 0 || possible.includes('dative')))
    return { case: 'dative' };
  if (/(?:ах|ях)$/.test(noun)) return { case: 'prepositional' };
  const isFew = countOf(value) === 'few';
  if (
    isFew &&
    value < 5 &&
    (governed === 'nominative' || governed === 'accusative') &&
    /(?:ов|ев|ей)$/.test(noun)
  )
    return { case: 'accusative', animate: true };
  const isFeminine =
    adjective === '' || /[ыи]х$/.test(adjective) ? /[ыи]$/.test(noun) : /[ыи]е$/.test(adjective);
  return {
    case: governed,
    gender: isFew && isFeminine && !masculineInA.has(noun) ? 'feminine' : 'masculine',
  };
}

function agreementOfOne(
  { noun, adjective }: Counted,
  possible: readonly GrammaticalCase[],
  governed: GrammaticalCase,
): Agreement {
  const [gender, told] = adjective === '' ? formOfNoun(noun, governed) : formOfAdjective(adjective, governed);
  const isPossible = possible.length === 0 || possible.includes(told) || governed === 'dative';
  return { gender, case: isPossible && told !== 'nominative' ? told : governed };
}

/** The gender and the case that a noun in the singular shows; the case governed where it shows none. */
function formOfNoun(noun: string, governed: GrammaticalCase): [Gender, GrammaticalCase] {
  if (masculineInA.has(noun)) return ['masculine', governed];
  if (/мя$/.test(noun)) return ['neuter', governed];
  if (/[ая]$/.test(noun)) return [governed === 'genitive' ? 'masculine' : 'feminine', governed];
  if (/[ую]$/.test(noun)) return governed === 'dative' ? ['masculine', governed] : ['feminine', 'accusative'];
  if (/[ыи]$/.test(noun)) return ['feminine', governed === 'nominative' ? 'genitive' : governed];
  if (/(?:ом|ем|ём)$/.test(noun) && governed !== 'nominative') return ['masculine', 'instrumental'];
  if (/(?:ой|ью)$/.test(noun)) return ['feminine', 'instrumental'];
  if (/[оё]$/.test(noun) && !/[ое]го$/.test(noun)) return ['neuter', governed];
  // «с 1 взрослым»: an adjective in the place of a noun.
  if (/(?:[ыи]м|[ое]го|[ое]му)$/.test(noun)) return formOfAdjective(noun, governed);
  if (/е$/.test(noun)) {
    if (governed === 'dative') return ['feminine', 'dative'];
    if (governed === 'nominative' || /(?:ие|ье|це)$/.test(noun)) return ['neuter', governed];
    return [feminineInE.test(noun) ? 'feminine' : 'masculine', 'prepositional'];
  }
  return [feminineSoft.test(noun) ? 'feminine' : 'masculine', governed];
}

function formOfAdjective(adjective: string, governed: GrammaticalCase): [Gender, GrammaticalCase] {
  if (/(?:ая|яя)$/.test(adjective)) return ['feminine', governed];
  if (/(?:ую|юю)$/.test(adjective)) return ['feminine', 'accusative'];
  if (/(?:ое|ее)$/.test(adjective)) return ['neuter', governed];
  if (/(?:ого|его)$/.test(adjective))
    return ['masculine', governed === 'accusative' ? 'accusative' : 'genitive'];
  if (/(?:ому|ему)$/.test(adjective)) return ['masculine', 'dative'];
  if (/[ыи]м$/.test(adjective)) return ['masculine', 'instrumental'];
  return ['masculine', governed];
}
