import { wordSet } from '../word-set.js';
import { corrects } from './correction-words.js';
import { type FirstName, firstNames } from './first-names.js';
import { type Case, formsOfName } from './name-cases.js';
import { numeralAt } from './numerals.js';
import { type NamePart, type NameRole, personOf, type PersonName } from './person-name.js';
import { isUsualSurname, type NameReading, patronymicReadings, surnameReadings } from './surnames.js';
import { type Span, spanOf, type Token } from './tokens.js';

/** A name and the tokens [from, to) that it took. */
export interface NameMatch {
  name: PersonName;
  from: number;
  to: number;
}

interface FirstReading extends NameReading {
  entry: FirstName;
}

const firstForms = new Map<string, FirstReading[]>();
for (const entry of firstNames) {
  const nominative = raw(entry.name);
  for (const [form, inCase] of formsOfName(nominative, entry.gender)) {
    const same = firstForms.get(form) ?? [];
    same.push({ nominative, gender: entry.gender, cases: [inCase], entry });
    firstForms.set(form, same);
  }
}

const prepositionCase: ReadonlyMap<string, Case> = new Map([
  ['на', 'accusative'],
  ['к', 'dative'],
  ['ко', 'dative'],
  ...['у', 'от', 'для', 'до', 'имени', 'кроме', 'без'].map((word) => [word, 'genitive'] as const),
  ['с', 'instrumental'],
  ['со', 'instrumental'],
]);
/** Behind these a name must come, known or not. */
const announcesFirst = wordSet('зовут звать');
const announcesLast = wordSet('фамилия фамилию фамилией');
const ofPlaces = wordSet(
  'улица улице улицу улицы проспект проспекте площадь площади имени переулок бульвар метро',
);
/** What is declined like a surname, but is none. */
const commonWords = wordSet(
  'голова голову основа основу слова снова корова корову здорова готова готов здоров остров столов половина половину машина',
  'машину середина середину картина картину мужчина мужчину женщина женщину причина причину пятна один одна одну',
  'господин господина магазин магазина магазину кабина кабину сын сына сыну номер завтра здрасте давайте',
  'отец отца папа мама мужа жена жену ребенка друг друга подруга новый старый другой любой первый второй третий какой',
  'такой мой твой свой час часов',
);

/** What helps to tell a name from other words. */
export interface NameOptions {
  /** Whether the caller was asked for a name. Default false. */
  expected?: boolean;
}

/** Finds names in the tokens that are not `taken`. */
export function matchNames(
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
  { expected = false }: NameOptions = {},
): NameMatch[] {
  const matches: NameMatch[] = [];
  let denied: readonly Span[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (taken.has(at)) continue;
    const parts = partsAt(tokens, taken, at, expected);
    const asked = prepositionCase.get(tokens[at - 1]?.text ?? '') ?? 'nominative';
    let person = personOf(parts, asked);
    // Words that agree in no case are not of one name.
    while (person === undefined && parts.length > 0) {
      parts.pop();
      person = personOf(parts, asked);
    }
    if (person === undefined) continue;
    const to = at + parts.length;
    const name: PersonName = { ...person, spans: [spanOf(tokens, at, to)], withdrawn: denied };
    denied = [];
    const before = matches.at(-1);
    if (tokens[startOf(tokens, at) - 1]?.text === 'не') {
      // «не на Анну, а на Инну»: the one that follows is meant.
      denied = [...name.withdrawn, ...name.spans];
    } else if (before !== undefined && corrects(tokens, before.to, at, passesTo(before.name, name))) {
      const withdrawn = [...before.name.withdrawn, ...before.name.spans, ...name.withdrawn];
      matches.splice(-1, 1, { name: { ...name, withdrawn }, from: at, to });
    } else if (before !== undefined && completes(tokens, before, name, at)) {
      matches.splice(-1, 1, { name: withLast(before.name, name), from: before.from, to });
    } else if (before !== undefined && precedes(tokens, before, name, at)) {
      const whole = { ...withLast(name, before.name), spans: [...before.name.spans, ...name.spans] };
      matches.splice(-1, 1, { name: whole, from: before.from, to });
    } else matches.push({ name, from: at, to });
    at = to - 1;
  }
  return matches;
}

const mendPasses = wordSet('на к ко для от у с со');
const mendLastPasses = new Set([...mendPasses, ...announcesLast]);

/** What may stand before a name that takes the place of another: «фамилия Котов, нет, фамилия Ротов». */
function passesTo(before: PersonName, next: PersonName): ReadonlySet<string> {
  return before.first === undefined && next.first === undefined ? mendLastPasses : mendPasses;
}

const betweenParts = wordSet('а и фамилия фамилию имя отчество моя мое мой');

/** «Василий, а фамилия Пупкин»: one person. */
function completes(tokens: readonly Token[], { name, to }: NameMatch, next: PersonName, at: number): boolean {
  const between = tokens.slice(to, at).map(({ text }) => text);
  const announced =
    between.some((text) => announcesLast.has(text)) && between.every((text) => betweenParts.has(text));
  return announced && name.last === undefined && next.first === undefined && next.last !== undefined;
}

/** «фамилия Пупкин, а имя Василий»: one person. */
function precedes(tokens: readonly Token[], { name, to }: NameMatch, next: PersonName, at: number): boolean {
  const between = tokens.slice(to, at).map(({ text }) => text);
  const announced =
    between.some((text) => text === 'имя' || announcesFirst.has(text)) &&
    between.every((text) => betweenParts.has(text) || announcesFirst.has(text) || text === 'меня');
  const agree = name.gender === undefined || next.gender === undefined || name.gender === next.gender;
  return (
    announced && agree && name.first === undefined && next.first !== undefined && next.last === undefined
  );
}

function withLast(name: PersonName, { last, gender, spans }: PersonName): PersonName {
  const known = name.gender ?? gender;
  return {
    ...name,
    ...(last !== undefined && { last }),
    ...(known !== undefined && { gender: known }),
    spans: [...name.spans, ...spans],
  };
}

/** Where the phrase of a name begins: with its preposition. */
function startOf(tokens: readonly Token[], at: number): number {
  return prepositionCase.has(tokens[at - 1]?.text ?? '') ? at - 1 : at;
}

/** The parts of a name that begins with a token; none if it is no name. */
function partsAt(
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
  from: number,
  expected: boolean,
): NamePart[] {
  const parts: NamePart[] = [];
  const text = (at: number) => (taken.has(at) ? '' : (tokens[at]?.text ?? ''));
  if (ofPlaces.has(text(from - 1)) && text(from - 2) !== 'от') return [];
  const has = (role: NameRole) => parts.some((part) => part.role === role);
  for (let at = from; at < from + 3; at++) {
    const word = text(at);
    if (word === '' || commonWords.has(word) || (at > from && tokens[at]?.gap !== '')) break;
    const written = tokens[at]?.written ?? '';
    const first = firstForms.get(word);
    const patronymic = patronymicReadings(word);
    if (first !== undefined && !has('first')) parts.push({ role: 'first', written, readings: first });
    else if (patronymic.length > 0 && has('first') && !has('patronymic')) {
      parts.push({ role: 'patronymic', written, readings: patronymic });
    } else if (!has('last') && mayBeSurname(tokens, taken, at, parts, expected)) {
      parts.push({ role: 'last', written, readings: surnameReadings(word) });
    } else break;
  }
  if (parts.length === 0 && announcesFirst.has(text(from - 1)) && isUnknownName(text(from))) {
    const reading: NameReading = { nominative: text(from), gender: undefined, cases: ['nominative'] };
    return [{ role: 'first', written: tokens[from]?.written ?? '', readings: [reading] }];
  }
  return parts;
}

const isParticle = /^(?:да|не|но|ну|на|за|бы|же|то|мы|вы|он|по|ой|ай)$/;

function mayBeSurname(
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
  at: number,
  before: readonly NamePart[],
  expected: boolean,
): boolean {
  const word = tokens[at]?.text ?? '';
  const announced = announcesLast.has(tokens[at - 1]?.text ?? '');
  // «фамилия Ли», but not «фамилия да», nor «фамилия у меня».
  const isShort = announced && at === tokens.length - 1 && /^[а-я]{2}$/.test(word) && !isParticle.test(word);
  if (!isShort && !/^[а-я]{3,}(?:-[а-я]+)?$/.test(word)) return false;
  if (surnameReadings(word).length === 0) return false;
  if (announced) return true;
  // «нас двоих, Анна»: declined like «Седых».
  if (numeralAt(tokens, at) !== undefined) return false;
  const usual =
    isUsualSurname(word) ||
    /(?:ко|дзе|швили|[ыи]х|ян|янц|[уюя]к)(?:а|у|ом|е)?$|[а-я]{3}(?:ого|ому)$/.test(word);
  const next = taken.has(at + 1) ? '' : (tokens[at + 1]?.text ?? '');
  const isBesideName = before.some(({ role }) => role === 'first') || firstForms.has(next);
  if (usual && (isBesideName || expected)) return true;
  // Alone in an answer to «как вас зовут?»: any word will do beside a first name.
  if (expected && before.length > 0 && at === tokens.length - 1) return true;
  return (
    before.length === 0 &&
    prepositionCase.has(tokens[at - 1]?.text ?? '') &&
    /[а-я]{2}[ое]в(?:а|у|ым|ой)$/.test(word)
  );
}

function isUnknownName(word: string): boolean {
  return (
    /^[а-я]{3,}$/.test(word) &&
    !/^(?:меня|мой|моя|как|вас|тебя|нас|просто|это|вот|его|точно|так)$/.test(word) &&
    !announcesLast.has(word)
  );
}

function raw(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е');
}
