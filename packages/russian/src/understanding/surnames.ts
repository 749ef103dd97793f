import type { Gender } from './first-names.js';
import type { Case } from './name-cases.js';

/** What a word may be as a surname or patronymic: its nominative, and the gender and cases that it then has. */
export interface NameReading {
  /** Lower case, ё as е. */
  nominative: string;
  /** Undefined: the same for both. */
  gender: Gender | undefined;
  cases: readonly Case[];
}

interface Ending {
  /** What the word ends with. */
  end: RegExp;
  /** What stands there in the nominative. */
  nominative: string;
  gender: Gender | undefined;
  cases: readonly Case[];
}

const all: readonly Case[] = [
  'nominative',
  'genitive',
  'dative',
  'accusative',
  'instrumental',
  'prepositional',
];
const ofAdjective = (end: string, nominative: string, gender: Gender, ...cases: Case[]): Ending => ({
  end: new RegExp(`(?<=(?:ск|цк))${end}$`),
  nominative,
  gender,
  cases,
});
const ofPossessive = (end: string, nominative: string, gender: Gender, ...cases: Case[]): Ending => ({
  end: new RegExp(`(?<=[а-я]{2}(?:ов|ев|ин|ын))${end}$`),
  nominative,
  gender,
  cases,
});
const ofConsonant = (end: string, nominative: string, before: string, ...cases: Case[]): Ending => ({
  end: new RegExp(`(?<=[а-я]${before})${end}$`),
  nominative,
  gender: 'male',
  cases,
});
const consonant = '[бвгджзклмнпрстфхцчшщ]';

/** Иванов, Пушкин: how most surnames go. */
const possessive: readonly Ending[] = [
  ofPossessive('', '', 'male', 'nominative'),
  ofPossessive('а', '', 'male', 'genitive', 'accusative'),
  ofPossessive('у', '', 'male', 'dative'),
  ofPossessive('ым', '', 'male', 'instrumental'),
  ofPossessive('е', '', 'male', 'prepositional'),
  ofPossessive('а', 'а', 'female', 'nominative'),
  ofPossessive('у', 'а', 'female', 'accusative'),
  ofPossessive('ой', 'а', 'female', 'genitive', 'dative', 'instrumental', 'prepositional'),
];

/** Достоевский. */
const adjective: readonly Ending[] = [
  ofAdjective('ий', 'ий', 'male', 'nominative'),
  ofAdjective('ого', 'ий', 'male', 'genitive', 'accusative'),
  ofAdjective('ому', 'ий', 'male', 'dative'),
  ofAdjective('им', 'ий', 'male', 'instrumental'),
  ofAdjective('ом', 'ий', 'male', 'prepositional'),
  ofAdjective('ая', 'ая', 'female', 'nominative'),
  ofAdjective('ую', 'ая', 'female', 'accusative'),
  ofAdjective('ой', 'ая', 'female', 'genitive', 'dative', 'instrumental', 'prepositional'),
];

/** Шевчук, Кравец, Саркисян, Толстой; of a woman all but the last stay as they are. */
const others: readonly Ending[] = [
  { end: /(?<=[а-я](?:ко|дзе|швили|их|ых|аго|ово))$/, nominative: '', gender: undefined, cases: all },
  { end: new RegExp(`(?<=[а-я]${consonant}|[а-я][йь])$`), nominative: '', gender: 'female', cases: all },
  { end: /(?<=[а-я])(?=(?:[ыо]й)$)/, nominative: '', gender: 'male', cases: ['nominative'] },
  { end: /(?<=[а-я]{2})ого$/, nominative: 'ой', gender: 'male', cases: ['genitive', 'accusative'] },
  { end: /(?<=[а-я]{2})ому$/, nominative: 'ой', gender: 'male', cases: ['dative'] },
  { end: /(?<=[а-я]{2})ая$/, nominative: 'ая', gender: 'female', cases: ['nominative'] },
  { end: /(?<=[а-я]{2})ую$/, nominative: 'ая', gender: 'female', cases: ['accusative'] },
  ofConsonant('', '', consonant, 'nominative'),
  ofConsonant('ца', 'ец', '[внл]', 'genitive', 'accusative'),
  ofConsonant('цу', 'ец', '[внл]', 'dative'),
  ofConsonant('цом', 'ец', '[внл]', 'instrumental'),
  ofConsonant('а', '', consonant, 'genitive', 'accusative'),
  ofConsonant('у', '', consonant, 'dative'),
  ofConsonant('о?е?м', '', consonant, 'instrumental'),
  ofConsonant('е', '', consonant, 'prepositional'),
  { end: /(?<=[а-я]{2})я$/, nominative: 'ь', gender: 'male', cases: ['genitive', 'accusative'] },
  { end: /(?<=[а-я]{2})ю$/, nominative: 'ь', gender: 'male', cases: ['dative'] },
];

/** What a word may be as a surname, the likeliest first. */
export function surnameReadings(word: string): NameReading[] {
  const usual = readings(word, [...adjective, ...possessive]);
  return usual.length > 0 ? usual : readings(word, others);
}

/** Whether a word is declined as most surnames are, and few other words: «петрову», «достоевского». */
export function isUsualSurname(word: string): boolean {
  return readings(word, [...adjective, ...possessive]).length > 0;
}

const short = '(?:иль|кузьм|лук|фом|никит|савв)';
const ofPatronymic = (end: string, nominative: string, gender: Gender, ...cases: Case[]): Ending => ({
  end:
    gender === 'male'
      ? new RegExp(`(?<=[а-я]{2}(?:ов|ев)ич|${short}ич)${end}$`)
      : new RegExp(`(?<=[а-я]{2}(?:ов|ев)н|${short}(?:ин)?ичн)${end}$`),
  nominative,
  gender,
  cases,
});

const patronymic: readonly Ending[] = [
  ofPatronymic('', '', 'male', 'nominative'),
  ofPatronymic('а', '', 'male', 'genitive', 'accusative'),
  ofPatronymic('у', '', 'male', 'dative'),
  ofPatronymic('ем', '', 'male', 'instrumental'),
  ofPatronymic('е', '', 'male', 'prepositional'),
  ofPatronymic('а', 'а', 'female', 'nominative'),
  ofPatronymic('ы', 'а', 'female', 'genitive'),
  ofPatronymic('е', 'а', 'female', 'dative', 'prepositional'),
  ofPatronymic('у', 'а', 'female', 'accusative'),
  ofPatronymic('ой', 'а', 'female', 'instrumental'),
];

/** What a word may be as a patronymic. */
export function patronymicReadings(word: string): NameReading[] {
  return readings(word, patronymic);
}

function readings(word: string, endings: readonly Ending[]): NameReading[] {
  return endings.flatMap(({ end, nominative, gender, cases }) => {
    const match = end.exec(word);
    if (match === null) return [];
    return [
      {
        nominative:
          word.slice(0, match.index) + nominative + (match[0] === '' ? word.slice(match.index) : ''),
        gender,
        cases,
      },
    ];
  });
}
