import { cardinal } from '../numerals/cardinals.js';
import { digitGroup, digitGroups } from './digits.js';
import { spellLetters } from './letters.js';
import { rule, type SpokenRule } from './rule.js';

/** Letters that look the same in both alphabets, as on a plate. */
const plate = String.raw`([АВЕКМНОРСТУХABEKMHOPCTYX])~(\d{3})~([АВЕКМНОРСТУХABEKMHOPCTYX]{2})~(\d{2,3})(?![\p{L}\d])`;

/** Names of rooms, flights, gates and plates: letters by their names, figures in groups. */
export const codes: readonly SpokenRule[] = [
  rule('numbers', plate, ([, first = '', number = '', letters = '', region = '']) =>
    [spellLetters(first), digitGroup(number), spellLetters(letters), digitGroup(region)].join(' '),
  ),
  rule(
    'numbers',
    String.raw`([A-Z]{2}|[A-Z]\d|\d[A-Z])[ \u00a0-]?(\d{3,4})(?![\p{L}\d])`,
    ([, line = '', number = ''], { before }) => {
      if (!/(?<!\p{L})рейс[а-я]{0,3}\s+$/iu.test(before)) return undefined;
      const name = Array.from(line, (sign) =>
        /\d/.test(sign) ? cardinal(Number(sign)) : spellLetters(sign),
      ).join(' ');
      return `${name} ${number.length === 4 ? digitGroups(number) : digitGroup(number)}`;
    },
  ),
  rule('numbers', String.raw`([A-ZА-ЯЁ]{1,2})-?(\d{1,4})(?![\p{L}\d])`, ([, letters = '', number = '']) => {
    if (letters === 'ЖК') return undefined;
    return `${spellLetters(letters)} ${number.length === 4 ? digitGroups(number) : digitGroup(number)}`;
  }),
  rule(
    'numbers',
    String.raw`(\d{1,4})([А-ЯЁ]|[а-еж-икм-ю](?=[,.;]|$)|[A-Z])(?![\p{L}\d])`,
    ([, number = '', letter = '']) => `${cardinal(Number(number))} ${spellLetters(letter)}`,
  ),
  rule('numbers', String.raw`(?=[A-Z\d]{0,11}[A-Z])(?=[A-Z\d]{0,11}\d)[A-Z\d]{4,12}(?![\p{L}\d])`, ([code]) =>
    Array.from(code.matchAll(/[A-Z]|\d{1,2}(?!\d)|\d{3}/g), ([part]) =>
      /\d/.test(part) ? digitGroup(part) : spellLetters(part),
    ).join(' '),
  ),
  rule(
    'addresses',
    String.raw`(\d{1,4})к(\d{1,2})(?![\p{L}\d])`,
    ([, house = '', corpus = '']) => `${cardinal(Number(house))} корпус ${cardinal(Number(corpus))}`,
  ),
];
